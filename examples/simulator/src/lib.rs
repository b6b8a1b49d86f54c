//! Days of a contact centre with the real engine of frontdesk: what two more agents at lunch, another strategy or a
//! shorter queue would do.
//!
//! A [`plan`] says who asks, who answers and what is to be compared. The [`world`] draws customers from it, or reads
//! them from a log: the same ones for every variant. A [`run`] lets them meet the engine. [`figures`] are what came of
//! it, with confidence intervals over days, and a [`report`] shows them.
//!
//! ```
//! use frontdesk_simulator::{figures::Comparison, plan::Plan, run};
//!
//! let mut plan = Plan::shipped()?;
//! plan.days = 5;
//! let runs = run::all(&plan, run::Options::default(), &mut |_| {})?;
//! let comparison = Comparison::new(&plan, &runs);
//! assert_eq!(comparison.variants.len(), plan.variants.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod figures;
pub mod plan;
pub mod report;
pub mod run;
pub mod world;
