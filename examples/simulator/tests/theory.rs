//! The simulator against queueing theory: Erlang, Palm and Cobham, within the run's own confidence interval; and a
//! centre with an error of one, which must be found out.
//!
//! `FRONTDESK_SIMULATOR_DAYS=400 cargo test --release -p frontdesk-simulator --test theory -- --nocapture` plays
//! longer.

mod support;

use frontdesk_kit::formulas::{Limited, Unlimited, cobham, erlang_c};
use frontdesk_simulator::figures::interval::{Estimate, Ratio};
use frontdesk_simulator::plan::Plan;
use frontdesk_simulator::run::{Run, Tally};
use support::{plan, played};

/// A mean service is so many seconds long.
const SERVICE_S: f64 = 300.0;
/// In ten thousand intervals all but one the exact value, so that none of some dozens misses it by chance.
const CONFIDENCE: f64 = 0.9999;

/// A system: `lams` arrivals in the time of a mean service, the most urgent first.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    lams: &'static [f64],
    agents: u32,
    slots: u32,
    places: Option<u32>,
    theta: f64,
    strategy: &'static str,
}

const ERLANG_C: Case =
    Case { name: "M/M/3", lams: &[2.0], agents: 3, slots: 1, places: None, theta: 0.0, strategy: "longest_idle" };
const BIG: Case = Case { name: "M/M/25", lams: &[20.0], agents: 25, strategy: "round_robin", ..ERLANG_C };
const CHATS: Case =
    Case { name: "4 x 3 chats", lams: &[9.0], agents: 4, slots: 3, strategy: "least_active", ..ERLANG_C };
const LOSS: Case =
    Case { name: "M/M/10/10", lams: &[9.0], agents: 10, places: Some(0), strategy: "in_order", ..ERLANG_C };
const PLACES: Case = Case { name: "M/M/10/15", lams: &[10.0], agents: 10, places: Some(5), ..ERLANG_C };
const PALM: Case = Case { name: "M/M/10+M", lams: &[12.0], agents: 10, theta: 0.5, ..ERLANG_C };
const CLASSES: Case = Case { name: "priorities", lams: &[4.0, 7.0, 3.0], agents: 18, ..ERLANG_C };

fn days() -> u32 {
    std::env::var("FRONTDESK_SIMULATOR_DAYS").ok().and_then(|days| days.parse().ok()).unwrap_or(30)
}

impl Case {
    fn servers(&self) -> u32 {
        self.agents * self.slots
    }

    /// How the wait is cut in two for the share that waits longer: the time in which waits die out.
    fn cut_s(&self) -> f64 {
        let free = f64::from(self.servers()) - self.lams.iter().sum::<f64>();
        if free > 0.0 { SERVICE_S / free } else { SERVICE_S }
    }

    fn plan(&self) -> Plan {
        let queue = match self.places {
            None => "\"unlimited\"".to_owned(),
            Some(places) => format!("{{ fixed = {places} }}"),
        };
        let patience = match self.theta {
            0.0 => "\"endless\"".to_owned(),
            theta => format!("{{ exponential = {{ mean_s = {} }} }}", SERVICE_S / theta),
        };
        let mut text = format!(
            "days = {}\nwarm_up_days = 1\nservice_level.within_s = {}\n\n\
             [[group]]\nname = \"G\"\npolicy = {{ queue = {queue}, strategy = \"{}\", slow_answer_ms = 60000 }}\n\n\
             [[agent]]\nname = \"A\"\ncount = {}\ncapacity = {}\ngroups = [\"G\"]\n",
            days(),
            self.cut_s(),
            self.strategy,
            self.agents,
            self.slots
        );
        for (class, lam) in self.lams.iter().enumerate() {
            let (priority, rate) = (self.lams.len() - class, lam * 3_600.0 / SERVICE_S);
            text += &format!(
                "\n[[contacts]]\nname = \"class {class}\"\ngroup = \"G\"\npriority = {priority}\nper_hour.daily = {rate}\n\
                 handling = {{ exponential = {{ mean_s = {SERVICE_S} }} }}\npatience = {patience}\n"
            );
        }
        plan(&text)
    }

