//! Long-form documentation, one page per module. These modules hold nothing but text.
//!
//! | page | what it tells you |
//! | --- | --- |
//! | [`contact_centre`] | how to set up a first workspace: languages, tiers, VIPs, overflow, wrap-up |
//! | [`iadvize`], [`brevo`], [`yellow`], [`bitrix24`] | if you know one of these products: its settings beside ours |
//! | [`states`] | every state of a chat and of an agent, at a glance |
//! | [`costs`] | what an event costs, and what grows with what |
//! | [`design`] | why things are as they are, and not otherwise |
//! | [`verification`] | how we know that it works |
//!
//! Ids in brackets, such as `[R37]`, name rules of the contract. Each is shown by a scenario in `tests/scenarios` or by
//! a test; `grep -l R37 tests/scenarios/*.jsonl` finds the scenarios.

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
