//! What was wrong.

use nproxy_domain::mail::Severity;
use nproxy_domain::search::Query;

use super::{COUNT_MAX, List, Place, Sort, made};
use crate::entities::incidents::Model;
use crate::entities::text::IncidentState;
use crate::sql::{Text, like};

/// Which incidents are wanted; nothing said is nothing asked.
#[derive(Clone, Debug, Default)]
pub struct IncidentFilter {
    pub state: Option<IncidentState>,
    pub severity: Option<Severity>,
    /// A part of the key or the title, in small letters.
    pub part: Option<Query>,
}

impl List for IncidentFilter {
    type Row = Model;

    const SORTS: &'static [Sort] = &[Sort::made("-opened_at"), Sort::made("opened_at")];
    const COLUMNS: &'static str = "i.*";
    const FROM: &'static str = "incidents i";
    const ID: &'static str = "i.id";

    fn narrow(&self, text: &mut Text) {
        match self.state {
            Some(IncidentState::Open) => _ = text.push(" AND i.state = 'open'"),
            Some(IncidentState::Recovered) => _ = text.push(" AND i.state = 'recovered'"),
            None => {}
        }
        text.equals("i.severity", self.severity.map(Severity::as_str));
        if let Some(part) = &self.part {
            text.then(" AND (lower(i.key) LIKE ", like(part)).push(" ESCAPE '!'");
            text.then(" OR lower(i.title) LIKE ", like(part)).push(" ESCAPE '!')");
        }
    }

    fn count_max(&self) -> u64 {
        COUNT_MAX
    }

    fn place(row: &Model, _sort: Sort) -> Place {
        made(row.id)
    }
}
