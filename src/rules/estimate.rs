//! How long will a queued chat wait?
//!
//! The queue of a group has a clock. It runs while chats wait in the queue and somebody is there for the group, and
//! stands still otherwise, so that by this clock a lull in which nobody waited, or a night in which nobody worked, does
//! not make agents look slow. No decision depends on any of this.
//!
//! # How often it was right
//!
//! The interval is meant to hold four waits in five. This is how often it held the wait of a chat that was served, when
//! told at the instant at which the chat was enqueued:
//!
//! | waits | told | within | sooner | later | not told: too little seen |
//! | --- | --- | --- | --- | --- | --- |
//! | a real month, routed by the engine | 4,718 | 79.9 % | 10.7 % | 9.4 % | 540 |
//! | the same with `--notes 45`: busier | 9,825 | 83.9 % | 8.8 % | 7.3 % | 438 |
//! | the same with `--credit 90`: half of them have priority | 4,665 | 77.7 % | 8.6 % | 13.7 % | 531 |
//! | the month as it was recorded, a queue for each kind of call, and no engine | 12,206 | 79.6 % | 10.7 % | 9.7 % | 1,889 |
//! | a hundred made-up days, `--seed 1` to `--seed 100` | 4,885 | 81.0 % | 11.2 % | 7.8 % | 3,161 |
//!
//! The command is `cargo run --release --example day -- CONTACTS.csv AGENT_DAYS.csv`, without the files for the last
//! row. The 3/2 of the formula was chosen on the first two rows (for the first, 1 gives 69 % and 5/4 gives 75 %); the
//! recorded queues by kind and the hundred days came afterwards. By the wall clock instead of the queue's, the same
//! formula would have been right for 51 % of the first row.

use crate::model::{Estimate, EstimateBasis, WhyUnknown};
use crate::time::Timestamp;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::time::Duration;

/// The most takes that an estimate is drawn from, the latest ones. More would make it steadier, but slower to notice
/// that a colleague has gone to lunch.
pub const MOST_TAKES: u32 = 16;

/// The fewest takes that an estimate is drawn from.
pub const LEAST_TAKES: u32 = 4;

/// How old a take may be, by the wall clock; one that is this old is not looked at any more.
pub const LATELY: Duration = Duration::from_secs(3_600);

/// What is remembered of how chats went from a queue to agents.
///
/// A take is every `assign` of a chat that was queued just before, whatever its source: an agent with room looked for
/// chats, the chat looked for an agent (or a helper) again, it was claimed, or it was handed to an agent by name. When
/// a chat leaves the queue in another way (ended, handed to another group, overflowed, made a ticket) that is not a
/// take, nor is it when a new chat finds an agent at once, without ever being in the queue.
///
/// It owns no memory until the first take, and remembers at most one more than [`MOST_TAKES`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// What the clock showed when it last stopped.
    stood_at: Duration,
    /// Since when it runs; `None` while it stands.
    since: Option<Timestamp>,
    /// The last takes, the latest last.
    takes: VecDeque<Take>,
}

/// A chat went from the queue to an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Take {
    at: Timestamp,
    /// What the clock showed.
    clock: Duration,
}

impl Flow {
    /// Lets the clock run from now on, or stand.
    pub fn run(&mut self, runs: bool, now: Timestamp) {
        if runs != self.since.is_some() {
            self.stood_at = self.clock(now);
            self.since = runs.then_some(now);
        }
    }

    /// What the clock shows: how long in all chats have waited while somebody was there.
    #[must_use]
    pub fn clock(&self, now: Timestamp) -> Duration {
        self.stood_at + self.since.map_or(Duration::ZERO, |since| now.saturating_since(since))
    }

    /// Notes that a chat goes from the queue to an agent now.
    pub fn take(&mut self, now: Timestamp) {
        // One more is kept than an estimate counts: n intervals need n + 1 takes.
        if self.takes.len() > MOST_TAKES as usize {
            self.takes.pop_front();
        }
        let clock = self.clock(now);
        self.takes.push_back(Take { at: now, clock });
    }

    /// Whether the clock runs.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.since.is_some()
    }

    /// The takes that are remembered, the latest last: the instant of each, and what the clock showed.
    pub fn takes(&self) -> impl Iterator<Item = (Timestamp, Duration)> {
        self.takes.iter().map(|take| (take.at, take.clock))
    }

    /// A flow whose clock stands, from what [`clock`](Self::clock) and [`takes`](Self::takes) said before.
    ///
    /// `None` if they cannot have said so: there are too many takes, they are out of order, or the clock ran faster
    /// than time.
    #[must_use]
    pub fn restored(clock: Duration, takes: Vec<(Timestamp, Duration)>, now: Timestamp) -> Option<Self> {
        let mut before = (Timestamp::MIN, Duration::ZERO);
        for &(at, shown) in takes.iter().chain(&[(now, clock)]) {
            if at < before.0 || shown < before.1 || shown - before.1 > at.saturating_since(before.0) {
                return None;
            }
            before = (at, shown);
        }
        let few = takes.len() <= MOST_TAKES as usize + 1;
        let takes = takes.into_iter().map(|(at, clock)| Take { at, clock }).collect();
        few.then_some(Self { stood_at: clock, since: None, takes })
    }

    /// How many takes there were lately, not counting the first of them, and how long it is by the clock from that
    /// first one until now.
    fn lately(&self, now: Timestamp) -> Option<(u32, Duration)> {
        let mut recent = self.takes.iter().filter(|take| now.saturating_since(take.at) < LATELY);
        let first = recent.next()?;
        Some((recent.count() as u32, self.clock(now) - first.clock))
    }
}

