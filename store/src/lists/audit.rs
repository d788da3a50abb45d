//! Who did what.

use nproxy_domain::Timestamp;

use super::{COUNT_MAX, List, Place, Sort, made};
use crate::entities::audit_log::Model;
use crate::sql::Text;

/// Which lines are wanted; nothing said is nothing asked.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    pub actor: Option<String>,
    /// A whole act (`keys.disable`) or what stands before a dot (`keys`).
    pub act: Option<String>,
    pub subject: Option<String>,
    pub surface: Option<String>,
    pub request_id: Option<String>,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
}

impl List for AuditFilter {
    type Row = Model;

    const SORTS: &'static [Sort] = &[Sort::made("-at"), Sort::made("at")];
    const COLUMNS: &'static str = "a.*";
    const FROM: &'static str = "audit_log a";
    const ID: &'static str = "a.id";

    fn narrow(&self, text: &mut Text) {
        text.equals("a.actor", self.actor.as_deref()).equals("a.subject", self.subject.as_deref());
        text.equals("a.surface", self.surface.as_deref()).equals("a.request_id", self.request_id.as_deref());
        if let Some(act) = &self.act {
            let plain = act.replace('!', "!!").replace('%', "!%").replace('_', "!_");
            text.then(" AND (a.act = ", act.as_str());
            text.then(" OR a.act LIKE ", format!("{plain}.%")).push(" ESCAPE '!')");
        }
        text.since("a.id", "a.at", self.from).until("a.id", "a.at", self.to);
    }

    fn count_max(&self) -> u64 {
        COUNT_MAX
    }

    fn place(row: &Model, _sort: Sort) -> Place {
        made(row.id)
    }
}
