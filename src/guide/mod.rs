//! Long-form documentation, one page a module: a first set-up, coming from a product, states, design. Nothing but text.
//!
//! | page | for whom |
//! | --- | --- |
//! | [`contact_centre`] | who sets up a first workspace: languages, tiers, VIPs, overflow, wrap-up |
//! | [`iadvize`], [`brevo`], [`yellow`], [`bitrix24`] | who knows one of these products: its settings beside ours |
//! | [`states`] | who wants to see a chat's and an agent's way at a glance |
//! | [`costs`] | who asks what an event costs, and what grows with what |
//! | [`design`] | who asks "why not …" |
//! | [`verification`] | who asks how we know |
//!
//! Ids in brackets, such as `[R37]`, name rules of the contract. Each is shown by a scenario in `tests/scenarios` or by a test;
//! `grep -l R37 tests/scenarios/*.jsonl` finds them.

#[doc = include_str!("bitrix24.md")]
pub mod bitrix24 {}

#[doc = include_str!("brevo.md")]
pub mod brevo {}

#[doc = include_str!("contact_centre.md")]
///
/// ```jsonl
#[doc = include_str!("field-contact-centre.jsonl")]
/// ```
///
/// And what comes out, beginning with the statuses and widgets of nine o'clock:
///
/// ```jsonl
#[doc = include_str!("field-contact-centre.expected.jsonl")]
/// ```
pub mod contact_centre {}

#[doc = include_str!("costs.md")]
pub mod costs {}

#[doc = include_str!("design.md")]
pub mod design {}

#[doc = include_str!("iadvize.md")]
pub mod iadvize {}

#[doc = include_str!("states.md")]
pub mod states {}

#[doc = include_str!("../../VERIFICATION.md")]
pub mod verification {}

#[doc = include_str!("yellow.md")]
pub mod yellow {}
