//! The formulas themselves: against numbers that can be worked out by hand, and against a table of values computed
//! elsewhere, where one is at hand.

use frontdesk_kit::formulas::{Limited, Unlimited, cobham, erlang_b, erlang_c};
use serde_json::Value;

fn close(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-3), "{what}: {found}, and not {expected}");
}

#[test]
fn numbers_worked_out_by_hand() {
    close("two servers, three erlangs, nobody waits", erlang_b(3.0, 2), 9.0 / 17.0);
    close("one server", erlang_b(5.0, 1), 5.0 / 6.0);
    close("one server is busy as often as it has work", erlang_c(0.7, 1), 0.7);
    close("three servers, two erlangs", erlang_c(2.0, 3), 4.0 / 9.0);
    let queue = Unlimited::new(2.0, 1.0, 3);
    close("their mean wait", queue.mean_wait, 4.0 / 9.0);
    close("and its tail", queue.longer_than(1.0), 4.0 / 9.0 / std::f64::consts::E);
    // One server, twice the load, two places: shares 1, 2, 4 and 8 of 15.
    let places = Limited::new(2.0, 1.0, 1, 3, 0.0);
    close("turned away", places.blocked, 8.0 / 15.0);
    close("waiting", places.queue, 4.0 / 3.0);
    close("made to wait", places.waits, 6.0 / 15.0);
    close("the wait of those let in", places.wait_of_admitted, 10.0 / 7.0);
    close("all of them are served", places.wait_of_served, places.wait_of_admitted);
    // Patience as long as a service: as if there were a server for everybody, so that the shares are Poisson's.
    let poisson = Limited::new(4.0, 1.0, 3, 60, 1.0);
    close("made to wait", poisson.waits, 1.0 - 13.0 * (-4.0f64).exp());
    close("turned away", poisson.blocked, 0.0);
    // One server, one place, all rates 1: shares 2, 2 and 1 of 5; the one who waits is served every other time.
    let one_place = Limited::new(1.0, 1.0, 1, 2, 1.0);
    close("gives up", one_place.gives_up, 1.0 / 5.0);
    close("served after a wait of 1/2, two times in three at once", one_place.wait_of_served, 1.0 / 6.0);
    let classes = cobham(&[0.4, 0.4], 1.0, 1);
    close("the urgent", classes[0], 4.0 / 3.0);
    close("the patient", classes[1], 20.0 / 3.0);
}

/// The table is not part of this project: `FRONTDESK_THEORY` names it where somebody has it.
#[test]
fn a_table_of_values() {
    let Ok(path) = std::env::var("FRONTDESK_THEORY") else { return };
    let text = std::fs::read_to_string(path).expect("FRONTDESK_THEORY names a file");
    let table: Value = serde_json::from_str(&text).expect("which is JSON");
    let sets = table["sets"].as_array().expect("with sets");
    let compared: usize = sets.iter().map(compare).sum();
    println!("{} sets, {compared} values", sets.len());
    assert!(compared > 5 * sets.len() / 2, "only {compared} values of {} sets were understood", sets.len());
}

/// How many values of the set were compared.
fn compare(set: &Value) -> usize {
    let (model, params, id) = (set["model"].as_str().expect("a model"), &set["params"], &set["id"]);
    let number = |name: &str| params[name].as_f64();
    let (mu, c) = (number("mu").expect("a rate"), params["c"].as_u64().expect("servers") as u32);
    let mut values: Vec<(String, f64)> = Vec::new();
    let mut value = |name: &str, found: f64| values.push((name.to_owned(), found));
    match model {
        "M/M/c" => {
            let exact = Unlimited::new(number("lam").expect("a rate"), mu, c);
            value("/p_wait", exact.waits);
            value("/mean_wait", exact.mean_wait);
            value("/mean_wait_given_wait", exact.mean_wait / exact.waits);
            for t in set["expected"]["p_wait_gt"].as_object().expect("a tail").keys() {
                value(&format!("/p_wait_gt/{t}"), exact.longer_than(t.parse().expect("a time")));
            }
        }
        "M/M/c non-preemptive priority (Cobham)" => {
            let lams = params["lam_high_to_low"].as_array().expect("classes").iter();
            let lams: Vec<_> = lams.map(|lam| lam.as_f64().expect("a rate")).collect();
            value("/p_wait", erlang_c(lams.iter().sum::<f64>() / mu, c));
            for (class, wait) in cobham(&lams, mu, c).into_iter().enumerate() {
                value(&format!("/mean_wait_by_class_high_to_low/{class}"), wait);
            }
        }
        _ => {
            let lam = number("lam").expect("a rate");
            let limit = params["K"].as_u64().map_or(20 * c, |limit| limit as u32);
            let exact = Limited::new(lam, mu, c, limit, number("theta").unwrap_or(0.0));
            if limit == c {
                value("/p_block", erlang_b(lam / mu, c));
            }
            value("/p_block", exact.blocked);
            value("/p_wait_of_all_arrivals", exact.waits);
            value("/p_abandon_of_all_arrivals", exact.gives_up);
            value("/mean_queue_len", exact.queue);
            value("/mean_wait_of_accepted", exact.wait_of_admitted);
            value("/mean_wait_all_accepted", exact.wait_of_admitted);
            value("/mean_wait_served", exact.wait_of_served);
        }
    }
    // A set speaks of some of them.
    let known = values.iter().filter_map(|(name, found)| Some((name, found, set["expected"].pointer(name)?.as_f64()?)));
    known.map(|(name, &found, expected)| close(&format!("{id}{name}"), found, expected)).count()
}
