//! A line of a payment's history as an admin reads it.

use nproxy_domain::redact::line;
use nproxy_domain::{PaymentEventId, Timestamp};
use nproxy_store::payments::{EventKind, EventRow};
use serde::Serialize;
use serde_json::Value;

/// What was told or done. Text is on one line each, without anything that reorders it; so is all text in `body`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventView {
    pub id: PaymentEventId,
    pub at: Timestamp,
    /// `placed`, `created`, `webhook`, `read`, `found`, `reported`, `act` or `failed`.
    pub kind: &'static str,
    /// `system`, `operator` or `user:<id>`.
    pub actor: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub summary: String,
    /// What was told, redacted; for an act its particulars.
    pub body: Option<Value>,
}

impl From<EventRow> for EventView {
    fn from(row: EventRow) -> Self {
        Self {
            id: PaymentEventId(row.id),
            at: row.at,
            kind: name(row.kind),
            actor: row.actor,
            before: row.state_before,
            after: row.state_after,
            summary: line(&row.summary),
            body: row.body.map(in_lines),
        }
    }
}

pub(super) fn name(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Placed => "placed",
        EventKind::Created => "created",
        EventKind::Webhook => "webhook",
        EventKind::Read => "read",
        EventKind::Found => "found",
        EventKind::Reported => "reported",
        EventKind::Act => "act",
        EventKind::Failed => "failed",
    }
}

/// Its texts, each on a line.
fn in_lines(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(line(&text)),
        Value::Array(values) => values.into_iter().map(in_lines).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (line(&name), in_lines(value))).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_processor_told_can_not_leave_its_line() {
        let told = json!({ "unclear": "a\u{1b}[2J\nb", "coins": ["x\u{202E}y", 1], "a\tb": null });
        assert_eq!(in_lines(told), json!({ "unclear": "a [2J b", "coins": ["x y", 1], "a b": null }));
    }
}
