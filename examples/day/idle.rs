//! What the recording does not say outright: agents within their span who did not talk while somebody waited.

use frontdesk_kit::recorded::contacts::{Contact, Recorded};
use frontdesk_kit::recorded::shifts::Shifts;

/// Agent-seconds and caller-seconds of a recording.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Idle {
    /// Agents talking, of those whose spans are known.
    pub talking: u64,
    /// Agents within their span, not talking, while at least one caller waited.
    pub while_waiting: u64,
    /// Somebody waiting: length of time.
    pub queue_open: u64,
    /// Somebody waiting, and an agent within their span not talking: length of time.
    pub needless: u64,
}

#[derive(Clone, Copy)]
enum What {
    OnDuty,
    Talking,
    Waiting,
}

impl Idle {
    /// Sweeps over the recording, from change to change.
    pub fn of(contacts: &[Contact], shifts: &Shifts) -> Self {
        let mut changes: Vec<(u32, What, i64)> = Vec::new();
        let mut stretch = |from: u32, to: u32, what| changes.extend([(from, what, 1), (to, what, -1)]);
        for span in &shifts.spans {
            stretch(span.from, span.to, What::OnDuty);
        }
        for contact in contacts {
            if let Some((from, to)) = contact.talk {
                stretch(from, to, What::Talking);
            }
            match contact.recorded {
                Recorded::Served { wait } | Recorded::GaveUp { patience: wait } => {
                    stretch(contact.asked, contact.asked.saturating_add(wait), What::Waiting);
                }
                Recorded::LeftMenu => {}
            }
        }
        changes.sort_by_key(|&(second, _, _)| second);
        let mut idle = Self::default();
        let (mut on_duty, mut talking, mut waiting, mut last) = (0i64, 0i64, 0i64, 0u32);
        for (second, what, change) in changes {
            let length = u64::from(second - last);
            // A talk runs over the span's end by the rounding of the record: no less than nobody is free.
            let free = u64::try_from(on_duty - talking).unwrap_or(0);
            idle.talking += u64::try_from(talking).unwrap_or(0) * length;
            if waiting > 0 {
                idle.queue_open += length;
                idle.while_waiting += free * length;
                idle.needless += if free > 0 { length } else { 0 };
            }
            match what {
                What::OnDuty => on_duty += change,
                What::Talking => talking += change,
                What::Waiting => waiting += change,
            }
            last = second;
        }
        idle
    }
}
