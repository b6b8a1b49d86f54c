//! A made-up day in quick motion, played through the same door as a host's events.

mod crowd;
mod day;
mod house;

use crate::health::Health;
use crate::outbox::Outbox;
use crate::store::Index;
use crate::wire::{Entry, Posted};
use crate::writer::Door;
use crowd::Crowd;
use frontdesk::{Decision, Event};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// The demo is the same every time, as far as clocks allow.
const SEED: u64 = 8;
/// How many decisions are heard at a time.
const PAGE: usize = 512;
/// How long to wait before events that found no room are posted again.
const BREATH: Duration = Duration::from_millis(200);

/// Plays until the service ends. Day follows day.
pub async fn play(door: Door, outbox: Arc<Outbox>, health: Arc<Health>) {
    let (begin, mut heard) = (Instant::now(), outbox.end());
    let mut ends = outbox.follow();
    let mut crowd = Crowd::new(SEED);
    if door.names(house::names()).await.is_err() {
        return;
    }
    post(&door, house::settings(), &health).await;
    while !health.get().is_final() {
        post(&door, crowd.act(begin.elapsed()), &health).await;
        hear(&mut crowd, &outbox, &mut heard, begin.elapsed());
        let next = crowd.next().unwrap_or_default().saturating_sub(begin.elapsed());
        // Early or late: the crowd looks at the clock itself.
        let _ = timeout(next, ends.changed()).await;
    }
}

/// Posts events until they are taken, or the service ends. What is refused came too late, as it happens in real life.
async fn post(door: &Door, events: Vec<Event>, health: &Health) {
    let entry =
        |event: &Event| Some(Entry { at: None, event: event.clone(), wire: serde_json::to_string(event).ok()? });
    let entries: Vec<_> = events.iter().filter_map(entry).collect();
    while !entries.is_empty() && !health.get().is_final() {
        let posted = Posted { entries: entries.clone(), is_batch: true };
        if door.post(posted, None).await.is_ok() {
            return;
        }
        sleep(BREATH).await;
    }
}

fn hear(crowd: &mut Crowd, outbox: &Outbox, heard: &mut Index, now: Duration) {
    // Whoever falls behind further than memory goes hears nothing of what lies between.
    while let Some(rows) = outbox.recent(*heard, PAGE) {
        let Some(last) = rows.last() else { return };
        *heard = last.index;
        for row in &rows {
            if let Ok(decision) = serde_json::from_str::<Decision>(&row.json) {
                crowd.hear(now, &decision.action);
            }
        }
    }
    *heard = outbox.end();
}
