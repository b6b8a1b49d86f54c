//! Which module may name which, and what no source file may hold, in the library and in the crates beside it.
//!
//! The plan of the library's floors stands in [`FLOORS`]. Comments and `#[cfg(test)] mod tests` are exempt unless a
//! rule says otherwise. Each check is a function over one file's text, so that the last tests can show that it finds
//! its fault.

use crate::text::{check, code_of, lines_with_word, names_through};

/// The modules at the top of `src`, and the floor on which each stands. A file may name its own module and the floors
/// below.
const FLOORS: &[(&str, u8)] = &[
    ("ids", 0),
    ("time", 0),
    ("model", 1),
    ("rules", 2),
    ("hours", 2),
    ("index", 3),
    ("state", 4),
    ("engine", 5),
    ("explain", 6),
    ("snapshot", 6),
    ("views", 6),
    ("guide", 7),
];

/// What is published: no std in it.
const PUBLISHED: &[&str] = &["src", "crates/audit/src", "crates/lint/src"];
/// What tests share, and in it the one file that tells what was done, and the model that must not learn from the
/// engine.
const KIT: &str = "crates/kit/src";
const TELLER: &str = "size.rs";
const MODEL: &str = "crates/kit/src/reference";
/// Where there is Rust.
const EVERYWHERE: &[&str] = &["src", "tests", "benches", "examples", "fuzz/fuzz_targets", "crates"];

/// The module of containers: it names nothing but itself, for a container knows nothing of chats.
const CONTAINERS: &str = "index";
/// The one file that may name the crate with the zone tables.
const ZONE_DOOR: &str = "hours/zone.rs";
/// A file with more lines than this holds more than one job.
const MOST_LINES: usize = 450;
/// What must not be left in code: unfinished, or talking to a terminal that a library does not have.
const LEFTOVERS: &[&str] = &["todo!", "unimplemented!", "dbg!", "println!", "print!"];
/// Words that mark unfinished work, in comments too.
const MARKS: &[&str] = &["FIXME", "XXX", "TODO", "HACK"];
/// The columns of a comment. rustfmt keeps code within them, and leaves comments alone.
const COLUMNS: usize = 120;

#[test]
fn each_floor_names_only_floors_below() {
    check("names a module that it may not know", &["src"], &["rs"], floor_faults);
}

#[test]
fn zone_data_has_one_door() {
    check("names chrono_tz, which is the business of src/hours/zone.rs alone", PUBLISHED, &["rs"], zone_faults);
}

#[test]
fn no_file_is_long() {
    check("is too long: split it by its jobs", PUBLISHED, &["rs", "md"], length_faults);
    check("is too long: split it by its jobs", &[KIT], &["rs", "md"], length_faults);
}

#[test]
fn comments_keep_within_the_columns() {
    check("has a comment that is too wide", PUBLISHED, &["rs"], width_faults);
    check("has a comment that is too wide", &[KIT], &["rs"], width_faults);
    check("has a comment that is too wide", &["tests", "benches", "examples"], &["rs"], width_faults);
}

#[test]
fn nothing_is_left_unfinished() {
    check("holds something that must not stay", PUBLISHED, &["rs", "md"], leftover_faults);
    check("holds something that must not stay", &[KIT], &["rs", "md"], |path, text| {
        if path == TELLER { mark_faults(path, text) } else { leftover_faults(path, text) }
    });
}

#[test]
fn what_is_published_needs_no_std() {
    check("names std in a no_std crate: take it from core or alloc", PUBLISHED, &["rs"], std_faults);
}

#[test]
fn every_file_says_what_it_holds() {
    check("does not begin as it should", PUBLISHED, &["rs"], head_faults);
    check("does not begin as it should", &[KIT], &["rs"], doc_faults);
}

/// What two crates share is a crate.
#[test]
fn every_file_is_of_one_crate() {
    check("is included by its path: share it through crates/kit", EVERYWHERE, &["rs"], path_faults);
}

/// Otherwise a fault of the engine might be one of the model.
#[test]
fn the_reference_model_stays_apart() {
    check("knows more than the types that cross the library's boundary", &[MODEL], &["rs"], model_faults);
}

