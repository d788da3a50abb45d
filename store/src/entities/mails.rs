//! Mails on their way.

use nproxy_domain::Timestamp;
use sea_orm::entity::prelude::*;

use crate::entities::text::{DeliveryState, LinkPurpose};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub html: Option<String>,
    pub state: DeliveryState,
    pub detail: Option<String>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// Of a mail that must not be written twice.
    pub once_key: Option<String>,
    /// A link is made when the mail is sent: what it is good for, and of what.
    pub link_purpose: Option<LinkPurpose>,
    pub link_subject_id: Option<Uuid>,
    /// Whose account it is about.
    pub user_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
