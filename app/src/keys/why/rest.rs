//! A key that rests.

use super::{Facts, IncidentView};
use crate::keys::words::{coming, counted, moment, ordinal};

impl Facts<'_> {
    pub(super) fn cooldown(&self) -> Vec<String> {
        let mut said = if self.key.incident_id.is_some() {
            vec![self.for_an_incident()]
        } else if self.key.resort_at.is_some() || self.key.resorting {
            self.for_its_own_failure()
        } else {
            vec![self.as_long_as_the_upstream_says()]
        };
        if self.key.in_flight > 0 && !self.key.resorting {
            let flight = counted(self.key.in_flight, "request");
            said.push(format!(
                "{flight} from before {} in flight.",
                if self.key.in_flight == 1 { "is" } else { "are" }
            ));
        }
        said
    }

    fn until(&self) -> String {
        self.key.until.map(|until| coming(until, self.now)).unwrap_or_default()
    }

    fn for_an_incident(&self) -> String {
        let of = self.incident();
        format!("Rests for {of}: tried again at {}; nothing of it counts against the key.", self.until())
    }

    pub(super) fn incident(&self) -> String {
        self.incident.map_or("a trouble of several keys".to_owned(), |incident| {
            let since = moment(incident.opened_at, self.now);
            format!("an incident of {} ({}, since {since})", self.scope(incident), incident.way)
        })
    }

    fn scope(&self, incident: &IncidentView) -> String {
        let all = format!("all {} keys", self.key.provider);
        match (incident.scope.as_str(), &self.key.proxy, &self.key.account) {
            ("proxy", Some(proxy), _) => format!("{all} behind the proxy {}", proxy.label),
            ("account", _, Some(account)) => format!("{all} of the account {account}"),
            _ => all,
        }
    }

    fn for_its_own_failure(&self) -> Vec<String> {
        let strikes = ordinal(self.key.strikes.max(1));
        let of = self.cause.map(|cause| format!(", {}", cause.said())).unwrap_or_default();
        let mut said = vec![
            format!("Rests until {}: {strikes} failure in a row{of}.", self.until()),
            "After that one request at a time until the first success.".to_owned(),
            self.strikes_left(),
        ];
        if self.key.resorting {
            said.push("No other key is left, so it is being tried in the middle of its rest right now.".to_owned());
        } else if let Some(at) = self.key.resort_at {
            let when = if at > self.now { format!("from {} on", coming(at, self.now)) } else { "now".to_owned() };
            said.push(format!("Where no other key is left it may be tried {when}, one request at a time."));
        }
        said
    }

    fn as_long_as_the_upstream_says(&self) -> String {
        let why = match self.cause {
            Some(cause) if cause.cause == "quota_day" => format!("its quota of the day is used up, {}", cause.said()),
            Some(cause) if cause.cause == "rate_limited" => {
                format!("the upstream takes no more requests for now, {}", cause.said())
            }
            _ => "the upstream asked for it".to_owned(),
        };
        let after = "That is no failure; after it one request at a time until the first success.";
        format!("Rests until {}: {why}. {after}", self.until())
    }
}