fn floor_faults(path: &str, text: &str) -> Vec<String> {
    if path == "lib.rs" {
        return Vec::new();
    }
    let own = module_of(path);
    let Some(own_floor) = floor_of(own) else {
        return vec![format!("{path}: `{own}` has no floor yet; give it one in tests/tidy/house.rs")];
    };
    let code = code_of(path, text);
    let mut faults = Vec::new();
    for (line, name) in names_through("crate::", &code) {
        let verdict = match floor_of(&name) {
            _ if name == own => continue,
            None => format!("`crate::{name}` is no module of the plan (name the module, not a re-export of it)"),
            Some(_) if own == CONTAINERS => format!("`{own}` names `{name}`: a container knows nothing of the crate"),
            Some(floor) if floor >= own_floor => format!("`{own}` (floor {own_floor}) names `{name}` (floor {floor})"),
            Some(_) => continue,
        };
        faults.push(format!("{path}:{line}: {verdict}"));
    }
    let top = !path.contains('/') || path.ends_with("/mod.rs") && path.matches('/').count() == 1;
    for (number, line) in code.lines().enumerate() {
        let leaves = line.contains("super::super::") || top && !line.starts_with(' ') && line.contains("super::");
        if leaves {
            faults.push(format!("{path}:{}: leaves its module by `super::`; write `crate::`", number + 1));
        }
    }
    faults
}

fn zone_faults(path: &str, text: &str) -> Vec<String> {
    if path == ZONE_DOOR { Vec::new() } else { lines_with_word(path, &code_of(path, text), "chrono_tz") }
}

fn length_faults(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    if lines > MOST_LINES { vec![format!("{path}: {lines} lines, and {MOST_LINES} are enough")] } else { Vec::new() }
}

/// A row of a table has its own width, and so does a line that cannot be broken, such as a command.
fn width_faults(path: &str, text: &str) -> Vec<String> {
    let is_prose = |line: &str| {
        let comment = line.trim_start().strip_prefix("//").map(|rest| rest.trim_start_matches(['/', '!']).trim_start());
        comment.is_some_and(|words| !words.starts_with('|') && !words.contains("cargo "))
    };
    let wide = text.lines().enumerate().filter(|(_, line)| line.chars().count() > COLUMNS && is_prose(line));
    wide.map(|(number, _)| format!("{path}:{}: wider than {COLUMNS} columns", number + 1)).collect()
}

fn leftover_faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if path.ends_with(".rs") {
        let code = code_of(path, text);
        faults.extend(LEFTOVERS.iter().flat_map(|word| lines_with_word(path, &code, word)));
    }
    faults.extend(mark_faults(path, text));
    faults
}

fn mark_faults(path: &str, text: &str) -> Vec<String> {
    MARKS.iter().flat_map(|word| lines_with_word(path, text, word)).collect()
}

fn std_faults(path: &str, text: &str) -> Vec<String> {
    lines_with_word(path, &code_of(path, text), "std::")
}

fn head_faults(path: &str, text: &str) -> Vec<String> {
    if path == "lib.rs" { first_line_faults("#![no_std]", path, text) } else { doc_faults(path, text) }
}

fn doc_faults(path: &str, text: &str) -> Vec<String> {
    first_line_faults("//!", path, text)
}

fn first_line_faults(wanted: &str, path: &str, text: &str) -> Vec<String> {
    if text.starts_with(wanted) { Vec::new() } else { vec![format!("{path}:1: the first line is not `{wanted}`")] }
}

fn path_faults(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("#[path"));
    lines.map(|(number, line)| format!("{path}:{}: {}", number + 1, line.trim())).collect()
}

/// The model may name types of the library, but neither its modules and functions nor the engine; and nothing else of
/// the kit.
fn model_faults(path: &str, text: &str) -> Vec<String> {
    let code = code_of(path, text);
    let is_type = |name: &str| name.starts_with(char::is_uppercase) && !["Engine", "Snapshot"].contains(&name);
    let of_library = names_through("frontdesk::", &code).into_iter().filter(|(_, name)| !is_type(name));
    let of_kit = names_through("crate::", &code).into_iter();
    let faults = of_library.chain(of_kit).map(|(line, name)| format!("{path}:{line}: `{name}`")).collect::<Vec<_>>();
    let other = ["frontdesk_audit", "frontdesk_lint", "frontdesk_kit"];
    faults.into_iter().chain(other.iter().flat_map(|word| lines_with_word(path, &code, word))).collect()
}

