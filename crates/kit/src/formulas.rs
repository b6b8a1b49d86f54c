//! What queueing theory says of the steady state, in closed form or as sums over the states of a birth-death process.
//!
//! `a` is the offered load `lam / mu`, `c` the number of servers, `limit` how many fit in all, waiting ones included.
//! Erlang (1917) for the first two; Palm (1946) for patience; Cobham (1954) for priorities.

/// The share that is turned away where nobody waits: M/M/c/c.
pub fn erlang_b(a: f64, c: u32) -> f64 {
    (1..=c).fold(1.0, |b, n| a * b / (f64::from(n) + a * b))
}

/// The share that waits where everybody does who finds no server: M/M/c.
pub fn erlang_c(a: f64, c: u32) -> f64 {
    let b = erlang_b(a, c);
    b / (1.0 - a / f64::from(c) * (1.0 - b))
}

/// What is asked of M/M/c.
#[derive(Clone, Copy)]
pub struct Unlimited {
    /// The share that waits.
    pub waits: f64,
    /// The mean wait, those at once included.
    pub mean_wait: f64,
    /// How fast waits die out: of those who wait, the share that waits longer than `t` is `exp(-decay * t)`.
    pub decay: f64,
}

impl Unlimited {
    /// Where so many arrive in a unit of time, and each of `c` servers ends so many.
    pub fn new(lam: f64, mu: f64, c: u32) -> Self {
        let (waits, decay) = (erlang_c(lam / mu, c), f64::from(c) * mu - lam);
        Self { waits, mean_wait: waits / decay, decay }
    }

    /// The share of all that waits longer than this.
    pub fn longer_than(&self, t: f64) -> f64 {
        self.waits * (-self.decay * t).exp()
    }
}

/// What is asked of M/M/c/K+M: limited room, and visitors who leave after an exponential time (`theta` 0: never).
#[derive(Clone, Copy)]
pub struct Limited {
    /// The share of all arrivals that is turned away.
    pub blocked: f64,
    /// The share that is made to wait.
    pub waits: f64,
    /// The share that is gone before anybody came.
    pub gives_up: f64,
    /// How many wait, on the average over time.
    pub queue: f64,
    /// The mean wait of those who were let in, however it ended.
    pub wait_of_admitted: f64,
    /// The mean wait of those who were served.
    pub wait_of_served: f64,
}

impl Limited {
    /// Without a limit, give one that is never reached.
    pub fn new(lam: f64, mu: f64, c: u32, limit: u32, theta: f64) -> Self {
        let death = |n: u32| f64::from(n.min(c)) * mu + f64::from(n.saturating_sub(c)) * theta;
        let mut shares = vec![1.0];
        for n in 1..=limit {
            shares.push(shares[n as usize - 1] * lam / death(n));
        }
        let sum: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= sum);
        let (blocked, waiting_room) = (shares[limit as usize], &shares[c as usize..]);
        let queue: f64 = waiting_room.iter().enumerate().map(|(waiting, share)| waiting as f64 * share).sum();
        let gives_up = theta * queue / lam;
        // Whoever finds `j` waiting moves up when one in front goes, and is served with the chance that nobody's
        // patience but theirs outlasts it; each place takes its own mean time.
        let (mut of_served, mut chance, mut time) = (0.0, 1.0, 0.0);
        for (j, share) in waiting_room[..waiting_room.len() - 1].iter().enumerate() {
            let ahead = f64::from(c) * mu + j as f64 * theta;
            chance *= ahead / (ahead + theta);
            time += 1.0 / (ahead + theta);
            of_served += share * chance * time;
        }
        Self {
            blocked,
            waits: waiting_room.iter().sum::<f64>() - blocked,
            gives_up,
            queue,
            wait_of_admitted: queue / (lam * (1.0 - blocked)),
            wait_of_served: of_served / (1.0 - blocked - gives_up),
        }
    }
}

/// The mean wait of each class, the most urgent first; nobody is interrupted, and all are served at the same rate.
pub fn cobham(lams: &[f64], mu: f64, c: u32) -> Vec<f64> {
    let rate = f64::from(c) * mu;
    let all_busy = erlang_c(lams.iter().sum::<f64>() / mu, c) / rate;
    let mut before = 0.0;
    let wait = |lam: &f64| {
        let until = before + lam / rate;
        let wait = all_busy / ((1.0 - before) * (1.0 - until));
        before = until;
        wait
    };
    lams.iter().map(wait).collect()
}
