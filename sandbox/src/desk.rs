//! From a decision to an answer, with its entry in the books: what the played services have in common.

use std::time::Duration;

use crate::{
    bill::Entry,
    controls::{Controls, Ticket, Turn},
    faults::Fault,
    schedule::Outage,
    serve::{Answer, Manner, Reply},
};

/// How a good answer goes out.
pub(crate) enum Wire {
    Reply(Manner),
    Reset,
    Silence,
}

pub(crate) fn wire_fault(turn: &Turn) -> Wire {
    match turn.fault {
        Some(Fault::ResetAfterReading) => Wire::Reset,
        Some(Fault::NeverAnswers) => Wire::Silence,
        Some(Fault::HalfBody) => Wire::Reply(Manner::Half),
        Some(Fault::Slow) => Wire::Reply(Manner::Slow(Duration::from_millis(turn.conduct.slow_ms))),
        _ => Wire::Reply(Manner::Whole),
    }
}

/// A fault that is met before the request is read.
pub(crate) fn early_fault(fault: Option<Fault>) -> Option<Wire> {
    match fault {
        Some(Fault::ResetBeforeReading) => Some(Wire::Reset),
        Some(Fault::SilentBeforeReading) => Some(Wire::Silence),
        _ => None,
    }
}

/// Writes the entry as it sends the answer.
pub(crate) struct Desk {
    pub(crate) controls: Controls,
    pub(crate) entry: Entry,
    /// Held until the last byte is taken, where a picture is worked on.
    pub(crate) ticket: Option<Ticket>,
}

impl Desk {
    pub(crate) fn of_model(mut self, model: Option<&str>) -> Self {
        self.entry.model = model.map(str::to_owned);
        self
    }

    /// An answer that is not billed.
    pub(crate) fn reply(self, reply: Reply, outcome: &str) -> Answer {
        self.billed(reply, outcome, 0, 0)
    }

    pub(crate) fn billed(self, reply: Reply, outcome: &str, images_made: u64, billed_micro_usd: u64) -> Answer {
        let Self { controls, entry, ticket } = self;
        let status = Some(reply.status);
        let number =
            controls.enter(Entry { status, outcome: outcome.to_owned(), images_made, billed_micro_usd, ..entry });
        Answer::Reply(Reply { call: Some((controls, number)), ticket, ..reply })
    }

    /// A call of no key in an outage. `unavailable`: 503 in the words of the service.
    pub(crate) fn in_outage(mut self, outage: Outage, unavailable: impl FnOnce() -> (Reply, &'static str)) -> Answer {
        self.entry.fault = Some(outage.fault());
        if let Some(wire) = early_fault(self.entry.fault) {
            return self.lost(&wire, 0, 0);
        }
        let (reply, kind) = unavailable();
        self.reply(reply, kind)
    }

    /// The connection is reset, or stays silent.
    pub(crate) fn lost(self, wire: &Wire, images_made: u64, billed_micro_usd: u64) -> Answer {
        let Self { controls, entry, ticket } = self;
        let silent = matches!(wire, Wire::Silence);
        let outcome = if silent { "SILENCE" } else { "RESET" }.to_owned();
        controls.enter(Entry { status: None, outcome, images_made, billed_micro_usd, ..entry });
        if silent { Answer::Silence(ticket) } else { Answer::Reset }
    }
}
