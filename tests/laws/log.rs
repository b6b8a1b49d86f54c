//! A log of events: made from a seed, shrunk by leaving out, printed as a scenario to paste.

use crate::simpler::simpler;
use crate::world;
use frontdesk::{Event, GroupId, Timestamp};
use frontdesk_kit::reference::Model;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::fmt;

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
}

/// A random world's story.
#[derive(Clone)]
pub struct Log {
    /// From which it was made.
    pub seed: u64,
    /// Whether it is no longer what the seed made.
    pub shrunk: bool,
    /// The story.
    pub lines: Vec<Line>,
}

/// How many deadlines one call may let fire in a log that was shrunk.
const TAME: usize = 500;

impl Log {
    /// The story of this seed.
    pub fn new(seed: u64, lines: usize) -> Self {
        Self { seed, shrunk: false, lines: world::story(seed, lines) }
    }

    /// Whether no call lets very many deadlines fire. As it was made, a world is so; with a line left out, a chat may
    /// go round every millisecond for years.
    pub fn is_tame(&self) -> bool {
        let mut model = Model::new(world::limits(self.seed));
        !self.shrunk
            || self.lines.iter().all(|line| {
                let mut calls = 0;
                while calls < TAME
                    && let Some(due) = model.next_deadline().filter(|due| due.at <= line.at)
                {
                    let _ = model.handle(due.at, &Event::Tick, &mut Vec::new());
                    calls += 1;
                }
                let tame = calls < TAME;
                if tame {
                    let _ = model.handle(line.at, &line.event, &mut Vec::new());
                }
                tame
            })
    }
}

/// As a scenario to paste; the first line says what it is.
impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}, {} lines\n", self.seed, self.lines.len())?;
        writeln!(f, r#"{{"about": "Found by seed {}", "rules": []}}"#, self.seed)?;
        for line in &self.lines {
            let json = serde_json::to_string(line).map_err(|_| fmt::Error)?;
            writeln!(f, "{}", json.replace(&GroupId::DEFAULT.to_string(), "default"))?;
        }
        Ok(())
    }
}

/// How a world of a seed goes, in about so many lines.
pub type Story = fn(u64, usize) -> Vec<Line>;

/// Logs of about this many lines.
#[derive(Clone, Copy, Debug)]
pub struct Logs {
    pub lines: usize,
    pub story: Story,
}

impl Strategy for Logs {
    type Tree = Tree;
    type Value = Log;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let seed = proptest::num::u64::ANY.new_tree(runner)?.current();
        Ok(Tree::new(Log { seed, shrunk: false, lines: (self.story)(seed, self.lines) }))
    }
}

/// Leaves out ever smaller pieces, from the end, then makes single events simpler.
pub struct Tree {
    log: Log,
    /// What the last step took away.
    before: Option<Vec<Line>>,
    /// How many lines are left out at once; 0: events are made simpler.
    piece: usize,
    /// Where the next piece ends, or the next event to make simpler.
    next: usize,
    /// Which of the simpler forms is next.
    form: usize,
    /// Whether anything went in this round.
    progress: bool,
}

impl Tree {
    fn new(log: Log) -> Self {
        let piece = log.lines.len().div_ceil(2);
        Self { next: log.lines.len(), log, before: None, piece, form: 0, progress: false }
    }

    /// Rounds from the end to the beginning, each with smaller pieces, until one of single lines finds nothing.
    fn leave_out(&mut self) -> bool {
        if self.next == 0 {
            if self.log.lines.is_empty() || (self.piece == 1 && !self.progress) {
                return false;
            }
            self.piece = self.piece.div_ceil(2);
            self.progress = false;
            self.next = self.log.lines.len();
        }
        let from = self.next.saturating_sub(self.piece);
        self.before = Some(self.log.lines.clone());
        self.log.lines.drain(from..self.next);
        self.next = from;
        true
    }

    fn make_simpler(&mut self) -> bool {
        while self.next < self.log.lines.len() {
            if let Some(event) = simpler(&self.log.lines[self.next].event, self.form) {
                self.form += 1;
                if event != self.log.lines[self.next].event {
                    self.before = Some(self.log.lines.clone());
                    self.log.lines[self.next].event = event;
                    return true;
                }
            } else {
                self.next += 1;
                self.form = 0;
            }
        }
        false
    }
}

impl Tree {
    fn next_try(&mut self) -> bool {
        self.log.shrunk = true;
        if self.piece > 0 && self.leave_out() {
            return true;
        }
        if self.piece > 0 {
            self.piece = 0;
            self.next = 0;
        }
        self.make_simpler()
    }
}

impl ValueTree for Tree {
    type Value = Log;

    fn current(&self) -> Log {
        self.log.clone()
    }

    fn simplify(&mut self) -> bool {
        self.progress |= self.before.take().is_some();
        self.next_try()
    }

    fn complicate(&mut self) -> bool {
        match self.before.take() {
            Some(lines) => {
                self.log.lines = lines;
                self.next_try()
            }
            None => false,
        }
    }
}
