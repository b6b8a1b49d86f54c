//! Hosts and strangers at their worst: ends of time, ids that are equal, removals in the middle of everything, numbers at
//! their bounds. Nothing may panic or hang, limits hold, and what is refused changes nothing.
//!
//! [`probe`] watches every call; [`values`] holds the values at the ends; [`worlds`] are the random ones, [`ends`] the
//! planned ones, [`floods`] the large ones, [`functions`] what is public besides the engine. More seeds than every day:
//!
//! ```text
//! FRONTDESK_HOSTILE=5000 cargo test --release --test hostile
//! ```

//mod ends;
//mod floods;
//mod functions;
//mod limits;
mod probe;
mod values;
mod worlds;
