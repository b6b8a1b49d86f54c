//! The systems that are played, what theory says of each, and how the same is read from what was played.

use crate::simulator::{Outcome, Visit};
use frontdesk::Strategy::{self, BestSkilled, InOrder, LeastActive, LongestIdle, MostAvailable, RoundRobin};
use frontdesk_kit::formulas::{Limited, Unlimited, cobham, erlang_c};

/// A system: Poisson arrivals, exponential service, `agents` with so many slots each.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub name: &'static str,
    /// Arrivals per unit of time, the most urgent class first.
    pub lams: &'static [f64],
    /// Services per unit of time and slot.
    pub mu: f64,
    pub agents: u32,
    pub slots: u32,
    /// How many fit in all; `None` is no limit.
    pub limit: Option<u32>,
    /// How fast patience ends; 0 is never.
    pub theta: f64,
    /// Theory knows none: who of equal agents is chosen changes no number.
    pub strategy: Strategy,
}

const fn unlimited(
    name: &'static str,
    lams: &'static [f64],
    mu: f64,
    (agents, slots): (u32, u32),
    strategy: Strategy,
) -> Case {
    Case { name, lams, mu, agents, slots, limit: None, theta: 0.0, strategy }
}

const fn limited(case: Case, limit: u32) -> Case {
    Case { limit: Some(limit), ..case }
}

const fn impatient(case: Case, theta: f64) -> Case {
    Case { theta, ..case }
}

/// Three agents at two thirds: small, so that an error of one is large.
pub const SMALL: Case = unlimited("M/M/3", &[2.0], 1.0, (3, 1), LongestIdle);
/// One agent and two places under twice the load.
pub const TWO_PLACES: Case = limited(unlimited("M/M/1/3", &[2.0], 1.0, (1, 1), RoundRobin), 3);
/// As much load as agents, and five places.
pub const FIVE_PLACES: Case = limited(unlimited("M/M/10/15", &[10.0], 1.0, (10, 1), LeastActive), 15);
/// Three agents, three places, and visitors who leave.
pub const IMPATIENT: Case = impatient(limited(unlimited("M/M/3/6+M", &[4.0], 1.0, (3, 1), LongestIdle), 6), 1.0);
/// Eight agents with three chats each.
const CHATS: Case = unlimited("chats 8 x 3", &[0.1], 0.005, (8, 3), LeastActive);
/// Three agents with two chats each, as much load as that, and three places.
pub const BUSY_CHATS: Case = limited(unlimited("chats 3 x 2, 3 places", &[6.0], 1.0, (3, 2), MostAvailable), 9);
/// One agent, an urgent and a patient class.
pub const CLASSES: Case = unlimited("priority M/M/1", &[0.4, 0.4], 1.0, (1, 1), InOrder);

pub const CASES: [Case; 21] = [
    unlimited("M/M/2", &[5.0], 10.0, (2, 1), RoundRobin),
    SMALL,
    unlimited("M/M/25", &[20.0], 1.0, (25, 1), BestSkilled),
    unlimited("M/M/4", &[30.0], 12.0, (4, 1), InOrder),
    CHATS,
    BUSY_CHATS,
    unlimited("chats 5 x 5", &[20.0], 1.0, (5, 5), MostAvailable),
    unlimited("chats 1 x 3", &[2.0], 1.0, (1, 3), LongestIdle),
    limited(unlimited("M/M/10/10", &[20.0], 1.0, (10, 1), MostAvailable), 10),
    limited(unlimited("M/M/1/1", &[5.0], 1.0, (1, 1), LongestIdle), 1),
    limited(unlimited("M/M/40/40", &[36.0], 1.0, (40, 1), LeastActive), 40),
    limited(unlimited("M/M/5/12", &[8.0], 4.0, (5, 1), RoundRobin), 12),
    TWO_PLACES,
    FIVE_PLACES,
    limited(unlimited("M/M/2/2", &[3.0], 1.0, (2, 1), InOrder), 2),
    impatient(unlimited("M/M/50+M", &[48.0], 1.0, (50, 1), LongestIdle), 0.5),
    impatient(unlimited("M/M/10+M", &[12.0], 1.0, (10, 1), RoundRobin), 0.5),
    impatient(unlimited("M/M/20+M", &[20.0], 1.0, (20, 1), InOrder), 2.0),
    IMPATIENT,
    CLASSES,
    unlimited("priority M/M/20", &[5.0, 10.0, 3.0], 1.0, (20, 1), LongestIdle),
];

