//! How the service is, for whoever watches it, and the call to stop.

use tokio::sync::watch;

/// How the service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It takes events.
    Ready,
    /// It cannot write its log now, and tries again.
    Unavailable,
    /// Another process writes; this one ends.
    Fenced,
    /// It was asked to end.
    Stopping,
}

impl Condition {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Unavailable => "unavailable",
            Self::Fenced => "fenced",
            Self::Stopping => "stopping",
        }
    }

    /// Whether there is no way back.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Fenced | Self::Stopping)
    }
}

/// The condition, to be watched.
pub struct Health(watch::Sender<Condition>);

impl Default for Health {
    fn default() -> Self {
        Self(watch::Sender::new(Condition::Ready))
    }
}

impl Health {
    /// How it is.
    pub fn get(&self) -> Condition {
        *self.0.borrow()
    }

    /// Tells how it is; the first final condition stays.
    pub fn set(&self, condition: Condition) {
        self.0.send_if_modified(|now| {
            let changes = !now.is_final() && *now != condition;
            if changes {
                *now = condition;
            }
            changes
        });
    }

    /// Waits until it is about to end.
    pub async fn ended(&self) -> Condition {
        let mut watch = self.0.subscribe();
        // The sender is this value itself, so it cannot be gone.
        watch.wait_for(|condition| condition.is_final()).await.map_or(Condition::Stopping, |condition| *condition)
    }
}