/// How long the chat at this position of a queue, counted from 1, will wait from now on.
///
/// | somebody there | takes lately | over, by the clock | verdict |
/// | --- | --- | --- | --- |
/// | no | any | any | unknown: nobody there |
/// | yes | fewer than [`LEAST_TAKES`] | any | unknown: too little seen |
/// | yes | [`LEAST_TAKES`] or more | no time at all | unknown: too little seen |
/// | yes | n, which is [`LEAST_TAKES`] or more | w, above 0 | the interval for n takes over w |
///
/// With n takes over w, the chat at position p is expected to be taken after `p * w / n`. How far its wait lies from
/// that depends on the luck of the p takes still to come and of the n seen. If takes come by chance, the square root of
/// such a time spreads by about the same amount whatever its length, so the ends of the interval are
///
/// ```text
/// w / 4n * (sqrt(4p - 1) ± sqrt(3/2 * (1 + p/n)))²
/// ```
///
/// in whole milliseconds, the low one rounded down and the high one up. Only the 3/2 in it was fitted.
///
/// It knows nothing but the position in the queue. Chats ahead may give up, and the wait is shorter then; chats of
/// better rank may come, and it is longer. What keeps agents from taking this very chat,
/// [`explain`](crate::Engine::explain) says.
///
/// ```
/// use frontdesk::rules::estimate::{Flow, wait};
/// use frontdesk::{Estimate, Timestamp};
///
/// let mut flow = Flow::default();
/// flow.run(true, Timestamp::from_secs(0));
/// // One take a minute, the first of them after the first minute.
/// (1..=17).for_each(|minute| flow.take(Timestamp::from_secs(minute * 60)));
///
/// let now = Timestamp::from_secs(17 * 60);
/// let Estimate::Between { low, high, basis } = wait(&flow, true, 3, now) else { panic!() };
/// assert_eq!((low.as_secs(), high.as_secs(), basis.takes, basis.over.as_secs()), (58, 324, 16, 960));
/// ```
#[must_use]
pub fn wait(flow: &Flow, somebody_there: bool, position: u32, now: Timestamp) -> Estimate {
    if !somebody_there {
        return Estimate::Unknown(WhyUnknown::NobodyThere);
    }
    match flow.lately(now) {
        Some((takes, over)) if takes >= LEAST_TAKES && !over.is_zero() => {
            let (low, high) = ends(position, takes, over);
            Estimate::Between { low, high, basis: EstimateBasis { position, takes, over: millis(over.as_millis()) } }
        }
        _ => Estimate::Unknown(WhyUnknown::TooLittleSeen),
    }
}

/// The formula of [`wait`], multiplied out: with q = 2n(4p - 1) and r = 3(n + p), the ends are
/// `w / 8n² * (q + r ± 2 sqrt(qr))`.
fn ends(position: u32, takes: u32, over: Duration) -> (Duration, Duration) {
    /// The root is computed to one such part of a whole.
    const PARTS: u128 = 1 << 16;
    // Nothing overflows, for n is at most 16, q stays below 2^40, r below 2^35, and w in microseconds below 2^59.
    let (p, n, w) = (u128::from(position.max(1)), u128::from(takes), over.as_micros());
    let (q, r) = (2 * n * (4 * p - 1), 3 * (n + p));
    // As n is at least 4, q is above r and the difference of their roots above 0; rounding its square down gives 0 or
    // more. The root is cut off, so each end gives way by one part to stay on its side.
    let root = (4 * q * r * PARTS * PARTS).isqrt();
    let below = ((q + r) * PARTS - root).saturating_sub(1);
    let above = (q + r) * PARTS + root + 1;
    let unit = 8 * n * n * PARTS * 1_000;
    (millis(w * below / unit), millis((w * above).div_ceil(unit)))
}

