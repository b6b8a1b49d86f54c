//! The command line.

use crate::world::Shape;
use frontdesk::Strategy;
use std::ops::RangeInclusive;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Args {
    /// The one run asked for; none for the standard ones.
    pub shape: Option<Shape>,
    /// The most agents or waiting chats of a standard run.
    pub most: u32,
    /// How many events a trace has.
    pub events: Option<usize>,
    /// How many of them are played when one design is counted; all without.
    pub play: Option<usize>,
    /// The file with the trace for the design that is counted, which otherwise is made.
    pub trace: Option<String>,
    /// How many rounds are timed.
    pub rounds: usize,
    /// The designs that take part, if not all.
    pub only: Option<Vec<String>>,
    /// What is asked for.
    pub mode: Mode,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The table of ratios.
    Race,
    /// The play of one design, for those who count instructions from outside.
    Count(String),
    /// The table of instructions.
    Callgrind,
    /// The instructions of the engine beside their bounds, or as their new bounds.
    Check {
        /// Whether they become the bounds.
        bless: bool,
    },
    /// The slowest events.
    Slowest,
    /// Snapshots and replays.
    Bulk,
    /// How to ask.
    Help,
}

/// How to ask.
pub const HELP: &str = "\
frontdesk-peers [what] [options]

what:
  (nothing)          the table of ratios, in time
  --callgrind        the table of instructions for an event; needs valgrind
  --check            the engine's instructions for an event beside the committed bounds; --bless writes them anew
  --slowest          the slowest events of a bad hour, by kind, at 100,000 agents
  --bulk             a snapshot of 100,000 agents and as many chats, and replays of a million events
  --count NAME       plays one design between two marker lines and measures nothing

one run instead of the standard ones:
  --agents N         10,000 if only another of these is given
  --groups N         16
  --each A..B        in how many groups an agent is: 1..8, or one number
  --strategy NAME    longest_idle, least_active, most_available, round_robin, in_order
  --waiting N        all agents busy, so many chats waiting: 0
  --no-deadlines     requests set no deadline
  --seed N           1

options:
  --most N           of the standard runs, those with at most so many agents and waiting chats: 100,000
  --only A,B         these designs: floor, engine, trees, scan, join, covering
  --events N         events of a trace: 360,000, 40,000 for --callgrind and --count, 200,000 for --slowest, a million for --bulk
  --rounds N         rounds, of which the median is taken: 9
  --play N           with --count: only so many events of the trace
  --trace FILE       with --count: the trace that --callgrind made
";

impl Args {
    /// Reads what follows the program's name.
    ///
    /// # Errors
    ///
    /// The word that makes no sense.
    pub fn read(words: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut args = Self {
            shape: None,
            most: 100_000,
            events: None,
            play: None,
            trace: None,
            rounds: 9,
            only: None,
            mode: Mode::Race,
        };
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--help" | "-h" => args.mode = Mode::Help,
                "--callgrind" => args.mode = Mode::Callgrind,
                "--check" => args.mode = Mode::Check { bless: false },
                "--bless" => args.mode = Mode::Check { bless: true },
                "--slowest" => args.mode = Mode::Slowest,
                "--bulk" => args.mode = Mode::Bulk,
                "--count" => args.mode = Mode::Count(value()?),
                "--agents" => args.one().agents = number(&value()?)?,
                "--groups" => args.one().groups = number(&value()?)?,
                "--each" => args.one().each = range(&value()?)?,
                "--strategy" => args.one().strategy = strategy(&value()?)?,
                "--waiting" => args.one().waiting = number::<u32>(&value()?)?,
                "--no-deadlines" => args.one().deadlines = false,
                "--seed" => args.one().seed = number(&value()?)?,
                "--most" => args.most = number(&value()?)?,
                "--only" => args.only = Some(value()?.split(',').map(str::to_owned).collect()),
                "--events" => args.events = Some(number(&value()?)?),
                "--rounds" => args.rounds = number(&value()?)?,
                "--trace" => args.trace = Some(value()?),
                "--play" => args.play = Some(number(&value()?)?),
                _ => return Err(format!("{word} means nothing here")),
            }
        }
        match &args.shape {
            Some(shape) if shape.agents == 0 || shape.groups == 0 => Err("no agents or no groups".to_owned()),
            _ if args.rounds == 0 => Err("no rounds".to_owned()),
            _ => Ok(args),
        }
    }

    /// Whether a design takes part.
    #[must_use]
    pub fn wants(&self, design: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|wanted| wanted == design))
    }

    fn one(&mut self) -> &mut Shape {
        self.shape.get_or_insert_with(|| Shape::new(10_000, 16))
    }
}

/// The words that ask for this shape.
#[must_use]
pub fn words(shape: &Shape) -> Vec<String> {
    let Shape { agents, groups, each, strategy, waiting, deadlines, seed } = shape;
    let (least, most, strategy) = (each.start(), each.end(), name(*strategy));
    let text = format!(
        "--agents {agents} --groups {groups} --each {least}..{most} --strategy {strategy} --waiting {waiting} --seed {seed}{}",
        if *deadlines { "" } else { " --no-deadlines" }
    );
    text.split(' ').map(str::to_owned).collect()
}

/// The strategies of a trace; `best_skilled` asks for skills, and there are none.
const STRATEGIES: [(&str, Strategy); 5] = [
    ("longest_idle", Strategy::LongestIdle),
    ("least_active", Strategy::LeastActive),
    ("most_available", Strategy::MostAvailable),
    ("round_robin", Strategy::RoundRobin),
    ("in_order", Strategy::InOrder),
];

/// The strategy's name on the command line and in tables.
#[must_use]
pub fn name(strategy: Strategy) -> &'static str {
    STRATEGIES.iter().find(|(_, known)| *known == strategy).map_or("?", |(name, _)| name)
}

fn strategy(text: &str) -> Result<Strategy, String> {
    let known = STRATEGIES.iter().find(|(name, _)| *name == text);
    known.map(|&(_, strategy)| strategy).ok_or(format!("{text} is no strategy of a trace"))
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.replace([',', '_'], "").parse().map_err(|_| format!("{text} is no number that fits"))
}

fn range(text: &str) -> Result<RangeInclusive<u32>, String> {
    let (least, most) = text.split_once("..").unwrap_or((text, text));
    let range = number::<u32>(least)?..=number::<u32>(most)?;
    if *range.start() == 0 || range.is_empty() { Err(format!("{text} is no range from 1")) } else { Ok(range) }
}
