//! Admins who act in Telegram.

pub mod telegram_admins {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::{Language, TelegramScope};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "telegram_admins")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub telegram_id: i64,
        pub admin_id: Uuid,
        pub name: String,
        pub username: Option<String>,
        pub scope: TelegramScope,
        pub language: Language,
        pub muted_until: Option<Timestamp>,
        pub quiet_from_minute: Option<i64>,
        pub quiet_to_minute: Option<i64>,
        pub paired_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod pairings {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::Language;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pairings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub code_hash: Vec<u8>,
        pub bot_id: i64,
        pub telegram_id: i64,
        pub name: String,
        pub username: Option<String>,
        pub language: Language,
        pub created_at: Timestamp,
        pub expires_at: Timestamp,
        pub completed_at: Option<Timestamp>,
        pub greeted_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod telegram_buttons {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "telegram_buttons")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: Vec<u8>,
        pub telegram_id: i64,
        pub message_id: i64,
        pub meaning: Json,
        pub created_at: Timestamp,
        pub expires_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod telegram_asks {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "telegram_asks")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub telegram_id: i64,
        pub id: Uuid,
        pub message_id: i64,
        pub ask: Json,
        pub reason: Option<String>,
        pub awaits_code: bool,
        pub expires_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod telegram_money_acts {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "telegram_money_acts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub admin_id: Uuid,
        pub telegram_name: String,
        pub what: String,
        pub at: Timestamp,
        pub told_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
