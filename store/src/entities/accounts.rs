//! Who there is and who is signed in.

pub mod users {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::{Language, Role};

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub email: String,
        pub password_hash: String,
        pub role: Role,
        pub language: Language,
        pub created_at: Timestamp,
        pub suspended_at: Option<Timestamp>,
        /// Why, while it is.
        pub suspended_reason: Option<String>,
        /// Its prompts, pictures and address are gone; the row stays for the books.
        pub deleted_at: Option<Timestamp>,
        pub terms_version: Option<String>,
        /// It is to be deleted, and is erased then.
        pub delete_after: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl std::fmt::Debug for Model {
        /// Neither address nor hash in logs.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("User").field("id", &self.id).finish_non_exhaustive()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod sessions {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub token_hash: Vec<u8>,
        pub user_id: Uuid,
        pub created_at: Timestamp,
        pub last_seen_at: Timestamp,
        pub expires_at: Timestamp,
        pub revoked_at: Option<Timestamp>,
        /// As the browser named itself, made plain.
        pub user_agent: Option<String>,
        /// Where it was used last.
        pub address: Option<String>,
        /// When the password was typed last.
        pub confirmed_at: Option<Timestamp>,
        /// When the second factor was given last.
        pub second_factor_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl std::fmt::Debug for Model {
        /// No hash in logs.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Session").field("id", &self.id).finish_non_exhaustive()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod totp {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "totp")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        pub sealed_secret: Option<Vec<u8>>,
        pub enrolled_at: Option<Timestamp>,
        /// Of the newest code that was taken.
        pub last_step: Option<i64>,
        /// Of a device that has not been proven yet.
        pub sealed_next: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl std::fmt::Debug for Model {
        /// No secret in logs, sealed or not.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Totp").field("user_id", &self.user_id).finish_non_exhaustive()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod recovery_codes {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recovery_codes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub code_hash: Vec<u8>,
        pub used_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl std::fmt::Debug for Model {
        /// No hash in logs.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("RecoveryCode").field("user_id", &self.user_id).finish_non_exhaustive()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod login_attempts {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "login_attempts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub subject: String,
        pub at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod pending_registrations {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::Language;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pending_registrations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub email: String,
        pub password_hash: String,
        pub language: Language,
        pub terms_version: Option<String>,
        pub invite_id: Option<Uuid>,
        pub ticket_hash: Vec<u8>,
        pub created_at: Timestamp,
        /// When its newest mail was left to be sent.
        pub mailed_at: Timestamp,
        pub expires_at: Timestamp,
        /// The account that it became.
        pub user_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl std::fmt::Debug for Model {
        /// Neither address nor hash in logs.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("PendingRegistration").field("id", &self.id).finish_non_exhaustive()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod email_tokens {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    use crate::entities::text::LinkPurpose;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "email_tokens")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub token_hash: Vec<u8>,
        pub purpose: LinkPurpose,
        pub subject_id: Uuid,
        pub email: String,
        pub created_at: Timestamp,
        pub expires_at: Timestamp,
        pub used_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl std::fmt::Debug for Model {
        /// Neither address nor hash in logs.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("EmailToken").field("id", &self.id).field("purpose", &self.purpose).finish_non_exhaustive()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod email_changes {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "email_changes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub old_email: String,
        pub new_email: String,
        pub created_at: Timestamp,
        pub confirmed_at: Option<Timestamp>,
        pub undone_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl std::fmt::Debug for Model {
        /// No address in logs.
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("EmailChange").field("id", &self.id).finish_non_exhaustive()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod invites {
    use nproxy_domain::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invites")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub code_hash: Vec<u8>,
        pub note: String,
        pub uses_max: i64,
        pub uses: i64,
        pub created_at: Timestamp,
        pub expires_at: Option<Timestamp>,
        pub revoked_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
