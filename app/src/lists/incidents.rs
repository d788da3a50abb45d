//! What was wrong.

use nproxy_domain::redact::plain;
use nproxy_domain::{IncidentId, Timestamp};
use nproxy_store::StoreError;
use nproxy_store::entities::incidents::Model;
use nproxy_store::lists::IncidentFilter;

use super::{IncidentState, Shown};
use crate::App;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    pub id: IncidentId,
    pub key: String,
    pub severity: String,
    pub state: IncidentState,
    pub title: String,
    pub detail: String,
    pub times: i64,
    pub opened_at: Timestamp,
    pub updated_at: Timestamp,
    pub recovered_at: Option<Timestamp>,
}

impl Shown for IncidentFilter {
    type Item = Incident;

    const NAME: &'static str = "incidents";

    async fn items(_: &App, rows: Vec<Model>) -> Result<Vec<Incident>, StoreError> {
        Ok(rows.into_iter().map(Incident::from).collect())
    }
}

impl From<Model> for Incident {
    fn from(row: Model) -> Self {
        Self {
            id: IncidentId(row.id),
            key: plain(&row.key, &[]),
            severity: row.severity,
            state: row.state,
            title: plain(&row.title, &[]),
            detail: plain(&row.detail, &[]),
            times: row.times,
            opened_at: row.opened_at,
            updated_at: row.updated_at,
            recovered_at: row.recovered_at,
        }
    }
}