/// A number that theory gives and a run estimates, as a mean over the visits it speaks of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    Blocked,
    Waits,
    GivesUp,
    /// In units of time; those at once count as 0.
    WaitOfAdmitted,
    WaitOfServed,
    WaitOfClass(usize),
    LongerThan(f64),
}

impl Case {
    pub fn servers(&self) -> u32 {
        self.agents * self.slots
    }

    pub fn lam(&self) -> f64 {
        self.lams.iter().sum()
    }

    /// How many arrivals it takes until what was before does not matter: those of a relaxation time, which grows
    /// without bounds where the load comes near the servers.
    pub fn forgets_after(&self) -> f64 {
        let (lam, rate) = (self.lam(), f64::from(self.servers()) * self.mu);
        match self.limit {
            None if self.theta == 0.0 => lam / (rate.sqrt() - lam.sqrt()).powi(2),
            _ => lam / self.mu.max(self.theta),
        }
    }

    /// What theory says.
    pub fn expected(&self) -> Vec<(Quantity, f64)> {
        use Quantity::{Blocked, GivesUp, LongerThan, WaitOfAdmitted, WaitOfClass, WaitOfServed, Waits};
        let (lam, c) = (self.lam(), self.servers());
        if self.lams.len() > 1 {
            let of_class = |(class, wait)| (WaitOfClass(class), wait);
            let mut all: Vec<_> = cobham(self.lams, self.mu, c).into_iter().enumerate().map(of_class).collect();
            all.push((Waits, erlang_c(lam / self.mu, c)));
            return all;
        }
        if self.limit.is_none() && self.theta == 0.0 {
            let exact = Unlimited::new(lam, self.mu, c);
            let t = 1.0 / exact.decay;
            return vec![
                (Waits, exact.waits),
                (WaitOfAdmitted, exact.mean_wait),
                (LongerThan(t), exact.longer_than(t)),
                (Blocked, 0.0),
            ];
        }
        // With patience and without a limit nothing is beyond twenty times the servers: the shares there are below
        // 1e-50.
        let exact = Limited::new(lam, self.mu, c, self.limit.unwrap_or(20 * c), self.theta);
        let mut all = vec![
            (Blocked, if self.limit.is_some() { exact.blocked } else { 0.0 }),
            (Waits, exact.waits),
            (WaitOfAdmitted, exact.wait_of_admitted),
        ];
        if self.theta > 0.0 {
            all.extend([(GivesUp, exact.gives_up), (WaitOfServed, exact.wait_of_served)]);
        }
        all
    }
}

impl Quantity {
    /// Whether it is a share, of which the rare ones need many visits.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Blocked | Self::Waits | Self::GivesUp | Self::LongerThan(_))
    }

    /// What a visit adds to the mean, if it is one of those spoken of.
    pub fn of(self, visit: &Visit) -> Option<f64> {
        let share = |it_is: bool| Some(f64::from(u8::from(it_is)));
        match self {
            Self::Blocked => share(visit.outcome == Outcome::Blocked),
            Self::Waits => share(visit.waited),
            Self::GivesUp => share(visit.outcome == Outcome::GaveUp),
            Self::LongerThan(t) => share(visit.wait > t),
            Self::WaitOfAdmitted => (visit.outcome != Outcome::Blocked).then_some(visit.wait),
            Self::WaitOfServed => (visit.outcome == Outcome::Served).then_some(visit.wait),
            Self::WaitOfClass(class) => (visit.class == class).then_some(visit.wait),
        }
    }
}
