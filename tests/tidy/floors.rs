//! The floors inside the engine: calls between methods go down only, file by file, so that no two files lie in a
//! circle.
//!
//! The types hold half of it: a `Keeper` has no output, and only `acts` reaches it; `Ways` and `Step` add nothing but
//! their methods. What a type cannot say is said here: the order of the files, also within a floor, and that nothing in
//! `state` but `keeping` changes it.

use crate::text::{code_of, sources, word_char};
use std::collections::BTreeMap;

/// The files whose methods call each other, from the ground up. A file calls itself and the files before it.
const FLOORS: &[(&str, &[&str])] = &[
    (
        "Keeper",
        &[
            "state/keeping/agenda.rs",
            "state/keeping/lists.rs",
            "state/keeping/cool_downs.rs",
            "state/keeping/timers.rs",
            "state/keeping/waiting.rs",
            "state/keeping/lines.rs",
            "state/keeping/pace.rs",
            "state/keeping/holding.rs",
            "state/keeping/placing.rs",
            "state/keeping/people.rs",
            "state/keeping/settings.rs",
            "state/keeping/clock.rs",
            "state/keeping/mod.rs",
            "state/keeping/rebuild.rs",
        ],
    ),
    ("Acts", &["engine/acts.rs"]),
    (
        "Ways",
        &[
            "engine/ways/mod.rs",
            "engine/ways/looking.rs",
            "engine/ways/arriving.rs",
            "engine/ways/leaving.rs",
            "engine/ways/ending.rs",
        ],
    ),
    (
        "Step",
        &[
            "engine/step.rs",
            "engine/events/requests.rs",
            "engine/events/agents.rs",
            "engine/events/chats.rs",
            "engine/events/ends.rs",
            "engine/events/setup.rs",
            "engine/events/zones.rs",
            "engine/due.rs",
            "engine/clock.rs",
            "engine/mod.rs",
        ],
    ),
];

/// The values through which one of these methods is called.
const RECEIVERS: &[&str] = &["self", "keeper", "acts", "ways", "step"];

/// What changes a part of the state by itself, for keeping to call: all else in `state` only asks.
const CHANGES: &[(&str, &str)] = &[
    ("state/agents.rs", "set_up"),
    ("state/carried.rs", "add"),
    ("state/carried.rs", "kind"),
    ("state/carried.rs", "remove"),
    ("state/chats.rs", "holding_mut"),
    ("state/chats.rs", "put"),
    ("state/chats.rs", "set_out"),
    ("state/due.rs", "all"),
    ("state/due.rs", "set_due"),
    ("state/due.rs", "timer"),
    ("state/groups.rs", "line_mut"),
    ("state/groups.rs", "run_flow"),
    ("state/mod.rs", "next"),
    ("state/settings.rs", "recompile"),
];

/// A method of one of the four types.
#[derive(Debug)]
struct Method {
    of: String,
    /// How far up its file stands; `None` for a file without a floor.
    height: Option<usize>,
    file: String,
    name: String,
    calls: Vec<String>,
}

#[test]
fn calls_go_down_only() {
    let faults = call_faults(&files());
    assert!(faults.is_empty(), "the floors inside the engine:\n  {}\n", faults.join("\n  "));
}

#[test]
fn keeping_alone_changes_the_state() {
    let faults = change_faults(&files());
    assert!(faults.is_empty(), "a change of the state outside of keeping:\n  {}\n", faults.join("\n  "));
}

#[test]
fn every_floor_has_its_files() {
    let files = files();
    for path in FLOORS.iter().flat_map(|(_, paths)| *paths) {
        assert!(files.iter().any(|(file, _)| file == path), "{path} is no file any more");
    }
}

fn files() -> Vec<(String, String)> {
    let files = sources("src", &["rs"]).into_iter();
    files.filter(|(path, _)| path.starts_with("engine/") || path.starts_with("state/")).collect()
}

/// Calls that go up or sideways, files without a floor, and names that would not say whose method they call.
fn call_faults(files: &[(String, String)]) -> Vec<String> {
    let methods: Vec<Method> = files.iter().flat_map(|(path, text)| methods_of(path, text)).collect();
    let mut faults = Vec::new();
    let mut homes: BTreeMap<&str, &Method> = BTreeMap::new();
    for method in &methods {
        let Method { of, file, name, height, .. } = method;
        if height.is_none() {
            faults.push(format!("{file}: has methods of `{of}`, but no floor; give it one in tests/tidy/floors.rs"));
        }
        // `new` is called by its type's name.
        if let Some(other) =
            homes.insert(name, method).filter(|_| name != "new" && name != "deref" && name != "deref_mut")
        {
            faults.push(format!(
                "{file}: `{name}` is also a name in {}; a call would not say which it means",
                other.file
            ));
        }
    }
    for method in &methods {
        for call in &method.calls {
            let Some(called) = homes.get(call.as_str()) else { continue };
            if called.file != method.file && called.height >= method.height {
                let Method { file, name, .. } = method;
                faults.push(format!("{file}: `{name}` calls `{call}` in {}, which is not below", called.file));
            }
        }
    }
    faults
}

