//! Counts held to a committed bound: instructions for an event, bytes for an agent. Never times.
//!
//! The file names the compiler it was taken with. Another one generates other code, so that nothing is compared then.
//! Each program owns one kind of line and leaves the others alone.

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

/// By so much, as a share, may a count be off its bound.
pub const SLACK: f64 = 0.03;

/// The compiler that built this program, up to the minor version, and its target.
pub const COMPILER: &str = env!("FRONTDESK_PEERS_COMPILER");

/// Takes the bounds anew.
pub const BLESS: &str = "bash benches/peers/check --bless";

const HEAD: &str = "\
# What `bash benches/peers/check` holds the engine to: counts, by kind and by what is counted. A count fails that is more
# than 3 % above. Written by `bash benches/peers/check --bless`.
";

/// Something counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// Of what.
    pub name: String,
    /// How many.
    pub count: f64,
}

impl Count {
    /// So many of this.
    pub fn new(name: impl Into<String>, count: f64) -> Self {
        Self { name: name.into(), count }
    }
}

/// How a count stands to its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the bound, but for the slack.
    Within,
    /// It is more than the slack below: the bound would not notice if that were lost again.
    Generous,
    /// It is more than the slack above.
    Above,
    /// There is no bound.
    Missing,
}

impl Standing {
    /// Compares a count with its bound.
    #[must_use]
    pub fn of(count: f64, bound: Option<f64>) -> Self {
        match bound {
            None => Self::Missing,
            Some(bound) if count > bound * (1.0 + SLACK) => Self::Above,
            Some(bound) if bound > count * (1.0 + SLACK) => Self::Generous,
            Some(_) => Self::Within,
        }
    }

    /// Whether it must not stay so.
    #[must_use]
    pub const fn fails(self) -> bool {
        matches!(self, Self::Above | Self::Missing)
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Within => "",
            Self::Generous => "  the bound is too generous",
            Self::Above => "  ABOVE THE BOUND",
            Self::Missing => "  NO BOUND",
        }
    }
}

/// The committed bounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The compiler that they were taken with.
    pub compiler: String,
    /// Kind and bound, in the order of the file.
    pub lines: Vec<(String, Count)>,
}

impl Bounds {
    /// Reads the text of the file.
    ///
    /// # Errors
    ///
    /// The line that makes no sense.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut bounds = Self::default();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let nonsense = || format!("the bounds hold a line that makes no sense: {line}");
            match line.split(" | ").collect::<Vec<_>>()[..] {
                ["compiler", compiler] => compiler.clone_into(&mut bounds.compiler),
                [kind, name, count] => {
                    let count = count.parse().map_err(|_| nonsense())?;
                    bounds.lines.push((kind.to_owned(), Count::new(name, count)));
                }
                _ => return Err(nonsense()),
            }
        }
        Ok(bounds)
    }

    /// The text of the file.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = format!("{HEAD}compiler | {}\n", self.compiler);
        for (kind, Count { name, count }) in &self.lines {
            writeln!(text, "{kind} | {name} | {count:.1}").expect("a string takes everything");
        }
        text
    }

    /// Replaces all bounds of a kind. Those of another compiler go, of whatever kind: they are compared no more.
    pub fn bless(&mut self, compiler: &str, kind: &str, counts: &[Count]) {
        let stale = self.compiler != compiler;
        self.lines.retain(|(of, _)| !stale && of != kind);
        compiler.clone_into(&mut self.compiler);
        self.lines.extend(counts.iter().map(|count| (kind.to_owned(), count.clone())));
        self.lines.sort_by(|(one, _), (other, _)| one.cmp(other));
    }

    /// A table of the counts of a kind beside their bounds.
    ///
    /// # Errors
    ///
    /// The same table, if a count is above its bound or has none, or a bound is of nothing that is counted.
    pub fn compare(&self, kind: &str, counts: &[Count]) -> Result<String, String> {
        let of_kind = || self.lines.iter().filter(|(of, _)| of == kind).map(|(_, bound)| bound);
        let (mut table, mut fails, mut generous) =
            (format!("{:>12} {:>12}  {kind}\n", "counted", "bound"), false, false);
        for Count { name, count } in counts {
            let bound = of_kind().find(|bound| bound.name == *name).map(|bound| bound.count);
            let standing = Standing::of(*count, bound);
            let bound = bound.map_or("–".to_owned(), |bound| format!("{bound:.1}"));
            writeln!(table, "{count:>12.1} {bound:>12}  {name}{}", standing.words())
                .expect("a string takes everything");
            fails |= standing.fails();
            generous |= standing == Standing::Generous;
        }
        for Count { name, count } in of_kind().filter(|bound| counts.iter().all(|count| count.name != bound.name)) {
            writeln!(table, "{:>12} {count:>12.1}  {name}  NOT COUNTED", "–").expect("a string takes everything");
            fails = true;
        }
        if fails || generous {
            writeln!(table, "If that is meant: {BLESS}").expect("a string takes everything");
        }
        if fails { Err(table) } else { Ok(table) }
    }
}

/// Compares what is counted with the committed bounds, or writes it down as the new ones, and says what came of it.
///
/// Nothing is counted where nothing can be compared.
///
/// # Errors
///
/// What fails, or why nothing could be counted.
pub fn hold(kind: &str, bless: bool, count: impl FnOnce() -> Result<Vec<Count>, String>) -> Result<String, String> {
    if cfg!(debug_assertions) {
        return Err("what is not optimised is not counted: build it with --release".to_owned());
    }
    let file = file();
    let text = fs::read_to_string(&file).unwrap_or_default();
    let mut bounds = Bounds::read(&text)?;
    if bless {
        bounds.bless(COMPILER, kind, &count()?);
        fs::write(&file, bounds.write()).map_err(|error| format!("{}: {error}", file.display()))?;
        let lines = bounds.lines.iter().filter(|(of, _)| of == kind).count();
        return Ok(format!("{lines} bounds of {kind} taken with {COMPILER}\n"));
    }
    if !bounds.compiler.is_empty() && bounds.compiler != COMPILER {
        let taken = bounds.compiler;
        return Ok(format!("SKIPPED: the bounds of {kind} were taken with {taken}, and this is {COMPILER}\n"));
    }
    bounds.compare(kind, &count()?)
}

fn file() -> PathBuf {
    // Cargo tells a program that it runs where the package lies; one that was copied goes by where it was built.
    let folder = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    folder.join("bounds.txt")
}
