//! What varies over the day, as means over the days on which anybody found somebody there.

use crate::run::{GroupSeries, Run};
use crate::world::clock::BINS;

/// The curves of a day, a value for each bin of five minutes, and the shares for each hour.
#[derive(Clone, Debug)]
pub struct DayCurves {
    /// Chats in the queue.
    pub queue: Vec<f64>,
    /// Agents there.
    pub there: Vec<f64>,
    /// Of these, online: not away, and free for new chats.
    pub online: Vec<f64>,
    /// Tickets open.
    pub tickets: Vec<f64>,
    /// Contacts in an hour.
    pub contacts: [f64; 24],
    /// The service level of the hour's contacts; `None` if nobody found anybody there.
    pub service: [Option<f64>; 24],
    /// Those who left before an answer, in an hour.
    pub gave_up: [f64; 24],
    /// The longest the queue ever was.
    pub longest_queue: u32,
    /// On which days of the week anybody found somebody there.
    pub weekdays: [bool; 7],
}

impl DayCurves {
    /// Of all groups, or of one.
    #[must_use]
    pub fn new(run: &Run, group: Option<usize>) -> Self {
        let series = &run.ledger.series;
        let asked = |day: usize| series.groups.iter().any(|group| group.hours[day].iter().any(|hour| hour.live > 0));
        let weekdays: [bool; 7] = std::array::from_fn(asked);
        let days: Vec<usize> = (0..7).filter(|day| weekdays[*day]).collect();
        let mine: Vec<&GroupSeries> = series
            .groups
            .iter()
            .enumerate()
            .filter(|(place, _)| group.is_none_or(|it| it == *place))
            .map(|it| it.1)
            .collect();
        let mean = |of: &dyn Fn(usize, usize) -> f64| -> Vec<f64> {
            let sum =
                |bin: usize, value: &dyn Fn(usize, usize) -> f64| days.iter().map(|day| value(*day, bin)).sum::<f64>();
            (0..BINS).map(|bin| sum(bin, of) / sum(bin, &|day, bin| series.seconds[day][bin]).max(1e-9)).collect()
        };
        let of_groups = |of: fn(&GroupSeries) -> &Vec<[f64; BINS]>| {
            mean(&|day, bin| mine.iter().map(|group| of(group)[day][bin]).sum())
        };
        let hour = |hour: usize, of: fn(&crate::run::Hour) -> u32| -> f64 {
            let all = days.iter().flat_map(|day| mine.iter().map(move |group| of(&group.hours[*day][hour])));
            all.map(f64::from).sum()
        };
        let count = days.iter().map(|day| f64::from(run.ledger.weekdays[*day])).sum::<f64>().max(1.0);
        Self {
            queue: of_groups(|group| &group.queue),
            there: match group {
                Some(_) => of_groups(|group| &group.there),
                // An agent of two groups is one agent.
                None => mean(&|day, bin| series.agents[day][bin]),
            },
            online: match group {
                Some(_) => of_groups(|group| &group.online),
                None => mean(&|day, bin| series.agents_online[day][bin]),
            },
            tickets: of_groups(|group| &group.tickets),
            contacts: std::array::from_fn(|it| hour(it, |hour| hour.contacts) / count),
            service: std::array::from_fn(|it| {
                let live = hour(it, |hour| hour.live);
                (live > 0.0).then(|| hour(it, |hour| hour.within) / live)
            }),
            gave_up: std::array::from_fn(|it| hour(it, |hour| hour.gave_up) / count),
            longest_queue: mine.iter().map(|group| group.longest_queue).max().unwrap_or(0),
            weekdays,
        }
    }
}
