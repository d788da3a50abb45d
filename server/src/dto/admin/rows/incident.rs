use chrono::{DateTime, Utc};
use nproxy_app::lists::{self, IncidentState};
use nproxy_domain::IncidentId;
use nproxy_domain::mail::Severity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::CsvRow;
use crate::dto::names::names;

/// Something that was wrong, once per trouble.
#[derive(Debug, Serialize, ToSchema)]
pub struct Incident {
    #[schema(value_type = Uuid)]
    pub id: IncidentId,
    /// What is wrong with what: `processor_down:nowpayments`.
    pub key: String,
    #[schema(schema_with = severities)]
    pub severity: String,
    #[schema(inline)]
    pub state: IncidentStateName,
    pub title: String,
    pub detail: String,
    /// How often it was reported.
    pub times: i64,
    pub opened_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub recovered_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentStateName {
    Open,
    Recovered,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentSeverity {
    Info,
    Warning,
    Critical,
}

impl CsvRow for Incident {
    const COLUMNS: &'static [&'static str] =
        &["id", "key", "severity", "state", "title", "detail", "times", "opened_at", "updated_at", "recovered_at"];
}

impl From<lists::Incident> for Incident {
    fn from(incident: lists::Incident) -> Self {
        Self {
            id: incident.id,
            key: incident.key,
            severity: incident.severity,
            state: match incident.state {
                IncidentState::Open => IncidentStateName::Open,
                IncidentState::Recovered => IncidentStateName::Recovered,
            },
            title: incident.title,
            detail: incident.detail,
            times: incident.times,
            opened_at: incident.opened_at,
            updated_at: incident.updated_at,
            recovered_at: incident.recovered_at,
        }
    }
}

impl From<IncidentStateName> for IncidentState {
    fn from(state: IncidentStateName) -> Self {
        match state {
            IncidentStateName::Open => Self::Open,
            IncidentStateName::Recovered => Self::Recovered,
        }
    }
}

impl From<IncidentSeverity> for Severity {
    fn from(severity: IncidentSeverity) -> Self {
        match severity {
            IncidentSeverity::Info => Self::Info,
            IncidentSeverity::Warning => Self::Warning,
            IncidentSeverity::Critical => Self::Critical,
        }
    }
}

fn severities() -> Object {
    names(["info", "warning", "critical"])
}
