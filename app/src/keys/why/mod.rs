//! Why a key is where it is and when it comes back, in plain words.
//!
//! Pure: [`super::show`] reads the facts, this makes sentences of them.

mod around;
mod rest;
#[cfg(test)]
mod tests;
mod todo;

use nproxy_domain::Timestamp;
use nproxy_domain::keys::KeyPolicy;
use serde::Serialize;

use super::show::{IncidentView, NotFor, ProxyState};
use super::view::KeyView;
use super::words::{ago, coming, counted, moment, ordinal};
use crate::spending::SpendStop;

/// The cause of a key's probation after another key's success ended their shared trouble.
pub(super) const INCIDENT_OVER: &str = "shared_cause_over";

/// What brought a key where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    pub at: Timestamp,
    /// A class of outcomes, or the act of an admin.
    pub cause: String,
    /// Redacted.
    pub evidence: Option<String>,
    pub actor: String,
}

impl Cause {
    /// Trouble between us and the upstream that counts as a strike.
    fn is_own_failure(&self) -> bool {
        matches!(self.cause.as_str(), "overload" | "timeout" | "transport")
    }

    /// `overload: 503 from the upstream`
    fn said(&self) -> String {
        format!("{}{}", self.cause, after_colon(self.evidence.as_deref()))
    }
}

/// Who is told: commands are of no use to whoever has buttons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Shell,
    Web,
}

/// All that is known.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub now: Timestamp,
    pub policy: &'a KeyPolicy,
    pub key: &'a KeyView,
    /// Of the state that it is in, or of the rest that its probation follows.
    pub cause: Option<&'a Cause>,
    /// The shared cause for which it rests.
    pub incident: Option<&'a IncidentView>,
    /// The key on which it was seen that the account has no money left, where that is another one.
    pub broke_on: Option<&'a str>,
    pub not_for: &'a [NotFor],
    pub proxy: Option<&'a ProxyState>,
    pub spend_stop: Option<&'a SpendStop>,
    /// The configuration has its provider.
    pub configured: bool,
    pub reader: Reader,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// When it may be picked, as far as time alone brings it back; `None`: something else has to happen first.
    pub back_at: Option<Timestamp>,
    pub sentences: Vec<String>,
    /// What an admin may do about it; `None`: nothing has to be done.
    pub todo: Option<String>,
}

pub fn why(facts: &Facts<'_>) -> Why {
    let mut sentences = match facts.key.state {
        "active" => facts.active(),
        "probation" => facts.probation(),
        "cooldown" => facts.cooldown(),
        "out_of_funds" => facts.out_of_funds(),
        "manual_review" => facts.manual_review(),
        _ => facts.disabled(),
    };
    sentences.extend(facts.around());
    Why { back_at: facts.back_at(), sentences, todo: facts.todo() }
}

