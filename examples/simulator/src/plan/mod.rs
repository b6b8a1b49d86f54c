//! Plans: who asks, who answers, and what is to be compared. Written in TOML; policies, agents and hours are those of
//! the contract's wire, with names for ids and ranges of days.
//!
//! [`centre`] is what a plan comes to for one variant, [`Length`] how long something takes.

mod agents;
mod build;
pub mod centre;
mod contacts;
mod days;
mod error;
mod fields;
mod groups;
mod length;
mod names;
mod recording;
mod scripts;
mod variants;

pub use error::PlanError;
pub use length::Length;
pub(crate) use length::share;
pub use names::Names;

use crate::world::clock;
use centre::Centre;
use chrono::NaiveDate;
use chrono_tz::Tz;
use fields::Fields;
use recording::Recording;
use std::path::Path;
use variants::Draft;

/// The plan that comes with the simulator, `plans/lunch.toml`.
pub const LUNCH: &str = include_str!("../../plans/lunch.toml");
/// No run is longer than ten years.
pub const MOST_DAYS: u32 = 3_652;
/// More contacts than this in a run would not fit in the memory of most machines.
const MOST_CONTACTS: f64 = 1e8;

/// A plan: settings of the run, and a centre for each variant.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What it is about.
    pub title: String,
    /// What it is to answer, if it says.
    pub question: Option<String>,
    /// Whose midnights part the days, and whose clocks the plots show.
    pub zone: Tz,
    /// The first day.
    pub first_day: NaiveDate,
    /// How many days count.
    pub days: u32,
    /// How many days before them fill the centre, and are not counted.
    pub warm_up_days: u32,
    /// Whose numbers.
    pub seed: u64,
    /// What is promised.
    pub service: Service,
    /// What is compared, the centre as it is first.
    pub variants: Vec<Variant>,
    /// What was read from a log, and what was left out.
    pub account: Option<String>,
}

/// A service level: which share is to be answered within which time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Service {
    /// The time in seconds.
    pub within_s: f64,
    /// The share, from 0 to 1.
    pub goal: f64,
}

/// A centre and what sets it apart.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// The whole of it.
    pub centre: Centre,
}

/// What the command line says beside a plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish {
    /// Another number of days.
    pub days: Option<u32>,
    /// Another number of days of warm-up.
    pub warm_up_days: Option<u32>,
    /// Another seed.
    pub seed: Option<u64>,
}

impl Plan {
    /// Reads a plan file, or a log of events (`.jsonl`) as a plan without variants.
    ///
    /// # Errors
    ///
    /// When the file, or one it names, cannot be read, or says what makes no sense.
    pub fn open(path: &Path, wish: Wish) -> Result<Self, PlanError> {
        let name = path.display().to_string();
        let at = |error: PlanError| error.within(&name);
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let events = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let table = serde_json::json!({ "title": name, "log": { "events": events } });
            return Self::read(fields::table(table, &name)?, path.parent(), wish);
        }
        let text = std::fs::read_to_string(path).map_err(|error| PlanError::new(&name, error))?;
        Self::parse(&text, path.parent(), wish).map_err(at)
    }

    /// The plan that comes with the simulator.
    ///
    /// # Errors
    ///
    /// None, as long as that plan makes sense, which a test holds.
    pub fn shipped() -> Result<Self, PlanError> {
        Self::parse(LUNCH, None, Wish::default())
    }

    /// Reads the text of a plan. Logs are looked for from this folder.
    ///
    /// # Errors
    ///
    /// When it is no TOML, or says what makes no sense.
    pub fn parse(text: &str, folder: Option<&Path>, wish: Wish) -> Result<Self, PlanError> {
        let table = toml::from_str(text).map_err(|error| PlanError::new("not a plan", error))?;
        Self::read(table, folder, wish)
    }

    fn read(mut table: Fields, folder: Option<&Path>, wish: Wish) -> Result<Self, PlanError> {
        let place = "plan";
        let zone = zone(&fields::take::<String>(&mut table, "zone", place)?.unwrap_or_else(|| "UTC".into()), place)?;
        let seed = wish.seed.or(fields::take(&mut table, "seed", place)?).unwrap_or(7);
        let log = fields::take::<Fields>(&mut table, "log", place)?;
        let recording = log.map(|log| Recording::open(log, folder, seed)).transpose()?;
        let days = span(&mut table, zone, recording.as_ref(), wish)?;
        let title = fields::take(&mut table, "title", place)?.unwrap_or_else(|| "A contact centre".into());
        let question = fields::take(&mut table, "question", place)?;
        let service = service(&mut table)?;
        let variants = Self::variants(&mut table, zone, recording.as_ref())?;
        let known = "`title`, `question`, `zone`, `first_day`, `days`, `warm_up_days`, `seed`, `baseline`, `offline_chats`, \
                     `level_worth_ms`, `service_level`, `log`, `group`, `agent`, `contacts` and `variant`";
        fields::finish(&table, place, known)?;
        let all_days = f64::from(days.days + days.warm_up_days);
        for variant in &variants {
            let expected = variant.centre.contacts_in_a_week() / 7.0 * all_days;
            if expected > MOST_CONTACTS {
                let problem = format!(
                    "{all_days} days bring about {expected:.0} contacts, and at most {MOST_CONTACTS:.0} can be played"
                );
                return Err(PlanError::new(format!("variant \"{}\"", variant.name), problem));
            }
        }
        let account = recording.map(|recording| recording.account());
        Ok(Self { title, question, seed, zone, service, variants, account, ..days })
    }

    fn variants(table: &mut Fields, zone: Tz, recording: Option<&Recording>) -> Result<Vec<Variant>, PlanError> {
        let place = "plan";
        let baseline = fields::take(table, "baseline", place)?.unwrap_or_else(|| "As it is".into());
        let changes = fields::take_tables(table, "variant", place)?;
        let mut base = Draft {
            groups: fields::take_tables(table, "group", place)?,
            agents: agents::spread(fields::take_tables(table, "agent", place)?)?,
            contacts: fields::take_tables(table, "contacts", place)?,
        };
        let workspace = build::workspace(table)?;
        if base.groups.iter().any(|group| group.get("name").is_some_and(|name| name == recording::DEFAULT)) {
            return Err(PlanError::new(
                "group \"default\"",
                "the Default group is the workspace's; give this one another name",
            ));
        }
        if let Some(recording) = recording {
            recording.fill(&mut base)?;
        }
        let build = |draft: &Draft| build::centre(draft, workspace.clone(), zone, recording);
        let mut variants = vec![Variant { centre: build(&base)?, name: baseline }];
        for (index, change) in changes.into_iter().enumerate() {
            let (name, draft) = variants::apply(&base, change, index + 1)?;
            if variants.iter().any(|variant| variant.name == name) {
                return Err(PlanError::new(format!("variant \"{name}\""), "the name comes twice"));
            }
            let centre = build(&draft).map_err(|error| error.within(format!("variant \"{name}\"")))?;
            variants.push(Variant { name, centre });
        }
        Ok(variants)
    }
}

