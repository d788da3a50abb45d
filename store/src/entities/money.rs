//! Purchases, and all that was told or done about them.

pub mod payments {
    use nproxy_domain::Timestamp;
    use sea_orm::FromJsonQueryResult;
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The names of transactions on a chain, as the processor told them.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
    pub struct Transactions(pub Vec<String>);

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub idempotency_key: String,
        pub body_hash: Vec<u8>,
        pub plan: String,
        pub plan_label: String,
        pub months: i64,
        pub request_limit: i64,
        pub price_minor_units: i64,
        pub currency: String,
        pub processor: String,
        pub coin: Option<String>,
        pub coin_name: Option<String>,
        pub network: Option<String>,
        pub state: String,
        pub external_id: Option<String>,
        pub pay_url: Option<String>,
        pub address: Option<String>,
        pub memo: Option<String>,
        pub pay_uri: Option<String>,
        pub instructions: Option<String>,
        pub asked: Option<String>,
        pub received: Option<String>,
        pub confirmations: Option<i64>,
        pub confirmations_needed: Option<i64>,
        #[sea_orm(column_type = "JsonBinary")]
        pub transactions: Transactions,
        pub expires_at: Option<Timestamp>,
        pub expired_at: Option<Timestamp>,
        pub activated_at: Option<Timestamp>,
        pub review: Option<String>,
        pub review_detail: Option<String>,
        pub review_opened_at: Option<Timestamp>,
        pub settlement: Option<String>,
        pub settled_at: Option<Timestamp>,
        #[sea_orm(column_type = "JsonBinary", nullable)]
        pub settled_note: Option<Json>,
        pub kept: bool,
        pub reported_tx: Option<String>,
        pub reported_at: Option<Timestamp>,
        pub creating_until: Option<Timestamp>,
        pub reading_until: Option<Timestamp>,
        pub read_at: Option<Timestamp>,
        pub read_failures: i64,
        pub next_read_at: Option<Timestamp>,
        pub detail: Option<String>,
        pub version: i64,
        pub created_at: Timestamp,
        pub changed_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod payment_transactions {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment_transactions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tx_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub payment_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod payment_events {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::EventKind;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment_events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub payment_id: Option<Uuid>,
        pub processor: String,
        pub external_id: Option<String>,
        pub kind: EventKind,
        pub event_key: Option<String>,
        pub actor: String,
        pub state_before: Option<String>,
        pub state_after: Option<String>,
        pub summary: String,
        #[sea_orm(column_type = "JsonBinary", nullable)]
        pub body: Option<Json>,
        pub at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
