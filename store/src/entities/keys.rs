//! Upstream keys, the ways to them, and every attempt on them.

pub mod proxies {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::ProxyHealth;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "proxies")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub label: String,
        pub sealed_url: Vec<u8>,
        pub health: ProxyHealth,
        pub until: Option<Timestamp>,
        pub created_at: Timestamp,
        /// Scheme, host and port, without credentials.
        pub place: String,
        pub fingerprint: String,
        /// In a row.
        pub failures: i64,
        /// Of the newest failure.
        pub detail: Option<String>,
        pub tested_at: Option<Timestamp>,
        pub exit_address: Option<String>,
        pub latency_ms: Option<i64>,
        /// Its address is forgotten; it is told of, but not used.
        pub removed_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod provider_keys {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::BalanceState;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "provider_keys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub provider: String,
        pub label: String,
        pub sealed_secret: Vec<u8>,
        pub sealed_billing_secret: Option<Vec<u8>>,
        pub fingerprint: String,
        pub account: Option<String>,
        pub proxy_id: Option<Uuid>,
        pub proxy_only: bool,
        pub state: String,
        pub until: Option<Timestamp>,
        pub strikes: i64,
        pub cooled_at: Option<Timestamp>,
        pub incident_id: Option<Uuid>,
        pub max_in_flight: i64,
        pub in_flight: i64,
        pub rpm: Option<i64>,
        pub next_at: Option<Timestamp>,
        pub picked_seq: i64,
        pub picked_at: Option<Timestamp>,
        pub version: i64,
        pub balance_micro_usd: Option<i64>,
        pub balance_at: Option<Timestamp>,
        pub created_at: Timestamp,
        pub resort_at: Option<Timestamp>,
        pub resorting: bool,
        pub rounds: i64,
        pub failed_way: Option<String>,
        pub failed_at: Option<Timestamp>,
        pub worked_at: Option<Timestamp>,
        pub lifted_at: Option<Timestamp>,
        pub balance_state: Option<BalanceState>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod key_models {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "key_models")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub model: String,
        pub at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod key_events {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "key_events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub key_id: Uuid,
        pub at: Timestamp,
        pub before: String,
        pub after: String,
        pub cause: String,
        pub evidence: Option<String>,
        pub actor: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod attempts {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::AttemptPhase;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attempts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub generation_id: Uuid,
        pub n: i64,
        pub provider: String,
        pub model: String,
        pub key_id: Uuid,
        pub proxy_id: Option<Uuid>,
        pub phase: AttemptPhase,
        pub class: Option<String>,
        pub spent: Option<String>,
        pub cost_estimate_micro_usd: Option<i64>,
        pub cursor: Option<String>,
        pub started_at: Timestamp,
        pub ended_at: Option<Timestamp>,
        pub upstream_ms: Option<i64>,
        pub detail: Option<String>,
        pub shared: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod balances {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::BalanceSource;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "balances")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub provider: String,
        pub account: Option<String>,
        pub key_id: Option<Uuid>,
        pub source: BalanceSource,
        pub amount_micro_usd: i64,
        pub at: Timestamp,
        pub actor: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod provider_days {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "provider_days")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub provider: String,
        /// Since 1970-01-01, in UTC.
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: i64,
        pub cost_micro_usd: i64,
        pub attempts: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
