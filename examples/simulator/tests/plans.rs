//! Plans that make no sense are told so, with the place and the reason.

mod support;

use support::{SMALL, plan, try_plan};

/// The error of the small plan with something replaced.
fn error(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from}");
    try_plan(&SMALL.replacen(from, to, 1)).expect_err(to).to_string()
}

/// The error of the small plan with something added.
fn added(text: &str) -> String {
    try_plan(&format!("{SMALL}\n{text}")).expect_err(text).to_string()
}

fn says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{message:?} does not say {part:?}");
    }
}

#[test]
fn the_small_and_the_shipped_plan_make_sense() {
    assert_eq!(plan(SMALL).variants.len(), 1);
    assert_eq!(frontdesk_simulator::plan::Plan::shipped().map(|plan| plan.variants.len()), Ok(4));
}

#[test]
fn unknown_names() {
    says(
        &error("group = \"Support\"", "group = \"Sales\""),
        &["contacts \"Questions\"", "no group \"Sales\"", "\"Support\""],
    );
    says(&error("groups = [\"Support\"]", "groups = [\"Sales\"]"), &["agent \"Ana\"", "no group \"Sales\""]);
    says(
        &error("\"unlimited\" }", "\"unlimited\", when_full = { group = \"Sales\" } }"),
        &["`when_full`", "\"Sales\""],
    );
    says(&error("[\"Support\"]", "[]"), &["agent \"Ana\"", "nobody"]);
    says(&error("queue =", "queu ="), &["group \"Support\"", "unknown field `queu`"]);
    says(&error("capacity = 2", "capacity = 2\ncolour = 3"), &["agent \"Ana\"", "unknown field `colour`"]);
    says(&error("days = 2", "dayz = 2"), &["unknown field `dayz`"]);
}

#[test]
fn hours_that_make_no_sense() {
    says(
        &error("\"09:00\", \"17:00\"", "\"09:00\", \"09:00\""),
        &["agent \"Ana\", `hours`", "starts and ends at 09:00"],
    );
    says(&error("\"17:00\"", "\"25:00\""), &["25:00"]);
    says(&error("\"mon-fri\" = [[", "\"mon-frx\" = [["), &["`mon-frx` names no days"]);
    says(&error("\"mon-fri\" = [[", "\"mon\" = [], \"mon-fri\" = [["), &["mon is said twice"]);
    says(&error("{ zone = \"Europe/Paris\"", "{ zone = \"Europe/Pariss\""), &["Europe/Pariss"]);
    says(&error("zone = \"Europe/Paris\"\ndays", "zone = \"Mars\"\ndays"), &["\"Mars\" is no known time zone"]);
    says(
        &error("capacity = 2\nhours", "capacity = 2\nbreaks = { mon = [[\"12:00\", \"12:61\"]] }\nhours"),
        &["`breaks`", "12:61"],
    );
}

#[test]
fn numbers_that_make_no_sense() {
    says(
        &error("[0, 0, 0, 0, 0, 0, 0, 0, 0, 30", "[0, 0, 0, 0, 0, 0, 0, 0, 0, -30"),
        &["`per_hour`", "mon at 9:00", "-30"],
    );
    says(&error(", 0, 0, 0, 0]", "]"), &["mon has 20 numbers", "24 hours"]);
    says(&error("mean_s = 120", "mean_s = -1"), &["`handling`", "`mean_s` is -1"]);
    says(&error("mean_s = 60", "mean_s = nan"), &["`patience`"]);
    says(&error("{ exponential = { mean_s = 120 } }", "\"endless\""), &["`handling` must end"]);
    says(
        &error("{ exponential = { mean_s = 120 } }", "{ uniform = { from_s = 9, to_s = 3 } }"),
        &["`from_s` 9 lies after `to_s` 3"],
    );
    says(&error("handling", "answers"), &["`handling` is missing"]);
    let many = SMALL
        .replace("days = 2", "days = 3000")
        .replace("30, 30, 30, 30, 30, 30, 30, 30", "99999, 99999, 99999, 99999, 0, 0, 0, 0");
    says(&try_plan(&many).expect_err("too many").to_string(), &["3000 days", "contacts"]);
    says(&error("[0, 0, 0, 0, 0, 0, 0, 0, 0, 30", "[0, 0, 0, 0, 0, 0, 0, 0, 0, 2e5"), &["more than 100,000"]);
    says(&error("days = 2", "days = 0"), &["there must be a day"]);
    says(&error("days = 2", "days = 99999"), &["at most 3652"]);
    says(&error("days = 2", "first_day = \"2026-02-30\""), &["2026-02-30", "must be a date"]);
    says(&error("days = 2", "service_level.goal = 80"), &["`goal` is 80", "from 0 to 1"]);
    says(&error("queue = \"unlimited\"", "queue = { fixed = -1 }"), &["group \"Support\""]);
    says(&error("queue = \"unlimited\"", "accept_within_ms = 0"), &["`accept_within_ms`"]);
    says(&error("capacity = 2", "capacity = 2\ncount = 0"), &["`count` is 0"]);
    says(
        &error("patience =", "after_work = { fixed = 30 }\npatience ="),
        &["`after_work` needs `wrap_up_ms`", "\"Support\""],
    );
}