    /// What theory says, and what of a day's tally is counted out of what. Times are in seconds.
    fn expected(&self) -> Vec<(String, f64, Part)> {
        let (lam, c) = (self.lams.iter().sum::<f64>(), self.servers());
        if self.lams.len() > 1 {
            let class = |(class, wait): (usize, f64)| {
                (format!("mean wait of class {class}"), wait * SERVICE_S, Part::WaitOfClass(class))
            };
            let mut all: Vec<_> = cobham(self.lams, 1.0, c).into_iter().enumerate().map(class).collect();
            all.push(("share that waits".into(), erlang_c(lam, c), Part::Queued));
            return all;
        }
        if self.places.is_none() && self.theta == 0.0 {
            let exact = Unlimited::new(lam, 1.0, c);
            return vec![
                ("share that waits".into(), exact.waits, Part::Queued),
                ("mean wait".into(), exact.mean_wait * SERVICE_S, Part::AnyWait),
                ("answered within".into(), 1.0 - exact.longer_than(self.cut_s() / SERVICE_S), Part::Within),
            ];
        }
        let exact = Limited::new(lam, 1.0, c, self.places.map_or(20 * c, |places| c + places), self.theta);
        let mut all = Vec::new();
        // Where there is no place nobody waits.
        if self.places != Some(0) {
            all.push(("mean wait of the admitted".into(), exact.wait_of_admitted * SERVICE_S, Part::AnyWait));
        }
        if self.places.is_some() {
            all.push(("rejected".into(), exact.blocked, Part::Refused));
        }
        if self.theta > 0.0 {
            all.push(("gave up".into(), exact.gives_up, Part::GaveUp));
            all.push(("mean wait of the answered".into(), exact.wait_of_served * SERVICE_S, Part::Wait));
        }
        all
    }
}

/// What is counted out of what.
#[derive(Clone, Copy)]
enum Part {
    Queued,
    Within,
    Refused,
    GaveUp,
    Wait,
    AnyWait,
    WaitOfClass(usize),
}

fn estimate(run: &Run, part: Part) -> Estimate {
    let of = |tally: &Tally| {
        let (all, refused) = (f64::from(tally.contacts), f64::from(tally.refused));
        match part {
            Part::Queued => (f64::from(tally.queued), all),
            Part::Within => (f64::from(tally.within), all),
            Part::Refused => (refused, all),
            Part::GaveUp => (f64::from(tally.gave_up), all),
            Part::Wait | Part::WaitOfClass(_) => (tally.wait_s, f64::from(tally.answered)),
            Part::AnyWait => (tally.any_wait_s, all - refused),
        }
    };
    let day = |kinds: &Vec<Tally>| match part {
        Part::WaitOfClass(class) => of(&kinds[class]),
        _ => of(&kinds.iter().fold(Tally::default(), |sum, tally| sum.plus(tally))),
    };
    Ratio::new(run.ledger.days.iter().map(day)).estimate(CONFIDENCE)
}

/// How many of the exact values lie outside the interval of what was played.
fn misses(exact: &Case, played_as: &Case) -> usize {
    let run = played(&played_as.plan()).remove(0);
    let contacts: u32 = run.ledger.days.iter().flatten().map(|tally| tally.contacts).sum();
    let missed = exact.expected().into_iter().filter(|(name, value, part)| {
        let found = estimate(&run, *part);
        let half = found.half_width.expect("there are many days");
        println!(
            "{}, {name}: {:.5} ± {half:.5}, and exactly {value:.5} ({contacts} contacts)",
            exact.name, found.value
        );
        assert!(half > 0.0 && half < 0.5 * found.value, "{}: {name} says nothing", exact.name);
        !found.holds(*value)
    });
    missed.count()
}

#[test]
fn waits_are_those_of_erlang() {
    for case in [ERLANG_C, BIG, CHATS] {
        assert_eq!(misses(&case, &case), 0, "{}", case.name);
    }
}

#[test]
fn full_queues_are_those_of_erlang() {
    for case in [LOSS, PLACES] {
        assert_eq!(misses(&case, &case), 0, "{}", case.name);
    }
}

#[test]
fn impatience_is_that_of_palm() {
    assert_eq!(misses(&PALM, &PALM), 0);
}

#[test]
fn priorities_are_those_of_cobham() {
    assert_eq!(misses(&CLASSES, &CLASSES), 0);
}

#[test]
fn an_agent_fewer_is_found_out() {
    for case in [LOSS, PLACES, PALM, CLASSES] {
        let fewer = Case { agents: case.agents - 1, ..case };
        assert!(misses(&case, &fewer) > 0, "{} with an agent fewer looks as if nothing were wrong", case.name);
    }
}

#[test]
fn a_place_fewer_or_no_priority_is_found_out() {
    assert!(misses(&PLACES, &Case { places: Some(4), ..PLACES }) > 0);
    // The same load, the classes the other way round.
    assert!(misses(&CLASSES, &Case { lams: &[3.0, 7.0, 4.0], ..CLASSES }) > 0);
}
