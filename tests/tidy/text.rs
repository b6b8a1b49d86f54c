//! Source files as text: found, read, and blanked where a rule does not look.

use std::fs;
use std::path::Path;

/// Runs one check over all files with these endings below some folders and reports every fault at once.
pub fn check(rule: &str, folders: &[&str], endings: &[&str], faults: fn(&str, &str) -> Vec<String>) {
    let mut found = Vec::new();
    for folder in folders {
        let files = sources(folder, endings);
        assert!(!files.is_empty(), "no source files found in {folder}");
        let faults = files.iter().flat_map(|(path, text)| faults(path, text));
        found.extend(faults.map(|fault| format!("  {folder}/{fault}")));
    }
    assert!(found.is_empty(), "a file {rule}:\n{}\n", found.join("\n"));
}

/// The text with comments and unit tests blanked out, line by line, so that line numbers stay.
pub fn code_of(path: &str, text: &str) -> String {
    if path.ends_with("/tests.rs") {
        return String::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut code = String::new();
    let mut in_tests = false;
    for (number, line) in lines.iter().enumerate() {
        let next = lines.get(number + 1).copied().unwrap_or_default();
        in_tests = in_tests || *line == "#[cfg(test)]" && next.starts_with("mod ") && next.ends_with('{');
        if !in_tests {
            code.push_str(without_comment(line));
        }
        code.push('\n');
        in_tests = in_tests && *line != "}";
    }
    code
}

/// The line up to its comment: `//` at the start or after a blank, outside a string.
pub fn without_comment(line: &str) -> &str {
    let starts = line.match_indices("//").map(|(at, _)| at);
    let outside = |at: &usize| line[..*at].matches('"').count().is_multiple_of(2);
    let apart = |at: &usize| line[..*at].ends_with(' ') || *at == 0;
    match starts.filter(apart).find(outside) {
        Some(at) => &line[..at],
        None => line,
    }
}

/// Every name that follows a root such as `crate::`, with its line; a group in braces names several.
pub fn names_through(root: &str, code: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    for (at, found) in code.match_indices(root) {
        if code[..at].ends_with(word_char) {
            continue;
        }
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + found.len()..];
        let heads = match rest.strip_prefix('{') {
            Some(group) => heads_of(group),
            None => vec![head(rest)],
        };
        names
            .extend(heads.into_iter().filter(|name| !name.is_empty() && *name != "self").map(|n| (line, n.to_owned())));
    }
    names
}

/// The first names of the members of a group, read up to the brace that closes it.
pub fn heads_of(group: &str) -> Vec<&str> {
    let mut heads = vec![head(group)];
    let mut depth = 0;
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(head(&group[at + 1..])),
            _ => {}
        }
    }
    heads
}

pub fn head(text: &str) -> &str {
    let text = text.trim_start();
    &text[..text.find(|letter| !word_char(letter)).unwrap_or(text.len())]
}

pub fn word_char(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Lines in which the word stands by itself, not as a part of a longer name.
pub fn lines_with_word(path: &str, text: &str, word: &str) -> Vec<String> {
    let apart = |line: &str, at: usize| {
        let after = line[at + word.len()..].chars().next();
        !line[..at].ends_with(word_char) && (!word.ends_with(word_char) || !after.is_some_and(word_char))
    };
    let holds = |line: &str| line.match_indices(word).any(|(at, _)| apart(line, at));
    let lines = text.lines().enumerate().filter(|(_, line)| holds(line));
    lines.map(|(number, _)| format!("{path}:{}: `{word}`", number + 1)).collect()
}

/// All files below a folder that end so: path below it, and text.
pub fn sources(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be listed") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                let name =
                    path.strip_prefix(&root).expect("it lies below the root").to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).expect("a source file is text")));
            }
        }
    }
    files.sort();
    files
}