#[test]
fn names_that_come_twice_or_not_at_all() {
    says(&added("[[group]]\nname = \"Support\""), &["group \"Support\"", "twice"]);
    says(&added("[[group]]\npolicy = {}"), &["group 2", "`name` is missing"]);
    says(&added("[[group]]\nname = \"default\""), &["Default group"]);
    let circle = "[[group]]\nname = \"A\"\npolicy.when_full = { group = \"B\" }\n[[group]]\nname = \"B\"\npolicy.when_full = { group = \"A\" }";
    says(&added(circle), &["group \"B\"", "policy"]);
}

#[test]
fn variants_that_name_nobody_or_change_nothing() {
    let variant = |rest: &str| added(&format!("[[variant]]\nname = \"V\"\n{rest}"));
    says(&variant(""), &["variant \"V\"", "changes nothing"]);
    says(&variant("[variant.group.Support.policy]\nqueue = \"unlimited\""), &["changes nothing"]);
    says(&variant("[variant.group.Sales.policy]\nqueue = \"off\""), &["group \"Sales\"", "none of that name"]);
    says(&variant("remove_agent = [\"Zoe\"]"), &["agent \"Zoe\""]);
    says(&variant("[variant.agent.Zoe]\ncapacity = 3"), &["agent \"Zoe\""]);
    says(&variant("[variant.contacts.Orders]\nscale = 2"), &["\"Orders\""]);
    says(
        &variant("[[variant.add_agent]]\nname = \"Ana\"\ncapacity = 1\ngroups = [\"Support\"]"),
        &["variant \"V\"", "twice"],
    );
    says(
        &variant("[[variant.add_agent]]\nname = \"Ben\"\ncapacity = 1\ngroups = [\"Sales\"]"),
        &["variant \"V\"", "no group \"Sales\""],
    );
    says(&variant("colour = 1"), &["unknown field `colour`"]);
    says(
        &variant("[variant.group.Support.policy]\nstrategy = \"best\""),
        &["variant \"V\"", "group \"Support\"", "`best`"],
    );
    says(&added("[[variant]]\nremove_agent = []"), &["variant 1", "`name` is missing"]);
    let twice = "[[variant]]\nname = \"V\"\n[variant.agent.Ana]\ncapacity = 3\n";
    says(&added(&format!("{twice}{twice}")), &["variant \"V\"", "twice"]);
}

#[test]
fn a_variant_changes_what_it_says_and_nothing_else() {
    let plan = plan(&format!(
        "{}\n[[variant]]\nname = \"V\"\n[variant.group.Support.policy]\nstrategy = \"least_active\"\nunset = [\"queue\"]\n\
         [variant.agent.Ana]\ncapacity = 5\n[variant.contacts.Questions]\nscale = 0.5\n",
        SMALL.replace("capacity = 2", "capacity = 2\ncount = 2")
    ));
    let (base, variant) = (&plan.variants[0].centre, &plan.variants[1].centre);
    assert_eq!(variant.groups[0].policy.strategy, frontdesk::Strategy::LeastActive);
    assert_eq!(variant.groups[0].policy.queue, frontdesk::Queue::Off);
    assert_eq!(base.groups[0].policy.queue, frontdesk::Queue::Unlimited);
    // Both who come from the entry with a count.
    assert_eq!(variant.agents.iter().map(|agent| agent.settings.capacity).collect::<Vec<_>>(), [5, 5]);
    let rate =
        |kind: &frontdesk_simulator::plan::centre::Kind| kind.profile.as_ref().map(|profile| profile.per_hour[0][9]);
    assert_eq!((rate(&base.kinds[0]), rate(&variant.kinds[0])), (Some(30.0), Some(15.0)));
    assert_eq!(variant.agents[0].settings.hours, base.agents[0].settings.hours);
}

#[test]
fn what_is_no_toml_is_told_with_its_line() {
    says(&try_plan("days = \n").expect_err("no TOML").to_string(), &["line 1"]);
}
