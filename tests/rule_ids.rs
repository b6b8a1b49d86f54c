//! Every rule is shown: each id of `rule_ids.txt` is named by a scenario or a test, or stands in [`OUT_OF_SCOPE`] with
//! a reason.
//!
//! The list holds the ids of the contract's `rules.md`, in its order, and F1 to F9, the sections of its part two. A
//! scenario names its rules in the first line's `"rules"`; a test names one in brackets, as in `[R37]`, in its comments
//! or its body, or begins its name with one (`r37_…`, `f2_…`, `iad_x1_…`). Code that is no test, such as the reference
//! model, names rules without showing them and does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use frontdesk_kit::scenarios::{self, Scenario};
use serde_json::Value;

const LIST: &str = include_str!("rule_ids.txt");

/// Rules that the contract does not take over, each with the reason.
const OUT_OF_SCOPE: &[(&str, &str)] = &[
    (
        "IAD-X3",
        "a request names one group; choosing among several, or none with a cascade, is the host's step before it",
    ),
    ("BRV-X4", "the contact form is the host's page: it sends the request once the form is filled"),
    (
        "YEL-X13",
        "the waiting message and the manual follow-up of missed chats are the host's; ticket or reject tells it which",
    ),
];

#[test]
fn the_list_is_whole() {
    let mut families = BTreeMap::<&str, usize>::new();
    for id in list() {
        let family = id.trim_end_matches(|letter: char| letter.is_ascii_digit());
        *families.entry(family).or_default() += 1;
    }
    let counted: Vec<_> = families.into_iter().collect();
    let wanted = [
        ("BIT-", 18),
        ("BIT-X", 7),
        ("BRV-", 30),
        ("BRV-X", 4),
        ("F", 9),
        ("IAD-", 17),
        ("IAD-X", 9),
        ("R", 41),
        ("YEL-", 21),
        ("YEL-X", 13),
    ];
    assert_eq!(counted, wanted, "rule_ids.txt and the contract differ in number");
    assert_eq!(list().len(), LIST.lines().count(), "an id stands twice in rule_ids.txt");
    assert!(list().iter().all(|id| is_id(id)), "a line of rule_ids.txt is no id");
}

#[test]
fn every_rule_is_shown() {
    let shown: BTreeSet<String> = named_by_scenarios().into_keys().chain(named_by_tests().into_keys()).collect();
    let excused = |id: &str| OUT_OF_SCOPE.iter().any(|(out, _)| *out == id);
    let missing: Vec<&str> = LIST.lines().filter(|id| !shown.contains(*id) && !excused(id)).collect();
    assert!(missing.is_empty(), "no scenario and no test names {}: {}", missing.len(), missing.join(" "));
}

#[test]
fn scenarios_name_known_rules() {
    report_unknown(named_by_scenarios());
}

#[test]
fn tests_name_known_rules() {
    report_unknown(named_by_tests());
}

#[test]
fn out_of_scope_is_out_of_scope() {
    let (scenarios, tests) = (named_by_scenarios(), named_by_tests());
    for (id, reason) in OUT_OF_SCOPE {
        assert!(list().contains(id), "{id} is out of scope and not in the list");
        assert!(reason.len() > 20, "{id} is out of scope without a reason");
        let shown = scenarios.get(*id).or_else(|| tests.get(*id));
        assert!(shown.is_none(), "{id} is out of scope and yet shown by {}", shown.map_or("", |by| by.as_str()));
    }
}

/// The guide sends its readers to scenarios; those must be there.
#[test]
fn the_guide_names_scenarios_that_exist() {
    let (scenarios, mut named) = (scenarios::all(), 0);
    for path in files(&manifest("src/guide"), "md") {
        let text = fs::read_to_string(&path).expect("a page is text");
        for name in text.split('`').skip(1).step_by(2).filter(|name| is_scenario_name(name)) {
            let exists = scenarios.iter().any(|scenario| scenario.name == name);
            assert!(exists, "{} names {name}, which is no scenario", path.display());
            named += 1;
        }
    }
    assert!(named > 10, "the guide shows its claims by scenarios");
}

/// Whether the text looks like the name of a scenario: a letter and a number, or one of our families, then words.
fn is_scenario_name(text: &str) -> bool {
    let Some((family, words)) = text.split_once('-') else { return false };
    let numbered = family.strip_prefix(['S', 'F']).is_some_and(|number| number.parse::<u32>().is_ok());
    let ours = ["bitrix24", "brevo", "field", "iadvize", "rulings", "yellow"].contains(&family);
    (numbered || ours) && words.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit())
}

fn report_unknown(named: BTreeMap<String, String>) {
    let list = list();
    let unknown: Vec<String> = named
        .into_iter()
        .filter(|(id, _)| !list.contains(id.as_str()))
        .map(|(id, by)| format!("  {by} names {id}"))
        .collect();
    assert!(unknown.is_empty(), "these rules do not exist:\n{}", unknown.join("\n"));
}

