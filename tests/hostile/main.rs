//! Hosts and strangers at their worst: ends of time, ids that are equal, removals in the middle of everything, numbers
//! at their bounds, floods and storms. Nothing may panic or hang, limits hold, and what is refused changes nothing.
//!
//! [`probe`] watches every call; [`values`] holds the values at the ends; [`worlds`] are the random ones, [`ends`] the
//! planned ones, [`floods`] the large ones, of the scenarios in [`frontdesk_kit::growth`]; [`ids`] are names that
//! strangers choose, [`limits`] what an engine holds at most, [`functions`] what is public besides the engine. More of
//! all than every day:
//!
//! ```text
//! FRONTDESK_TRUST=every_run cargo test --release --test hostile
//! ```

mod ends;
mod floods;
mod functions;
mod ids;
mod limits;
mod probe;
mod values;
mod worlds;
