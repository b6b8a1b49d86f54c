//! The statistics by themselves: intervals hold what they promise, and a paired difference is sharper than two
//! intervals.

use frontdesk_simulator::figures::distribution::Waits;
use frontdesk_simulator::figures::interval::Ratio;
use frontdesk_simulator::world::random::{Key, Purpose, stream};
use rand_distr::{Distribution, Normal, Poisson};

/// Twenty days: how many came, and how many of them were answered in time, at this true share; a busy day is worse.
fn days(number: u64, share: f64) -> Vec<(f64, f64)> {
    let day = |day: u64| {
        let mut rng = stream(3, Key { kind: 0, day, number }, Purpose::Arrival);
        let came: f64 = Poisson::new(200.0).expect("a rate").sample(&mut rng);
        let noise: f64 = Normal::new(0.0, 8.0).expect("a spread").sample(&mut rng);
        (share * 200.0 + 0.5 * (came - 200.0) + noise, came)
    };
    (0..20).map(day).collect()
}

#[test]
fn an_interval_of_95_holds_the_truth_95_times_in_100() {
    let runs = 2_000;
    let held = (0..runs).filter(|number| Ratio::new(days(*number, 0.8).into_iter()).estimate(0.95).holds(0.8)).count();
    let share = held as f64 / runs as f64;
    assert!((0.93..0.97).contains(&share), "{share}");
}

#[test]
fn a_difference_on_the_same_days_is_sharper() {
    let base = Ratio::new(days(1, 0.8).into_iter());
    let better = Ratio::new(days(1, 0.85).into_iter());
    let difference = better.minus(&base, 0.95);
    assert!((difference.value - 0.05).abs() < 0.005, "{difference:?}");
    assert!(difference.half_width < base.estimate(0.95).half_width.map(|half| half / 5.0), "{difference:?}");
    assert!(difference.is_clear() && !base.minus(&base, 0.95).is_clear());
}

#[test]
fn a_hand_worked_interval() {
    // The mean of 1, 2, 3 with a spread of 1: Student's t of two degrees of freedom at 97.5 % is 4.3027.
    let estimate = Ratio::new([(1.0, 1.0), (2.0, 1.0), (3.0, 1.0), (0.0, 0.0)].into_iter()).estimate(0.95);
    assert_eq!(estimate.value, 2.0);
    assert!((estimate.half_width.unwrap() - 4.302_652_73 / 3.0_f64.sqrt()).abs() < 1e-6, "{estimate:?}");
    assert_eq!(Ratio::new([(1.0, 2.0)].into_iter()).estimate(0.95).half_width, None);
}

#[test]
fn quantiles_are_waits_that_came_to_pass() {
    let waits = Waits::new([4_000, 1_000, 3_000, 2_000].into_iter());
    assert_eq!([0.0, 0.25, 0.26, 0.5, 1.0].map(|share| waits.quantile_s(share)), [1.0, 1.0, 2.0, 2.0, 4.0].map(Some));
    assert_eq!([0.5, 1.0, 2.5, 9.0].map(|seconds| waits.within(seconds)), [0, 1, 2, 4]);
    assert_eq!(Waits::default().quantile_s(0.9), None);
}
