//! What customers asked for, and the pictures.

pub mod conversations {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conversations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub title: String,
        pub created_at: Timestamp,
        pub updated_at: Timestamp,
        pub deleted_at: Option<Timestamp>,
        /// The title as it is searched.
        pub search: String,
        pub pinned_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod assets {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::AssetKind;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "assets")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub owner_id: Uuid,
        pub kind: AssetKind,
        pub storage_key: String,
        pub mime: String,
        pub width: i64,
        pub height: i64,
        pub bytes: i64,
        pub hash: Vec<u8>,
        pub created_at: Timestamp,
        pub deleted_at: Option<Timestamp>,
        pub starred_at: Option<Timestamp>,
        /// The turn or the conversation whose deletion took it along.
        pub deleted_with: Option<Uuid>,
        /// Its bytes are gone.
        pub purged_at: Option<Timestamp>,
        /// An admin took it away.
        pub removed_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod blocked_hashes {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "blocked_hashes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: Vec<u8>,
        pub asset_id: Uuid,
        pub actor: String,
        pub reason: String,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod opened_pictures {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "opened_pictures")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub asset_id: Uuid,
        pub user_id: Uuid,
        pub expires_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod turns {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "turns")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub conversation_id: Uuid,
        pub idempotency_key: String,
        pub body_hash: Vec<u8>,
        pub model: String,
        pub mode: String,
        pub prompt: String,
        pub resolution: String,
        pub width: i64,
        pub height: i64,
        pub batch_size: i64,
        pub image_strength: Option<f32>,
        pub created_at: Timestamp,
        pub deleted_at: Option<Timestamp>,
        /// The prompt as it is searched.
        pub search: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl std::fmt::Debug for Model {
        /// No prompt in logs.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Turn").field("id", &self.id).finish_non_exhaustive()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod turn_inputs {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "turn_inputs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub turn_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub asset_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod downloads {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::DownloadKind;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "downloads")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub kind: DownloadKind,
        #[sea_orm(column_type = "JsonBinary")]
        pub asset_ids: Json,
        /// Whose account it is of, where that is another's.
        pub account_id: Option<Uuid>,
        pub created_at: Timestamp,
        pub expires_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