/// Methods in `state` that change it, but for keeping's own and those it calls.
fn change_faults(files: &[(String, String)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| is_asking(path)) {
        for line in code_of(path, text).lines().map(str::trim) {
            let Some(name) = function(line) else { continue };
            let changes = line.contains("&mut self") || line.contains("&mut State") || line.contains(": &mut Group");
            if changes && !CHANGES.contains(&(path.as_str(), name)) {
                faults.push(format!("{path}: `{name}` may change the state; that belongs into state/keeping"));
            }
        }
    }
    faults
}

fn is_asking(path: &str) -> bool {
    path.starts_with("state/") && !path.starts_with("state/keeping/")
}

fn methods_of(path: &str, text: &str) -> Vec<Method> {
    let mut order = FLOORS.iter().flat_map(|(of, paths)| paths.iter().map(move |file| (*of, *file)));
    let height = order.position(|(_, file)| file == path);
    let code = code_of(path, text);
    let mut methods: Vec<Method> = Vec::new();
    let (mut of, mut inside) = (String::new(), false);
    for line in code.lines() {
        if let Some(rest) = line.strip_prefix("impl") {
            of = type_of(rest);
            inside = FLOORS.iter().any(|(name, _)| *name == of);
        } else if line == "}" {
            inside = false;
        }
        let start = line.strip_prefix("    ").filter(|rest| inside && !rest.starts_with(' '));
        if let Some(name) = start.and_then(function) {
            let (of, file, name) = (of.clone(), path.to_owned(), name.to_owned());
            methods.push(Method { of, height, file, name, calls: Vec::new() });
        }
        if let (true, Some(method)) = (inside, methods.last_mut()) {
            method.calls.extend(calls_in(line));
        }
    }
    methods
}

/// The type of an `impl`, behind its lifetimes and its trait.
fn type_of(rest: &str) -> String {
    let rest = rest.strip_prefix('<').and_then(|rest| Some(rest.split_once('>')?.1)).unwrap_or(rest);
    let named = rest.split_once(" for ").map_or(rest, |(_, named)| named).trim_start();
    named.chars().take_while(|letter| word_char(*letter)).collect()
}

/// The name of the function that begins in this line.
fn function(line: &str) -> Option<&str> {
    let line = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.trim_start(),
        None => line,
    };
    let rest = line.strip_prefix("const ").unwrap_or(line).strip_prefix("fn ")?;
    Some(&rest[..rest.find(|letter| !word_char(letter))?])
}

/// The methods that are called in this line through one of the receivers.
fn calls_in(line: &str) -> Vec<String> {
    let mut calls = Vec::new();
    for (at, _) in line.match_indices('.') {
        let receiver = line[..at].rsplit(|letter| !word_char(letter)).next().unwrap_or_default();
        let name: String = line[at + 1..].chars().take_while(|letter| word_char(*letter)).collect();
        if RECEIVERS.contains(&receiver) && line[at + 1 + name.len()..].starts_with('(') {
            calls.push(name);
        }
    }
    calls
}

#[test]
fn a_call_upward_is_found() {
    let lists = "impl Keeper {\n    pub(super) fn list(&mut self) {\n        self.stand();\n    }\n}\n";
    let lines = "impl Keeper {\n    fn stand(&mut self) {\n        keeper.list();\n    }\n}\n";
    let files = |list: &str| {
        [
            ("state/keeping/lists.rs".to_owned(), list.to_owned()),
            ("state/keeping/lines.rs".to_owned(), lines.to_owned()),
        ]
    };
    let found = ["state/keeping/lists.rs: `list` calls `stand` in state/keeping/lines.rs, which is not below"];
    assert_eq!(call_faults(&files(lists)), found);
    assert_eq!(call_faults(&files(&lists.replace("self.stand()", "self.list()"))), [""; 0], "a file may call itself");
    let twice = lists.replace("fn list", "fn stand").replace("self.stand()", "");
    assert_eq!(call_faults(&files(&twice)).len(), 1, "one name for two methods");
}

#[test]
fn a_file_without_a_floor_is_found() {
    let stray = [("engine/stray.rs".to_owned(), "impl<'a> Deref for Ways<'a> {\n    fn go(&self) {}\n}\n".to_owned())];
    let fault = "engine/stray.rs: has methods of `Ways`, but no floor; give it one in tests/tidy/floors.rs";
    assert_eq!(call_faults(&stray), [fault]);
}

#[test]
fn a_change_outside_of_keeping_is_found() {
    let change = "impl State {\n    pub(crate) fn sneak(&mut self) {}\n    fn ask(&self) {}\n}\n".to_owned();
    let fault = "state/taking.rs: `sneak` may change the state; that belongs into state/keeping";
    assert_eq!(change_faults(&[("state/taking.rs".to_owned(), change.clone())]), [fault]);
    assert_eq!(change_faults(&[("state/keeping/lists.rs".to_owned(), change)]), [""; 0]);
}