/// The top module to which a file of `src` belongs.
fn module_of(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

fn floor_of(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

#[test]
fn a_look_upward_is_found() {
    let upward = "//! Doc.\nuse crate::{\n    ids::AgentId,\n    engine::{Engine, Limits},\n};\n";
    assert_eq!(
        floor_faults("state/chats.rs", upward),
        ["state/chats.rs:2: `state` (floor 4) names `engine` (floor 5)"]
    );
    assert_eq!(floor_faults("explain.rs", upward), [""; 0]);
    let inline = "//! Doc.\nfn f(x: crate::state::Chat) {}\n";
    assert_eq!(floor_faults("rules/returns.rs", inline).len(), 1, "a path inside code counts like a use");
    assert_eq!(floor_faults("hours/zone.rs", "use crate::rules::Verdict;\n").len(), 1, "a neighbour is not below");
    assert_eq!(floor_faults("engine/clock.rs", "use crate::Policy;\n").len(), 1, "a re-export hides its floor");
    assert_eq!(floor_faults("mystery.rs", "").len(), 1, "a module without a floor");
}

#[test]
fn a_way_round_the_floors_is_found() {
    assert_eq!(floor_faults("index/line.rs", "use crate::ids::AgentId;\n").len(), 1);
    assert_eq!(floor_faults("index/line.rs", "use crate::index::Slot;\nuse super::Slot;\n"), [""; 0]);
    assert_eq!(floor_faults("model/view.rs", "use super::super::engine::Engine;\n").len(), 1);
    assert_eq!(floor_faults("model/mod.rs", "use super::engine::Engine;\n").len(), 1);
    assert_eq!(floor_faults("model/view.rs", "use super::Status;\n"), [""; 0]);
}

#[test]
fn tests_and_comments_are_exempt() {
    let text = "//! Doc.\n// crate::engine\nlet x = 1; // crate::engine, std::time\n#[cfg(test)]\nmod tests {\n    use crate::engine::Engine;\n    use std::vec::Vec;\n}\nuse std::fs;\n";
    assert_eq!(floor_faults("ids.rs", text), [""; 0]);
    assert_eq!(std_faults("ids.rs", text), ["ids.rs:9: `std::`"]);
    assert_eq!(crate::text::without_comment(r#"let url = "a // b"; // c"#), r#"let url = "a // b"; "#);
}

#[test]
fn what_must_not_stay_is_found() {
    assert_eq!(leftover_faults("a.rs", "fn f() { todo!() }\n").len(), 1);
    assert_eq!(leftover_faults("a.rs", "// FIXME later\n").len(), 1);
    assert_eq!(leftover_faults("a.rs", "// a todo list, MAXXXED out\n"), [""; 0]);
    assert_eq!(zone_faults("hours/calendar.rs", "use chrono_tz::Tz;\n").len(), 1);
    assert_eq!(zone_faults("hours/zone.rs", "use chrono_tz::Tz;\n"), [""; 0]);
    assert_eq!(length_faults("a.rs", &"\n".repeat(451)).len(), 1);
    let wide = "word ".repeat(30);
    assert_eq!(width_faults("a.rs", &format!("    /// {wide}\n")).len(), 1);
    assert_eq!(width_faults("a.rs", &format!("/// | {wide}|\nlet a = \"{wide}\";\n// {wide}\n")).len(), 1);
    assert_eq!(head_faults("a.rs", "use core::fmt;\n").len(), 1);
    assert_eq!(head_faults("lib.rs", "//! Doc.\n").len(), 1);
    assert_eq!(path_faults("a.rs", "    #[path = \"b.rs\"]\n// #[path\n"), ["a.rs:1: #[path = \"b.rs\"]"]);
}

#[test]
fn a_model_that_looks_is_found() {
    let looks = "//! Doc.\nuse frontdesk::{\n    Policy, Engine,\n    hours::Calendar,\n};\nuse crate::rng::Rng;\n";
    assert_eq!(model_faults("a.rs", looks), ["a.rs:2: `Engine`", "a.rs:2: `hours`", "a.rs:6: `rng`"]);
    assert_eq!(model_faults("a.rs", "use frontdesk::delay_is_valid;\n").len(), 1, "a function judges, too");
    assert_eq!(model_faults("a.rs", "use frontdesk::{MAX_DELAY, View};\nuse super::hours;\n"), [""; 0]);
}