fn millis(millis: u128) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_secs(secs)
    }

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    /// A queue in which chats wait from second 0, with takes at these seconds.
    fn flow(takes: &[i64]) -> Flow {
        let mut flow = Flow::default();
        flow.run(true, at(0));
        takes.iter().for_each(|&take| flow.take(at(take)));
        flow
    }

    fn basis(estimate: Estimate) -> Option<(u32, u64)> {
        match estimate {
            Estimate::Between { basis, .. } => Some((basis.takes, basis.over.as_secs())),
            Estimate::Unknown(_) => None,
        }
    }

    /// The table of [`wait`], row by row.
    #[test]
    fn the_table() {
        let enough = flow(&[10, 20, 30, 40, 50]);
        assert_eq!(wait(&enough, false, 1, at(60)), Estimate::Unknown(WhyUnknown::NobodyThere));
        let too_little = Estimate::Unknown(WhyUnknown::TooLittleSeen);
        assert_eq!(wait(&Flow::default(), true, 1, at(60)), too_little);
        assert_eq!(wait(&flow(&[10, 20, 30, 40]), true, 1, at(60)), too_little);
        assert_eq!(wait(&flow(&[10, 10, 10, 10, 10]), true, 1, at(10)), too_little, "all in one instant");
        assert_eq!(basis(wait(&enough, true, 1, at(60))), Some((4, 50)), "from the first take until now");
    }

    #[test]
    fn the_last_ones_count_and_only_lately() {
        let many: Vec<i64> = (1..=40).map(|take| take * 10).collect();
        assert_eq!(basis(wait(&flow(&many), true, 1, at(400))), Some((16, 160)));
        assert_eq!(flow(&many).takes.len(), 17);
        let an_hour = flow(&[0, 10, 20, 3_590, 3_595, 3_600, 3_605]);
        assert_eq!(basis(wait(&an_hour, true, 1, at(3_609))), Some((5, 3_599)), "10 is 3,599 s ago");
        assert_eq!(basis(wait(&an_hour, true, 1, at(3_620))), None, "20 is an hour ago to the instant");
    }

    #[test]
    fn a_lull_is_no_slowness_and_a_drought_is() {
        let mut lull = flow(&[10, 20, 30, 40, 50]);
        lull.run(false, at(50));
        lull.run(true, at(1_000));
        assert_eq!(basis(wait(&lull, true, 1, at(1_000))), Some((4, 40)));
        lull.run(true, at(1_100));
        assert_eq!(basis(wait(&lull, true, 1, at(1_200))), Some((4, 240)), "it runs once");
        assert_eq!(lull.clock(at(1_200)), secs(250));
    }

    #[test]
    fn restored_only_if_it_can_be() {
        let flow = flow(&[10, 20, 20, 30]);
        let takes: Vec<_> = flow.takes().collect();
        let restored = Flow::restored(flow.clock(at(40)), takes.clone(), at(40)).unwrap();
        assert!(!restored.runs() && restored.clock(at(99)) == secs(40) && restored.takes().eq(flow.takes()));
        assert_eq!(Flow::restored(secs(40), takes.clone(), at(29)), None, "a take lies ahead");
        assert_eq!(Flow::restored(secs(29), takes.clone(), at(40)), None, "the clock went back");
        assert_eq!(Flow::restored(secs(41), takes.clone(), at(40)), None, "it ran faster than time");
        assert_eq!(Flow::restored(secs(40), takes.into_iter().rev().collect(), at(40)), None, "out of order");
        assert_eq!(Flow::restored(secs(40), [(at(1), secs(1)); 18].into(), at(40)), None, "too many");
        assert!(Flow::restored(secs(40), [(at(1), secs(1)); 17].into(), at(40)).is_some(), "as many as are kept");
    }

    /// The ends as the documentation writes them.
    #[test]
    fn the_formula() {
        for (position, takes, over) in [(1, 4, 60), (1, 16, 960), (2, 5, 1), (3, 16, 960), (40, 16, 600), (9, 7, 3_599)]
        {
            let (p, n, w) = (f64::from(position), f64::from(takes), over as f64);
            let (middle, spread) = ((4.0 * p - 1.0).sqrt(), (1.5 * (1.0 + p / n)).sqrt());
            let exact = |root: f64| w / (4.0 * n) * root.max(0.0).powi(2);
            let (low, high) = ends(position, takes, secs(over));
            assert!((exact(middle - spread) - low.as_secs_f64()).abs() < 0.002, "{position} {takes} {over}: {low:?}");
            assert!((exact(middle + spread) - high.as_secs_f64()).abs() < 0.002, "{position} {takes} {over}: {high:?}");
        }
    }

    /// The high end is never below the exact one, here 3,867,132.135 ms, although the root is cut off.
    #[test]
    fn the_high_end_is_rounded_up() {
        assert_eq!(ends(2, 4, secs(3_600)).1, Duration::from_millis(3_867_133));
    }

    #[test]
    fn further_back_is_later_and_the_extremes_do_not_overflow() {
        let ends_at = |position| ends(position, 16, secs(960));
        assert!((1..100).all(|place| ends_at(place).1 < ends_at(place + 1).1));
        assert!((1..100).all(|place| ends_at(place).0 <= ends_at(place).1));
        let whole = Timestamp::MAX.saturating_since(Timestamp::MIN);
        let (low, high) = ends(u32::MAX, 4, whole);
        assert!(low <= high);
        assert_eq!(ends(1, 4, Duration::from_micros(1)), (Duration::ZERO, Duration::from_millis(1)));
    }
}
