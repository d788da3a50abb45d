//! Paid months, the pictures asked for, and what they did to the months.

pub mod cycles {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cycles")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub plan: String,
        pub plan_label: String,
        pub anchor: Timestamp,
        pub starts_at: Timestamp,
        pub ends_at: Timestamp,
        pub request_limit: i64,
        pub spent: i64,
        pub held: i64,
        pub payment_id: Option<Uuid>,
        pub created_at: Timestamp,
        pub months: i64,
        pub voided_at: Option<Timestamp>,
        pub cut_from: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod generations {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::GenerationState;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "generations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub turn_id: Uuid,
        pub slot: i64,
        pub user_id: Uuid,
        pub cycle_id: Uuid,
        pub state: GenerationState,
        pub error_code: Option<String>,
        pub error_message: Option<String>,
        pub lease_id: Option<Uuid>,
        pub lease_until: Option<Timestamp>,
        pub run_at: Option<Timestamp>,
        pub deadline: Option<Timestamp>,
        pub asset_id: Option<Uuid>,
        pub retried_from: Option<Uuid>,
        pub retry_key: Option<String>,
        pub cancel_asked: bool,
        pub version: i64,
        pub queued_at: Timestamp,
        pub started_at: Option<Timestamp>,
        pub finished_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod ledger_entries {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_entries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cycle_id: Uuid,
        pub generation_id: Option<Uuid>,
        pub kind: String,
        pub amount: i64,
        pub actor: String,
        pub reason: Option<String>,
        pub at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