fn list() -> BTreeSet<&'static str> {
    LIST.lines().collect()
}

/// Ids named by the first lines of the scenarios, each with one scenario that names it.
fn named_by_scenarios() -> BTreeMap<String, String> {
    let mut named = BTreeMap::new();
    for Scenario { name, log, .. } in scenarios::all() {
        let text = fs::read_to_string(log).expect("a scenario is text");
        let first: Value = serde_json::from_str(text.lines().next().unwrap_or_default())
            .unwrap_or_else(|error| panic!("{name}:1: {error}"));
        assert!(first["about"].as_str().is_some_and(|about| !about.is_empty()), "{name}:1: no \"about\"");
        let rules = first["rules"].as_array().unwrap_or_else(|| panic!("{name}:1: no \"rules\""));
        assert!(!rules.is_empty(), "{name}:1: it names no rule");
        for rule in rules {
            let id = rule.as_str().unwrap_or_else(|| panic!("{name}:1: a rule is no text: {rule}"));
            named.insert(id.to_owned(), name.clone());
        }
    }
    named
}

/// Ids named by tests, in `tests`, in `src` and in the crates beside, each with one place.
fn named_by_tests() -> BTreeMap<String, String> {
    let mut named = BTreeMap::new();
    for folder in ["tests", "src", "crates"] {
        for path in files(&manifest(folder), "rs") {
            if path == manifest("tests/rule_ids.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file is text");
            let shown = path.strip_prefix(manifest("")).expect("it lies in the crate").display().to_string();
            for (line, id) in mentions(&text) {
                named.insert(id, format!("{shown}:{line}"));
            }
        }
    }
    named
}

/// Ids named in the tests of one file, with their lines.
fn mentions(text: &str) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (mark, line) in lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("#[test]")) {
        let indent = line.len() - line.trim_start().len();
        let above = lines[..mark].iter().rev().take_while(|line| is_preamble(line)).count();
        let end = format!("{}}}", " ".repeat(indent));
        let below = lines[mark..].iter().take_while(|line| **line != end).count();
        for (number, line) in lines.iter().enumerate().take(mark + below).skip(mark - above) {
            let name = line.trim_start().strip_prefix("fn ").and_then(id_of_name);
            found.extend(name.into_iter().chain(in_brackets(line)).map(|id| (number + 1, id)));
        }
    }
    found
}

fn is_preamble(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with("#[")
}

/// Ids in brackets: one, or several with commas between.
fn in_brackets(line: &str) -> Vec<String> {
    let inner = line.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(inner, _)| inner);
    inner.flat_map(|inner| inner.split(',')).map(str::trim).filter(|id| is_id(id)).map(str::to_owned).collect()
}

/// The id with which a test's name begins: `iad_x1_full` names IAD-X1, `r37_ties` names R37.
fn id_of_name(name: &str) -> Option<String> {
    let upper = name.split(['(', '<']).next()?.to_uppercase();
    let mut words = upper.split('_');
    let first = words.next()?;
    let id = if is_id(first) { first.to_owned() } else { format!("{first}-{}", words.next()?) };
    is_id(&id).then_some(id)
}

/// Whether the text has the shape of an id: a product, a ruling or a section of part two, and its number.
fn is_id(text: &str) -> bool {
    let number = ["IAD-", "BRV-", "YEL-", "BIT-"]
        .iter()
        .find_map(|product| text.strip_prefix(product))
        .map(|rest| rest.strip_prefix('X').unwrap_or(rest))
        .or_else(|| text.strip_prefix(['R', 'F']));
    number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
}

/// All files below a folder with this ending, in the order of their paths.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|this| this == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn manifest(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn mentions_are_read_in_tests_alone() {
    let text = "// [IAD-1]\nfn rule() {}\n\n/// Shows [IAD-2, BRV-X3].\n#[test]\nfn r24_clock() {\n    // [YEL-4]\n}\n\nfn after() {\n    // [IAD-5]\n}\n";
    let ids: Vec<String> = mentions(text).into_iter().map(|(_, id)| id).collect();
    assert_eq!(ids, ["IAD-2", "BRV-X3", "R24", "YEL-4"]);
    assert_eq!(id_of_name("iad_x1_full_is_no_status()").as_deref(), Some("IAD-X1"));
    assert_eq!(id_of_name("returns_come_first()"), None);
    assert_eq!(id_of_name("f4_overflow()").as_deref(), Some("F4"));
    assert_eq!(in_brackets("let x = v[R]; // [R], [R1a], [F], [BIT-9], [F2]"), ["BIT-9", "F2"]);
}
