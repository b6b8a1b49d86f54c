//! Figures of a trial.

use super::load::Arrival;
use std::fmt;
use std::time::Duration;
use tokio::time::Instant;

/// Least, median and most of some durations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// How many there are.
    pub count: usize,
    /// The least.
    pub least: Duration,
    /// The one in the middle.
    pub median: Duration,
    /// 99 of 100 are no longer.
    pub p99: Duration,
    /// The most.
    pub most: Duration,
}

impl Spread {
    /// Of these.
    pub fn of(durations: impl IntoIterator<Item = Duration>) -> Self {
        let mut sorted: Vec<_> = durations.into_iter().collect();
        sorted.sort_unstable();
        let at = |share: usize| sorted.get((sorted.len() * share / 100).min(sorted.len().saturating_sub(1)));
        let at = |share| at(share).copied().unwrap_or_default();
        Self { count: sorted.len(), least: at(0), median: at(50), p99: at(99), most: at(100) }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, least, median, p99, most } = self;
        write!(f, "{count} times: least {least:.1?}, median {median:.1?}, 99 % {p99:.1?}, most {most:.1?}")
    }
}

/// What clients saw in a stretch of time.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Events acknowledged a second.
    pub events_per_second: f64,
    /// Answers a second.
    pub answers_per_second: f64,
    /// How long an answer took.
    pub latency: Spread,
}

impl Figures {
    /// Of the answers that came between two instants.
    pub fn of(arrivals: &[Arrival], from: Instant, to: Instant) -> Self {
        let within: Vec<_> = arrivals.iter().filter(|arrival| (from..to).contains(&arrival.at)).collect();
        let seconds = (to - from).as_secs_f64();
        let events: u64 = within.iter().map(|arrival| arrival.events).sum();
        Self {
            events_per_second: events as f64 / seconds,
            answers_per_second: within.len() as f64 / seconds,
            latency: Spread::of(within.iter().map(|arrival| arrival.took)),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { events_per_second, answers_per_second, latency } = self;
        write!(f, "{events_per_second:.0} events/s in {answers_per_second:.0} answers/s; an answer {latency}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_counted_out() {
        let spread = Spread::of((1..=5).rev().map(Duration::from_secs));
        assert_eq!((spread.least.as_secs(), spread.median.as_secs(), spread.most.as_secs()), (1, 3, 5));
        assert_eq!(Spread::of([]), Spread::default());
    }
}
