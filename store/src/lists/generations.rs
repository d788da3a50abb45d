//! Everybody's pictures.

use nproxy_domain::search::Query;
use nproxy_domain::{KeyId, ProviderId, ProxyId, Timestamp, TurnId, UserId};
use sea_orm::{ActiveEnum as _, ConnectionTrait, DbBackend};

use super::{COUNT_MAX, List, Place, Sort, made};
use crate::StoreError;
use crate::entities::generations::Model;
use crate::entities::text::GenerationState;
use crate::sql::Text;

/// Whether a prompt holds a common word is seen by reading it.
const PROMPTS_COUNT_MAX: u64 = 1000;
/// Whoever looks their pictures up one by one reads so many places of an index.
const RARE_TURNS_MAX: u64 = 2000;

/// Which pictures are wanted; nothing said is nothing asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GenerationFilter {
    /// Any of these.
    pub states: Vec<GenerationState>,
    /// Any of these.
    pub codes: Vec<String>,
    pub user: Option<UserId>,
    pub turn: Option<TurnId>,
    pub model: Option<OfModel>,
    /// One of its attempts was there.
    pub provider: Option<ProviderId>,
    pub key: Option<KeyId>,
    pub proxy: Option<ProxyId>,
    pub queued_from: Option<Timestamp>,
    pub queued_to: Option<Timestamp>,
    /// Begun before and not ended.
    pub running_since: Option<Timestamp>,
    /// The prompt holds all of these words, on PostgreSQL as whole ones.
    pub words: Option<Words>,
}

/// The model that pictures were asked of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfModel {
    pub id: String,
    /// So few turns asked for it that they are best looked up first, as an array: a planner that joins walks through
    /// everybody's pictures in search of theirs.
    is_rare: bool,
}

impl OfModel {
    /// Looks how many there are.
    pub async fn look(db: &impl ConnectionTrait, id: String) -> Result<Self, StoreError> {
        // SQLite has no arrays, and nobody's million pictures.
        if db.get_database_backend() != DbBackend::Postgres {
            return Ok(Self { id, is_rare: false });
        }
        let mut text = Text::new("SELECT 1 FROM turns t WHERE TRUE".to_owned());
        text.and("t.model = ", id.as_str()).push(&format!(" LIMIT 1 OFFSET {RARE_TURNS_MAX}"));
        let beyond = db.query_one_raw(text.into_statement(DbBackend::Postgres)).await?;
        Ok(Self { id, is_rare: beyond.is_none() })
    }
}

/// What is looked for in prompts, and how this database looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub query: Query,
    pub by_index: bool,
}

impl List for GenerationFilter {
    type Row = Model;

    const SORTS: &'static [Sort] = &[Sort::made("-queued_at"), Sort::made("queued_at")];
    const COLUMNS: &'static str = "g.*";
    const FROM: &'static str = "generations g";
    const ID: &'static str = "g.id";

    fn narrow(&self, text: &mut Text) {
        // Spelled out, so that the planner sees which of the small indexes of a stage fits.
        if !self.states.is_empty() {
            let names: Vec<String> = self.states.iter().map(|state| format!("'{}'", state.to_value())).collect();
            text.push(&format!(" AND g.state IN ({})", names.join(", ")));
        }
        text.any("g.error_code", self.codes.iter().map(String::as_str));
        text.equals("g.user_id", self.user.map(|user| user.0)).equals("g.turn_id", self.turn.map(|turn| turn.0));
        if let Some(model) = &self.model {
            let (open, close) = if model.is_rare { ("= ANY (ARRAY(", "))") } else { ("IN (", ")") };
            text.then(&format!(" AND g.turn_id {open}SELECT t.id FROM turns t WHERE t.model = "), model.id.as_str());
            text.push(close);
        }
        if let Some(words) = &self.words {
            prompt_holds(text, words);
        }
        self.attempted(text);
        text.since("g.id", "g.queued_at", self.queued_from).until("g.id", "g.queued_at", self.queued_to);
        if let Some(since) = self.running_since {
            text.and("g.state IN ('running', 'waiting') AND g.started_at <= ", since);
        }
    }

    /// What is found by its attempts alone is counted by them: joined to the pictures the planner may read most of these
    /// in search of few.
    fn counted(&self) -> Option<Text> {
        let by_attempts = Self { provider: self.provider.clone(), key: self.key, proxy: self.proxy, ..Self::default() };
        if !self.asks_attempts() || *self != by_attempts {
            return None;
        }
        let mut text = Text::new("SELECT DISTINCT a.generation_id FROM attempts a WHERE TRUE".to_owned());
        self.of_attempts(&mut text);
        Some(text)
    }

    fn count_max(&self) -> u64 {
        if self.words.is_some() { PROMPTS_COUNT_MAX } else { COUNT_MAX }
    }

    fn place(row: &Model, _sort: Sort) -> Place {
        made(row.id)
    }
}

impl GenerationFilter {
    fn asks_attempts(&self) -> bool {
        self.provider.is_some() || self.key.is_some() || self.proxy.is_some()
    }

    /// One of the attempts is all of what is said.
    fn attempted(&self, text: &mut Text) {
        if self.asks_attempts() {
            text.push(" AND g.id IN (SELECT a.generation_id FROM attempts a WHERE TRUE");
            self.of_attempts(text);
            text.push(")");
        }
    }

    fn of_attempts(&self, text: &mut Text) {
        text.equals("a.provider", self.provider.as_ref().map(|provider| provider.0.as_str()));
        text.equals("a.key_id", self.key.map(|key| key.0)).equals("a.proxy_id", self.proxy.map(|proxy| proxy.0));
    }
}

fn prompt_holds(text: &mut Text, words: &Words) {
    text.push(" AND g.turn_id IN (SELECT t.id FROM turns t WHERE TRUE");
    if words.by_index {
        let holds = " AND to_tsvector('simple', t.search) @@ plainto_tsquery('simple', ";
        text.then(holds, words.query.as_str()).push(")");
    } else {
        for word in words.query.as_str().split(' ') {
            let plain = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
            text.and("t.search LIKE ", format!("%{plain}%")).push(" ESCAPE '!'");
        }
    }
    text.push(")");
}