impl Facts<'_> {
    fn back_at(&self) -> Option<Timestamp> {
        let free = match self.key.state {
            "active" => self.key.in_flight < self.key.max_in_flight,
            "probation" | "cooldown" => self.key.in_flight == 0,
            _ => false,
        };
        let at = self.key.next_at.filter(|_| free && self.configured)?.max(self.now);
        let held_back = [self.cut_off_until(), self.spend_stop.map(|stop| stop.until)];
        held_back.into_iter().flatten().max().map(|until| until.max(at)).or(Some(at))
    }

    fn active(&self) -> Vec<String> {
        let (key, now) = (self.key, self.now);
        let flight = format!("{} of {} in flight", key.in_flight, counted(key.max_in_flight, "request"));
        if key.in_flight >= key.max_in_flight {
            return vec![format!("Busy: {flight}; it may be picked again as soon as one of them ends.")];
        }
        let picked = self.picked();
        if let Some(said) = self.spaced() {
            return vec![said];
        }
        let flight = if key.in_flight > 0 { format!(" ({flight})") } else { String::new() };
        let mut said = vec![format!("{}{flight}; {picked}.", self.could_be_used())];
        if key.strikes > 0 {
            said.push(self.strikes_left());
        }
        if let Some(at) = key.next_at.filter(|at| *at > now) {
            said = vec![format!("May be picked again at {}; {picked}.", coming(at, now))];
        }
        said
    }

    fn could_be_used(&self) -> &'static str {
        if self.spend_stop.is_some() { "Could be used but for its provider's spending" } else { "Could be used now" }
    }

    fn picked(&self) -> String {
        self.key.picked_at.map_or("never picked yet".to_owned(), |at| format!("last picked {}", ago(at, self.now)))
    }

    /// Its requests per minute keep it back.
    fn spaced(&self) -> Option<String> {
        let (rpm, at) = (self.key.rpm?, self.key.next_at.filter(|at| *at > self.now)?);
        let most = counted(rpm, "request");
        Some(format!("At most {most} a minute, so it may be picked again at {}.", coming(at, self.now)))
    }

    fn probation(&self) -> Vec<String> {
        let mut said = vec!["On probation: one request at a time until the first success.".to_owned()];
        said.extend(self.rested_before());
        said.push(match self.key.in_flight {
            0 => self.spaced().unwrap_or_else(|| format!("{}; {}.", self.could_be_used(), self.picked())),
            1 => "That request is in flight.".to_owned(),
            n => format!("{} are in flight from before; it waits for their end.", counted(n, "request")),
        });
        if self.key.strikes > 0 {
            said.push(self.strikes_left());
        }
        said
    }

    fn rested_before(&self) -> Option<String> {
        if self.key.incident_id.is_some() {
            return Some(format!("It rested for {}; nothing of it counts against the key.", self.incident()));
        }
        let cause = self.cause?;
        let of = cause.said();
        Some(if cause.cause == INCIDENT_OVER {
            let when = ago(cause.at, self.now);
            format!("Before, it rested for a trouble of several keys, which is over ({when}).")
        } else if cause.is_own_failure() && self.key.strikes > 0 {
            format!("Before, it rested for its {} failure in a row, {of}.", ordinal(self.key.strikes))
        } else {
            format!("Before, it rested for {of}.")
        })
    }

    fn out_of_funds(&self) -> Vec<String> {
        let who = match &self.key.account {
            Some(account) => format!("The account {account} has no money left"),
            None => "It has no money left".to_owned(),
        };
        let seen = self.cause.map(|cause| {
            let is_an_attempts = cause.cause == "out_of_funds" && self.key.account.is_some();
            let on = match self.broke_on {
                Some(other) => format!(" on the key {other}"),
                None if is_an_attempts => " on this key".to_owned(),
                None => String::new(),
            };
            format!(" (seen {}{on}{})", ago(cause.at, self.now), after_colon(cause.evidence.as_deref()))
        });
        if self.reader == Reader::Web {
            return vec![
                format!("{who}{}.", seen.unwrap_or_default()),
                "Time alone does not bring it back.".to_owned(),
            ];
        }
        let name = self.key.name();
        let again = format!("add funds, then `nproxy keys activate {name}`. Time alone does not bring it back.");
        vec![format!("{who}{}: {again}", seen.unwrap_or_default())]
    }

    fn manual_review(&self) -> Vec<String> {
        let name = self.key.name();
        let is_web = self.reader == Reader::Web;
        let Some(cause) = self.cause else {
            let then = if is_web { String::new() } else { format!(", then `nproxy keys activate {name}`") };
            return vec![format!("An admin has to look at it{then}.")];
        };
        let when = ago(cause.at, self.now);
        let first = match cause.cause.as_str() {
            "key_invalid" => format!("The upstream refuses the key ({when}, {}).", cause.said()),
            "secret_unreadable" => format!("Its secret can't be read ({when}, {}).", cause.said()),
            _ if cause.is_own_failure() => format!(
                "{} failures in a row, the last {when}, {}. More than {} need an admin.",
                self.key.strikes,
                cause.said(),
                self.policy.strikes_max
            ),
            _ => format!("An admin has to look at it since {} ({when}, {}).", moment(cause.at, self.now), cause.said()),
        };
        if is_web {
            return vec![first];
        }
        let then = match cause.cause.as_str() {
            "secret_unreadable" => format!(
                "It was sealed with another master key or is damaged: give nproxy the right master key and \
                 `nproxy keys activate {name}`, or add the key anew and disable this one."
            ),
            "key_invalid" => format!(
                "An admin has to look at it: put the key right with its provider and `nproxy keys activate {name}`, \
                 or add another and disable this one."
            ),
            _ => format!("`nproxy keys test {name}` asks the upstream, `nproxy keys activate {name}` puts it back."),
        };
        vec![first, then]
    }

    fn disabled(&self) -> Vec<String> {
        let by = self.cause.map(|cause| {
            let actor = match cause.actor.as_str() {
                "operator" => "the operator".to_owned(),
                "system" => "nproxy itself".to_owned(),
                actor => actor.strip_prefix("user:").map_or(actor.to_owned(), |id| format!("the admin {id}")),
            };
            format!(" by {actor} {}{}", ago(cause.at, self.now), after_colon(cause.evidence.as_deref()))
        });
        let mut said = vec![format!("Disabled{}.", by.unwrap_or_default())];
        if self.key.in_flight > 0 {
            let end = if self.key.in_flight == 1 { "comes to its end" } else { "come to their end" };
            said.push(format!("{} in flight {end}.", counted(self.key.in_flight, "request")));
        }
        if self.reader == Reader::Shell {
            said.push(format!("`nproxy keys activate {}` puts it back.", self.key.name()));
        }
        said
    }

    fn strikes_left(&self) -> String {
        let left = i64::from(self.policy.strikes_max) + 1 - self.key.strikes;
        let more = format!("{} more {} in a row", left.max(1), if left <= 1 { "failure" } else { "failures" });
        format!("{more} and an admin has to look at it.")
    }
}

/// Full stops of the evidence would stand in the middle of ours.
fn after_colon(evidence: Option<&str>) -> String {
    let evidence = evidence.map(|text| text.trim_end_matches('.')).filter(|text| !text.is_empty());
    evidence.map(|text| format!(": {text}")).unwrap_or_default()
}
