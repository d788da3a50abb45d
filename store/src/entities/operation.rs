//! What the operator sees and turns.

pub mod audit_log {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_log")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: Timestamp,
        pub actor: String,
        pub surface: String,
        pub act: String,
        pub subject: String,
        pub before: Option<Json>,
        pub after: Option<Json>,
        pub reason: Option<String>,
        pub request_id: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod incidents {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::IncidentState;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "incidents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub key: String,
        pub severity: String,
        pub state: IncidentState,
        pub title: String,
        pub detail: String,
        pub times: i64,
        pub opened_at: Timestamp,
        pub updated_at: Timestamp,
        pub recovered_at: Option<Timestamp>,
        /// What it is about, as people call it; empty: the key says it.
        pub subject: String,
        /// Of the news: the count of reports at it, and one more at the end.
        pub version: i64,
        pub news_at: Option<Timestamp>,
        /// The version that deliveries were made of.
        pub spread: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod deliveries {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::DeliveryState;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "deliveries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Either this or `digest_day`.
        pub incident_id: Option<Uuid>,
        pub digest_day: Option<i64>,
        pub channel: String,
        pub recipient: String,
        pub state: DeliveryState,
        pub detail: Option<String>,
        pub created_at: Timestamp,
        pub sent_at: Option<Timestamp>,
        /// The incident's version that is to be told; 1 of a digest.
        pub wanted: i64,
        /// The one that was; 0: none.
        pub told: i64,
        /// What was told last.
        pub severity: Option<String>,
        /// Of the oldest news that was not told.
        pub pending_since: Timestamp,
        /// What the channel calls the message.
        pub message: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod notice_recipients {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice_recipients")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub channel: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub recipient: String,
        /// Somebody tells him things.
        pub busy_until: Option<Timestamp>,
        /// Not before.
        pub retry_at: Option<Timestamp>,
        /// In a row.
        pub failures: i64,
        /// He took himself away.
        pub gone_at: Option<Timestamp>,
        pub gone_reason: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod digests {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "digests")]
    pub struct Model {
        /// Since 1970-01-01, in UTC.
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: i64,
        pub figures: Json,
        pub at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod switches {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "switches")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub value: String,
        pub reason: Option<String>,
        pub actor: String,
        pub changed_at: Timestamp,
        /// What customers read meanwhile.
        pub notice: Option<String>,
        /// When it is expected to be over.
        pub until: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod workers {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "workers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub role: String,
        pub version: String,
        pub started_at: Timestamp,
        pub heartbeat_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod day_figures {
    use std::collections::BTreeMap;

    use nproxy_domain::Timestamp;
    use sea_orm::FromJsonQueryResult;
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// Minor units by currency.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
    pub struct Revenue(pub BTreeMap<String, i64>);

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "day_figures")]
    pub struct Model {
        /// Since 1970-01-01, in UTC.
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: i64,
        pub succeeded: i64,
        /// Without those that were declined.
        pub failed: i64,
        pub declined: i64,
        pub cancelled: i64,
        pub p50_ms: Option<i64>,
        pub p95_ms: Option<i64>,
        #[sea_orm(column_type = "JsonBinary")]
        pub revenue: Revenue,
        pub new_users: i64,
        /// At its end, or now.
        pub active_subscriptions: i64,
        pub at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod master_key_canary {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "master_key_canary")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub sealed: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod backups {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "backups")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
        pub made_at: Timestamp,
        pub took_ms: i64,
        pub bytes: i64,
        pub master_key: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
