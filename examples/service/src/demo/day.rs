//! The day of the demo: an hour passes in half a minute, and most people come late in the morning and after lunch.

use super::house::{self, BILLING, PEOPLE, SALES, SUPPORT};
use fastrand::Rng;
use frontdesk::{ChatId, ChatRequest, GroupId, Relaxation, Skills};
use std::time::Duration;

/// How long an hour of the day takes.
const HOUR: Duration = Duration::from_secs(30);
/// The hour at which the demo begins.
const FIRST_HOUR: u32 = 8;
/// Chats an hour, by the hour.
const PROFILE: [u32; 24] = [2, 1, 1, 0, 0, 1, 3, 8, 14, 19, 24, 26, 20, 17, 23, 24, 19, 15, 12, 10, 8, 5, 4, 3];

/// The hour of the day, so long after the beginning of the demo.
pub fn hour(since: Duration) -> u32 {
    let hours = since.as_secs() / HOUR.as_secs() + u64::from(FIRST_HOUR);
    (hours % 24) as u32
}

/// How long after the beginning the next hour begins.
pub fn next_hour(since: Duration) -> Duration {
    HOUR * (since.as_secs() / HOUR.as_secs() + 1) as u32
}

/// How long until the next visitor comes.
pub fn next_visitor(hour: u32, rng: &mut Rng) -> Duration {
    let rate = f64::from(PROFILE[(hour % 24) as usize].max(1));
    exponential(HOUR.div_f64(rate), rng)
}

/// Whether a person is on duty.
pub fn on_duty(place: usize, hour: u32) -> bool {
    let (from, to) = PEOPLE[place].shift;
    (from..to).contains(&hour)
}

/// A time with this mean, as things take that come by chance.
pub fn exponential(mean: Duration, rng: &mut Rng) -> Duration {
    mean.mul_f64(-(1.0 - rng.f64()).ln())
}

/// What a visitor asks for.
pub fn request(chat: ChatId, rng: &mut Rng) -> ChatRequest {
    let mut request = ChatRequest::new(chat, group(rng));
    if rng.u8(..100) < 10 {
        request.priority = 2;
    }
    if request.group == Some(SUPPORT) && rng.u8(..100) < 25 {
        request.needs = french(2);
        request.relax = vec![Relaxation { after: Duration::from_secs(25), needs: Skills::new() }];
    }
    if request.group == Some(SALES) && rng.u8(..100) < 15 {
        request.agent = Some(house::agent(rng.usize(..PEOPLE.len())));
        request.agent_wait = Duration::from_secs(20);
    }
    request
}

fn group(rng: &mut Rng) -> GroupId {
    match rng.u8(..100) {
        0..35 => SALES,
        35..78 => SUPPORT,
        _ => BILLING,
    }
}

fn french(level: u8) -> Skills {
    [("french".to_owned(), level)].into()
}
