//! The same customers under every variant, and the same bytes from the same seed.

mod support;

use frontdesk_simulator::figures::Comparison;
use frontdesk_simulator::plan::Plan;
use frontdesk_simulator::report::{html, text};
use frontdesk_simulator::run::{self, Options};
use frontdesk_simulator::world::clock::Day;
use frontdesk_simulator::world::customers::{Customer, of_day};
use support::{SMALL, lunch, plan, played};

fn customers(plan: &Plan, variant: usize, day: u64) -> Vec<Customer> {
    let date = plan.first_day + chrono::Days::new(day);
    of_day(&plan.variants[variant].centre, plan.seed, &Day::new(plan.zone, date))
}

#[test]
fn every_variant_has_the_same_customers() {
    let plan = lunch(3);
    for day in 0..3 {
        let first = customers(&plan, 0, day);
        assert!(first.len() > 500, "{} customers make no day", first.len());
        for variant in 1..plan.variants.len() {
            assert_eq!(customers(&plan, variant, day), first, "{}", plan.variants[variant].name);
        }
    }
    let runs = played(&plan);
    assert!(runs.iter().all(|run| run.customers == runs[0].customers));
    let contacts = |run: usize| runs[run].ledger.days.iter().flatten().map(|tally| tally.contacts).sum::<u32>();
    assert_eq!(contacts(0), contacts(1));
}

#[test]
fn another_mean_stretches_and_another_kind_moves_nobody() {
    let base = plan(SMALL);
    let slower = plan(&SMALL.replace("mean_s = 120", "mean_s = 240"));
    let busier =
        plan(&format!("{SMALL}\n{}", SMALL[SMALL.find("[[contacts]]").unwrap()..].replace("Questions", "Orders")));
    let (ours, stretched) = (customers(&base, 0, 0), customers(&slower, 0, 0));
    for (one, other) in ours.iter().zip(&stretched) {
        assert_eq!((one.at, one.patience), (other.at, other.patience));
        assert!((other.handling - 2 * one.handling).abs() <= 1, "{} {}", one.handling, other.handling);
    }
    let mut among: Vec<Customer> = customers(&busier, 0, 0);
    assert!(among.len() > ours.len());
    among.retain(|customer| customer.kind == 0);
    assert_eq!(among, ours);
}

/// Patience says nothing of the work there is to do, nor one customer of the next, nor one kind or day of another.
#[test]
fn every_purpose_customer_day_and_kind_has_numbers_of_its_own() {
    let text = SMALL.replace("mean_s = 60", "mean_s = 120");
    let plan = plan(&format!("{text}\n{}", text[text.find("[[contacts]]").unwrap()..].replace("Questions", "Orders")));
    let mut seen = std::collections::HashSet::new();
    let mut all = 0;
    for customer in (0..4).flat_map(|day| customers(&plan, 0, day)) {
        all += 2;
        seen.insert(customer.handling);
        seen.insert(customer.patience.expect("it ends"));
    }
    // Of two thousand numbers in some hundred million few may be the same by chance.
    assert!(all > 3_000 && seen.len() + 10 > all, "{} of {all}", seen.len());
}

#[test]
fn customers_come_at_their_rate_and_hour() {
    let plan = plan(&SMALL.replace("days = 2", "days = 60"));
    let mut hours = [0_u32; 24];
    let mut handling = Vec::new();
    for day in 0..60 {
        for customer in customers(&plan, 0, day) {
            let local = chrono::DateTime::from_timestamp_micros(customer.at).unwrap().with_timezone(&plan.zone);
            hours[chrono::Timelike::hour(&local) as usize] += 1;
            handling.push(customer.handling as f64 / 1e6);
        }
    }
    assert_eq!(hours[..9].iter().chain(&hours[17..]).sum::<u32>(), 0);
    // 60 days from a Monday have 44 working days.
    for (hour, found) in (9..17).zip(&hours[9..17]) {
        let expected = 44.0 * 30.0_f64;
        assert!((f64::from(*found) - expected).abs() < 4.5 * expected.sqrt(), "{hour}: {found}");
    }
    let mean = handling.iter().sum::<f64>() / handling.len() as f64;
    assert!((mean - 120.0).abs() < 4.5 * 120.0 / (handling.len() as f64).sqrt(), "{mean}");
}

#[test]
fn the_day_the_clocks_change_is_an_hour_shorter() {
    let rates = SMALL.replace(
        "per_hour.\"mon-fri\" = [0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 30, 30, 30, 30, 30, 30, 30, 0, 0, 0, 0, 0, 0, 0]",
        "per_hour.daily = 600",
    );
    let plan = plan(&rates);
    let on = |date: &str| of_day(&plan.variants[0].centre, 7, &Day::new(plan.zone, date.parse().unwrap())).len() as f64;
    for (date, hours) in [("2026-03-28", 24.0), ("2026-03-29", 23.0), ("2026-10-25", 25.0)] {
        let (found, expected) = (on(date), hours * 600.0_f64);
        assert!((found - expected).abs() < 4.5 * expected.sqrt(), "{date}: {found} for {expected}");
        assert!(hours == 24.0 || (found - 24.0 * 600.0).abs() > 2.0 * expected.sqrt(), "{date}: {found} shows nothing");
    }
}

#[test]
fn the_same_seed_gives_the_same_report_and_another_does_not() {
    let page = |plan: &Plan| {
        let runs = played(plan);
        let comparison = Comparison::new(plan, &runs);
        (html::page(plan, &runs, &comparison), text::text(plan, &comparison))
    };
    let plan = lunch(4);
    assert_eq!(page(&plan), page(&plan));
    // However many variants are played at once.
    let with = |threads| {
        let options = Options { threads, ..Options::default() };
        let runs = run::all(&plan, options, &mut |_| {}).expect("a sound engine");
        text::text(&plan, &Comparison::new(&plan, &runs))
    };
    assert_eq!(with(1), with(3));
    assert_ne!(page(&plan).1, page(&Plan { seed: 8, ..plan.clone() }).1);
}
