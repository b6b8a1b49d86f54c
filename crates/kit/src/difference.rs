//! Two lists of output lines, and where they part.

use serde_json::Value;
use std::fmt::Write;

/// Lines shown of either side; more are counted only.
const SHOWN: usize = 12;

/// What differs: the lines between a common beginning and a common end, with their numbers.
pub fn between(expected: &[Value], got: &[Value]) -> String {
    let shorter = expected.len().min(got.len());
    let begin = (0..shorter).take_while(|&i| expected[i] == got[i]).count();
    let end = (1..=shorter - begin).take_while(|&i| expected[expected.len() - i] == got[got.len() - i]).count();
    let mut text = String::new();
    side(&mut text, "expected", begin, &expected[begin..expected.len() - end]);
    side(&mut text, "got     ", begin, &got[begin..got.len() - end]);
    text
}

fn side(text: &mut String, label: &str, before: usize, lines: &[Value]) {
    let mut line = |number: usize, shown: &dyn std::fmt::Display| {
        writeln!(text, "  {label} {number:>4}  {shown}").expect("a string takes all");
    };
    for (index, value) in lines.iter().take(SHOWN).enumerate() {
        line(before + index + 1, value);
    }
    if lines.is_empty() {
        line(before + 1, &"(nothing)");
    } else if lines.len() > SHOWN {
        line(before + SHOWN + 1, &format_args!("… {} more", lines.len() - SHOWN));
    }
}
