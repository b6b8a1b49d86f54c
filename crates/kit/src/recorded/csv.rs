//! Tables as comma-separated text with a header line; values hold no commas and no quotes.

use std::fmt;
use std::str::FromStr;

/// A file and what is in it.
#[derive(Debug)]
pub struct Source {
    /// Its name, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What cannot be read, and where.
#[derive(Debug)]
pub struct BadInput {
    file: String,
    line: usize,
    problem: String,
}

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: line {}: {}", self.file, self.line, self.problem)
    }
}

/// One line of a table.
pub struct Row<'a> {
    file: &'a str,
    line: usize,
    columns: &'a [&'a str],
    values: Vec<&'a str>,
}

/// Hands every row of a table to `take`. Columns are found by their names in the first line, in whatever order.
///
/// # Errors
///
/// The first line that lacks a column, has too many or too few values, or that `take` refuses.
pub fn each_row(
    source: &Source,
    wanted: &[&str],
    mut take: impl FnMut(&Row<'_>) -> Result<(), BadInput>,
) -> Result<(), BadInput> {
    let bad = |line, problem| BadInput { file: source.name.clone(), line, problem };
    let mut lines = source.text.lines().enumerate();
    // A byte order mark is what some spreadsheets put first.
    let header = lines.next().map_or("", |(_, header)| header.trim_start_matches('\u{feff}'));
    let columns: Vec<&str> = header.split(',').collect();
    if let Some(missing) = wanted.iter().find(|name| !columns.contains(name)) {
        return Err(bad(1, format!("the column `{missing}` is missing")));
    }
    for (index, text) in lines {
        if text.trim().is_empty() {
            continue;
        }
        let values: Vec<&str> = text.split(',').collect();
        if values.len() != columns.len() {
            return Err(bad(index + 1, format!("{} values for {} columns", values.len(), columns.len())));
        }
        take(&Row { file: &source.name, line: index + 1, columns: &columns, values })?;
    }
    Ok(())
}

impl Row<'_> {
    /// The value in a column; empty if the table has no such column.
    pub fn text(&self, column: &str) -> &str {
        self.columns.iter().position(|name| *name == column).map_or("", |place| self.values[place])
    }

    /// The number in a column; `None` if there is nothing.
    ///
    /// # Errors
    ///
    /// When something else stands there.
    pub fn maybe<N: FromStr>(&self, column: &str) -> Result<Option<N>, BadInput> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| self.bad(format!("`{column}` is not a whole number in range: {text}")))
    }

    /// The number that must stand in a column.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub fn number<N: FromStr>(&self, column: &str) -> Result<N, BadInput> {
        self.maybe(column)?.ok_or_else(|| self.bad(format!("`{column}` is empty")))
    }

    /// Says that this row cannot be right.
    pub fn bad(&self, problem: String) -> BadInput {
        BadInput { file: self.file.to_owned(), line: self.line, problem }
    }
}