/// The days of a run, in a plan that has nothing else yet.
fn span(table: &mut Fields, zone: Tz, recording: Option<&Recording>, wish: Wish) -> Result<Plan, PlanError> {
    let place = "plan";
    let first: Option<String> = fields::take(table, "first_day", place)?;
    let recorded = recording.map(|recording| recording.span());
    let first_day = match (first, recorded) {
        (Some(text), _) => text.parse().map_err(|_| {
            PlanError::new(place, format!("`first_day` is \"{text}\", and must be a date as \"2026-06-01\""))
        })?,
        (None, Some((from, _))) => clock::date(zone, from),
        (None, None) => NaiveDate::from_ymd_opt(2026, 6, 1).unwrap_or_default(),
    };
    let all = recorded.map(|(_, to)| (clock::date(zone, to) - first_day).num_days().max(0) as u32 + 1);
    let given: Option<u32> = fields::take(table, "days", place)?;
    let days = wish.days.or(given).or(all).unwrap_or(20);
    let warm_up_days = wish.warm_up_days.or(fields::take(table, "warm_up_days", place)?).unwrap_or(0);
    if days == 0 || days.saturating_add(warm_up_days) > MOST_DAYS {
        return Err(PlanError::new(
            place,
            format!(
                "`days` and `warm_up_days` are {days} and {warm_up_days}; there must be a day, and together at most {MOST_DAYS}"
            ),
        ));
    }
    if !(1..=9_000).contains(&chrono::Datelike::year(&first_day)) {
        return Err(PlanError::new(place, "`first_day` is not in the years 1 to 9000"));
    }
    let service = Service { within_s: 20.0, goal: 0.8 };
    let (title, question, account, variants) = (String::new(), None, None, Vec::new());
    Ok(Plan { title, question, zone, first_day, days, warm_up_days, seed: 0, service, variants, account })
}

fn service(table: &mut Fields) -> Result<Service, PlanError> {
    let place = "service_level";
    let mut own: Fields = fields::take(table, place, "plan")?.unwrap_or_default();
    let within_s = fields::take(&mut own, "within_s", place)?.unwrap_or(20.0);
    let goal = fields::take(&mut own, "goal", place)?.unwrap_or(0.8);
    fields::finish(&own, place, "`within_s` and `goal`")?;
    if !(0.0..=1.0).contains(&goal) {
        return Err(PlanError::new(place, format!("`goal` is {goal}, and must be a share from 0 to 1")));
    }
    Ok(Service { within_s: fields::not_negative(within_s, "`within_s`", place)?, goal })
}

/// A zone by its IANA name.
fn zone(name: &str, place: &str) -> Result<Tz, PlanError> {
    name.parse().map_err(|_| PlanError::new(place, format!("\"{name}\" is no known time zone")))
}
