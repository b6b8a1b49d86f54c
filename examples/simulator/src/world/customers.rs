//! The customers of a day: all that is theirs is drawn before they meet anybody.

use super::clock::{self, Day};
use super::random::{Key, Purpose, number_of, stream};
use crate::plan::centre::{Centre, Kind, Profile};
use chrono::{Datelike, NaiveDate};
use rand_distr::{Distribution, Exp1};

/// Somebody who asks for a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Of which kind, by place.
    pub kind: usize,
    /// What they ask for, by its place in the log; else what their kind does.
    pub request: Option<usize>,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// How long it takes to help them, in microseconds.
    pub handling: i64,
    /// How long they wait for an answer; `None` is as long as it takes.
    pub patience: Option<i64>,
    /// How long the agent is busy afterwards; `None` is as long as the group allows.
    pub after_work: Option<i64>,
    /// Where their further numbers are.
    pub key: Key,
}

/// Everybody who asks on this day, in the order in which they do.
#[must_use]
pub fn of_day(centre: &Centre, seed: u64, day: &Day) -> Vec<Customer> {
    let mut all = Vec::new();
    for (place, kind) in centre.kinds.iter().enumerate() {
        let Some(profile) = &kind.profile else { continue };
        let (first, last) = (clock::date(profile.zone, day.start()), clock::date(profile.zone, day.end() - 1));
        // A day of the plan may lie across two of the customers'.
        for date in first.iter_days().take_while(|date| *date <= last) {
            arrivals(kind, profile, seed, date, &mut |key, at| {
                if (day.start()..day.end()).contains(&at) {
                    all.push(customer(place, kind, seed, key, at));
                }
            });
        }
    }
    if let Some(recorded) = &centre.recorded {
        let customers = &recorded.customers;
        let from = customers.partition_point(|customer| customer.at < day.start());
        let to = customers.partition_point(|customer| customer.at < day.end());
        all.extend_from_slice(&customers[from..to]);
    }
    all.sort_by_key(|customer| (customer.at, customer.key));
    all
}

/// When those of one kind come on a date of their own zone: a Poisson process whose rate is that of the hour.
fn arrivals(kind: &Kind, profile: &Profile, seed: u64, date: NaiveDate, found: &mut impl FnMut(Key, i64)) {
    let rates = &profile.per_hour[date.weekday().num_days_from_monday() as usize];
    if rates.iter().all(|rate| *rate == 0.0) {
        return;
    }
    let mut key = Key { kind: number_of(&kind.name), day: date.num_days_from_ce() as u64, number: 0 };
    let mut rng = stream(seed, key, Purpose::Arrival);
    let mut next: f64 = Exp1.sample(&mut rng);
    let mut from = clock::at_minute(profile.zone, date, 0);
    for (hour, rate) in rates.iter().enumerate() {
        let to = clock::at_minute(profile.zone, date, 60 * (hour + 1)).max(from);
        let per_micro = rate / 3.6e9;
        let mut at = from as f64;
        // `next` is how much rate times time is left until somebody comes.
        while per_micro > 0.0 && at + next / per_micro < to as f64 {
            at += next / per_micro;
            found(key, at as i64);
            key.number += 1;
            next = Exp1.sample(&mut rng);
        }
        next -= (to as f64 - at) * per_micro;
        from = to;
    }
}

fn customer(place: usize, kind: &Kind, seed: u64, key: Key, at: i64) -> Customer {
    let draw = |length: &crate::plan::Length, purpose| length.draw(&mut stream(seed, key, purpose));
    Customer {
        kind: place,
        request: None,
        at,
        handling: draw(&kind.handling, Purpose::Handling).unwrap_or(0),
        patience: draw(&kind.patience, Purpose::Patience),
        after_work: kind.after_work.as_ref().and_then(|length| draw(length, Purpose::AfterWork)),
        key,
    }
}
