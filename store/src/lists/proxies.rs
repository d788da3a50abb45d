//! Proxies that keys go out through. They are few.

use nproxy_domain::ProxyId;
use nproxy_domain::search::Query;
use sea_orm::{ConnectionTrait, FromQueryResult as _};

use super::{COUNT_MAX, Key, List, Place, Sort, made};
use crate::entities::proxies::Model;
use crate::entities::text::ProxyHealth;
use crate::sql::{Text, like};
use crate::{MasterKey, StoreError, proxies};

/// Which proxies are wanted; nothing said is nothing asked.
#[derive(Clone, Debug, Default)]
pub struct ProxyFilter {
    /// A part of the label or the place, in small letters.
    pub part: Option<Query>,
    pub health: Option<ProxyHealth>,
    pub only: Option<Vec<ProxyId>>,
    pub but: Vec<ProxyId>,
}

impl List for ProxyFilter {
    type Row = Model;

    const SORTS: &'static [Sort] = &[
        Sort::by("label", "p.label"),
        Sort::by("-label", "p.label"),
        Sort::made("-created_at"),
        Sort::made("created_at"),
    ];
    const COLUMNS: &'static str = "p.*";
    const FROM: &'static str = "proxies p";
    const ID: &'static str = "p.id";

    fn narrow(&self, text: &mut Text) {
        text.push(" AND p.removed_at IS NULL");
        if let Some(part) = &self.part {
            text.then(" AND (lower(p.label) LIKE ", like(part)).push(" ESCAPE '!'");
            text.then(" OR lower(p.place) LIKE ", like(part)).push(" ESCAPE '!')");
        }
        match self.health {
            Some(ProxyHealth::Ok) => _ = text.push(" AND p.health = 'ok'"),
            Some(ProxyHealth::Dead) => _ = text.push(" AND p.health = 'dead'"),
            None => {}
        }
        if let Some(only) = &self.only {
            match only.split_first() {
                Some((first, others)) => {
                    text.then(" AND p.id IN (", first.0);
                    for id in others {
                        text.then(", ", id.0);
                    }
                    text.push(")");
                }
                None => _ = text.push(" AND FALSE"),
            }
        }
        for id in &self.but {
            text.and("p.id <> ", id.0);
        }
    }

    fn count_max(&self) -> u64 {
        COUNT_MAX
    }

    fn place(row: &Model, sort: Sort) -> Place {
        match sort.column {
            Some(_) => Place { key: Key::Text(row.label.clone()), id: row.id },
            None => made(row.id),
        }
    }
}

impl ProxyFilter {
    /// Those whose address this master key can't open, among the first `rows_max`.
    pub async fn unreadable(
        db: &impl ConnectionTrait,
        master_key: &MasterKey,
        rows_max: u64,
    ) -> Result<Vec<ProxyId>, StoreError> {
        let text = Text::new(format!("SELECT p.* FROM proxies p WHERE p.removed_at IS NULL LIMIT {rows_max}"));
        let rows = Model::find_by_statement(text.into_statement(db.get_database_backend())).all(db).await?;
        let unreadable = rows.iter().filter(|row| proxies::open(master_key, row).is_err());
        Ok(unreadable.map(|row| ProxyId(row.id)).collect())
    }
}
