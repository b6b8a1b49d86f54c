//! The report: the account of the rows, the two columns, and what explains the difference.

use crate::forecast::Forecast;
use crate::idle::Idle;
use crate::outcome::Outcome;
use crate::overtaking::Overtaking;
use crate::simulator::{House, Run};
use frontdesk_kit::recorded::contacts::{Contact, Contacts};
use frontdesk_kit::recorded::shifts::Shifts;
use std::fmt::{self, Display};

/// All there is to tell.
pub struct Report<'a> {
    /// Where the contacts came from.
    pub source: &'a str,
    /// The recording.
    pub contacts: &'a Contacts,
    /// Its agents.
    pub shifts: &'a Shifts,
    /// How the engine's desk was run.
    pub house: House,
    /// What became of it under the engine.
    pub run: &'a Run,
}

impl Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let recorded = Outcome::recorded(&self.contacts.list);
        let engine = Outcome::simulated(self.run);
        let idle = Idle::of(&self.contacts.list, self.shifts);
        self.rows(f)?;
        self.table(f, &recorded, &engine, idle)?;
        self.order(f)?;
        self.forecasts(f)?;
        self.notes(f, &recorded, idle)?;
        self.speed(f)
    }
}

impl Report<'_> {
    fn rows(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Contacts { list, rows, left_out, taken_so, .. } = self.contacts;
        let out: usize = left_out.values().sum();
        writeln!(f, "{}: {rows} rows = {} routed + {out} left out", self.source, list.len())?;
        for (why, count) in left_out {
            writeln!(f, "  left out {count:>6}  {why}")?;
        }
        for (how, count) in taken_so {
            writeln!(f, "  routed   {count:>6}  {how}")?;
        }
        let (agents, spans) = (self.shifts.agents.len(), self.shifts.spans.len());
        writeln!(f, "{agents} agents, {spans} shifts of {:.0} hours in all", hours(self.shifts.seconds()))
    }

    fn table(&self, f: &mut fmt::Formatter<'_>, recorded: &Outcome, engine: &Outcome, idle: Idle) -> fmt::Result {
        writeln!(f)?;
        let mut line = |label: &str, left: &dyn Display, right: &dyn Display| line(f, label, left, right);
        line("", &"recorded", &"engine")?;
        line("arrivals", &recorded.arrivals, &engine.arrivals)?;
        line("  hung up in the menu", &recorded.left_menu, &engine.left_menu)?;
        line("  asked for an agent", &recorded.asked(), &engine.asked())?;
        line("    served", &recorded.served, &engine.served)?;
        line("    gave up", &recorded.gave_up, &engine.gave_up)?;
        line("    turned away", &recorded.turned_away, &engine.turned_away)?;
        line("    waiting at the end", &recorded.left_waiting, &engine.left_waiting)?;
        let asked = |outcome: &Outcome, part| percent(part as f64, outcome.asked() as f64);
        line("had to wait, of those who asked", &asked(recorded, recorded.waited), &asked(engine, engine.waited))?;
        line("gave up, of those who asked", &asked(recorded, recorded.gave_up), &asked(engine, engine.gave_up))?;
        let (left, right) = (&recorded.waits, &engine.waits);
        line("wait of the served, mean", &seconds(left.mean()), &seconds(right.mean()))?;
        line("  median", &seconds(left.median()), &seconds(right.median()))?;
        line("  95 of 100 at most", &seconds(left.quantile(0.95)), &seconds(right.quantile(0.95)))?;
        let (left, right) = (&recorded.long_waits, &engine.long_waits);
        line("  mean of those who had to wait", &seconds(left.mean()), &seconds(right.mean()))?;
        line("  their median", &seconds(left.median()), &seconds(right.median()))?;
        let (left, right) = (recorded.lost_waits.mean(), engine.lost_waits.mean());
        line("wait of those who gave up, mean", &seconds(left), &seconds(right))?;
        let share = |talked: u64| percent(talked as f64, self.shifts.seconds() as f64);
        line("talk, as a share of the shifts", &share(idle.talking), &share(self.run.talked))
    }

    /// Who was taken out of turn.
    fn order(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut share = |label: &str, credit| {
            let recorded = Overtaking::recorded(&self.contacts.list, credit);
            let engine = Overtaking::simulated(&self.contacts.list, self.run, credit);
            let share = |part: Overtaking| percent(part.overtook as f64, part.of as f64);
            line(f, label, &share(recorded), &share(engine))
        };
        share("overtook one of their kind who came first", 0)?;
        match self.house.credit {
            0 => Ok(()),
            credit => share(&format!("  first with {credit} s of credit for priority"), credit),
        }
    }

    /// How often the wait estimated at first came true.
    fn forecasts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let recorded = Forecast::recorded(&self.contacts.list, self.house.credit);
        let engine = Forecast::simulated(self.run);
        let mut row = |label: &str, part: fn(&Forecast) -> usize| {
            let share = |forecast: &Forecast| percent(part(forecast) as f64, forecast.told() as f64);
            line(f, label, &share(&recorded), &share(&engine))
        };
        row("wait within the estimate told at first", |forecast| forecast.within)?;
        row("  sooner", |forecast| forecast.sooner)?;
        row("  later", |forecast| forecast.later)?;
        line(f, "  waits with an estimate", &recorded.told(), &engine.told())?;
        line(f, "  waits without: too little seen", &recorded.unknown, &engine.unknown)
    }

    fn notes(&self, f: &mut fmt::Formatter<'_>, recorded: &Outcome, idle: Idle) -> fmt::Result {
        let talk = |contact: &&Contact| contact.talk.is_none() && contact.service > 0;
        let served =
            |contact: &&Contact| matches!(contact.recorded, frontdesk_kit::recorded::contacts::Recorded::Served { .. });
        let unnamed: u64 =
            self.contacts.list.iter().filter(served).filter(talk).map(|contact| u64::from(contact.service)).sum();
        writeln!(f)?;
        let mut note = |text: fmt::Arguments<'_>| writeln!(f, "* {text}");
        note(format_args!(
            "An agent's shift is taken as the whole span from the first talk of the day to the last. In the recording a\n  \
             good part of it is neither talk nor readiness (notes, breaks, other work), and the record does not say which:\n  \
             callers waited for {:.1} hours, and for {:.1} of them some agent within their span did not talk ({:.1} agent-hours).\n  \
             The engine's agents are ready all that time, but for {} s after each talk (--notes), and nobody waits while one of\n  \
             them is ready. Hence fewer have to wait, and fewer give up.",
            hours(idle.queue_open),
            hours(idle.needless),
            hours(idle.while_waiting),
            self.house.notes
        ))?;
        note(format_args!(
            "{} callers gave up in the recording. Those whom the engine reaches in time are served with a talk as long as\n  \
             that of the last one served of their kind; their own is not known. Nor is the patience of those who were served:\n  \
             under the engine they never give up, which keeps its count of the lost low where its waits are long.",
            recorded.gave_up
        ))?;
        note(format_args!(
            "{:.1} hours of talk were recorded without the agent's name, so without a shift: the engine's agents do them too.",
            hours(unnamed)
        ))?;
        note(format_args!(
            "Callers who hung up in the menu never asked for an agent. They are requests that end in the same second,\n  \
             and are counted apart."
        ))?;
        note(format_args!(
            "All are one group, since the recorded agents took calls of many kinds. What a recorded desk did otherwise (a few\n  \
             agents took mostly one kind) changes who waits more than how long they wait in the mean."
        ))?;
        note(format_args!(
            "First come, first served, but that priority customers are credited with {} s of waiting (--credit). Who overtook\n  \
             was taken from the queue while one of their kind who was in front of them still waited, and was taken later.",
            self.house.credit
        ))?;
        note(format_args!(
            "The estimate is that of the instant in which the engine enqueued them; for the record, what the same rule says of\n  \
             the recorded queues, one for each kind, without an engine. It is meant for four waits in five."
        ))
    }

    fn speed(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Run { events, ticks, decisions, in_engine, .. } = self.run;
        let rate = *events as f64 / in_engine.as_secs_f64().max(f64::MIN_POSITIVE);
        writeln!(
            f,
            "\n{events} events ({ticks} of them ticks for deadlines), {decisions} decisions, no law broken;\n{rate:.0} events a second in the engine"
        )
    }
}

fn line(f: &mut fmt::Formatter<'_>, label: &str, recorded: &dyn Display, engine: &dyn Display) -> fmt::Result {
    writeln!(f, "{label:<44}{:>12}{:>12}", recorded.to_string(), engine.to_string())
}

fn hours(seconds: u64) -> f64 {
    seconds as f64 / 3_600.0
}

fn seconds(value: Option<f64>) -> String {
    value.map_or_else(|| "-".into(), |value| format!("{value:.1} s"))
}

fn percent(part: f64, whole: f64) -> String {
    if whole > 0.0 { format!("{:.1} %", 100.0 * part / whole) } else { "-".into() }
}
