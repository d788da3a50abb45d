//! Mails: written in the transaction of what they tell of, sent by a job, emptied of text and address afterwards.

use nproxy_domain::mail::Mail;
use nproxy_domain::{MailId, Timestamp, UserId};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use crate::entities::mails::{ActiveModel, Column, Entity, Model};
use crate::entities::text::{DeliveryState, LinkPurpose};
use crate::{StoreError, Tx};

/// `about`: whose account it is about; so below.
pub async fn insert(tx: &Tx, id: MailId, mail: &Mail, about: Option<UserId>, now: Timestamp) -> Result<(), StoreError> {
    Entity::insert(ActiveModel::from(new(id, mail, about, now))).exec_without_returning(tx).await?;
    Ok(())
}

/// Of a mail whose link is made when it is sent.
pub async fn insert_with_link(
    tx: &Tx,
    id: MailId,
    mail: &Mail,
    about: Option<UserId>,
    (purpose, subject): (LinkPurpose, Uuid),
    now: Timestamp,
) -> Result<(), StoreError> {
    let mail = Model { link_purpose: Some(purpose), link_subject_id: Some(subject), ..new(id, mail, about, now) };
    Entity::insert(ActiveModel::from(mail)).exec_without_returning(tx).await?;
    Ok(())
}

/// Of a mail that is not to be sent, and why. The record is what one that is sent leaves.
pub async fn insert_withheld(
    tx: &Tx,
    id: MailId,
    mail: &Mail,
    about: Option<UserId>,
    why: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mail = Model {
        recipient: String::new(),
        body: String::new(),
        html: None,
        state: DeliveryState::Failed,
        detail: Some(why.to_owned()),
        ended_at: Some(now),
        ..new(id, mail, about, now)
    };
    Entity::insert(ActiveModel::from(mail)).exec_without_returning(tx).await?;
    Ok(())
}

/// `false`: a mail of this name was written already, and this one is not.
pub async fn insert_once(
    tx: &Tx,
    id: MailId,
    once_key: &str,
    mail: &Mail,
    about: Option<UserId>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let once = OnConflict::column(Column::OnceKey)
        .target_and_where(Expr::cust("once_key IS NOT NULL"))
        .do_nothing()
        .to_owned();
    let mail = Model { once_key: Some(once_key.to_owned()), ..new(id, mail, about, now) };
    Ok(Entity::insert(ActiveModel::from(mail)).on_conflict(once).exec_without_returning(tx).await? == 1)
}

/// Whether a mail of this name was written, be it sent or not.
pub async fn is_written(conn: &impl ConnectionTrait, once_key: &str) -> Result<bool, StoreError> {
    let named = Entity::find().select_only().column(Column::Id).filter(Column::OnceKey.eq(once_key));
    Ok(named.into_tuple::<Uuid>().one(conn).await?.is_some())
}

fn new(id: MailId, mail: &Mail, about: Option<UserId>, now: Timestamp) -> Model {
    Model {
        id: id.0,
        recipient: mail.to.clone(),
        subject: mail.subject.clone(),
        body: mail.text.clone(),
        html: mail.html.clone(),
        state: DeliveryState::Pending,
        detail: None,
        created_at: now,
        ended_at: None,
        once_key: None,
        link_purpose: None,
        link_subject_id: None,
        user_id: about.map(|user| user.0),
    }
}

/// Those of these names that were written: the name, when, and what became of it.
pub async fn named(
    conn: &impl ConnectionTrait,
    once_keys: &[String],
) -> Result<Vec<(String, Timestamp, DeliveryState)>, StoreError> {
    let named = Entity::find().select_only().columns([Column::OnceKey, Column::CreatedAt, Column::State]);
    let named = named.filter(Column::OnceKey.is_in(once_keys)).order_by_asc(Column::CreatedAt);
    Ok(named.into_tuple().all(conn).await?)
}

/// Those that are about a user's account, newest first, without texts.
pub async fn about(conn: &impl ConnectionTrait, user: UserId, max: u64) -> Result<Vec<MailLine>, StoreError> {
    let lines = Entity::find().select_only().columns([
        Column::Id,
        Column::Subject,
        Column::State,
        Column::Detail,
        Column::CreatedAt,
        Column::EndedAt,
    ]);
    let lines = lines.filter(Column::UserId.eq(user.0)).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
    Ok(lines.limit(max).into_model().all(conn).await?)
}

/// A mail that was written, without its text.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct MailLine {
    pub id: Uuid,
    pub subject: String,
    pub state: DeliveryState,
    pub detail: Option<String>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// A mail that waits to be sent.
#[derive(Clone, Debug)]
pub struct PendingMail {
    pub mail: Mail,
    /// What its link is to do, and to what.
    pub link: Option<(LinkPurpose, Uuid)>,
    pub created_at: Timestamp,
}

/// `None`: it has gone, was refused, or never was.
pub async fn pending(conn: &impl ConnectionTrait, id: MailId) -> Result<Option<PendingMail>, StoreError> {
    let row = Entity::find_by_id(id.0).filter(Column::State.eq(DeliveryState::Pending)).one(conn).await?;
    Ok(row.map(|row| PendingMail {
        link: row.link_purpose.zip(row.link_subject_id),
        created_at: row.created_at,
        mail: Mail { to: row.recipient, subject: row.subject, text: row.body, html: row.html },
    }))
}

/// How sending ended. `refused`: the reason, redacted. Neither text nor address is needed any more.
pub async fn end(tx: &Tx, id: MailId, refused: Option<String>, now: Timestamp) -> Result<(), StoreError> {
    let change = ActiveModel {
        state: Set(if refused.is_some() { DeliveryState::Failed } else { DeliveryState::Sent }),
        detail: Set(refused),
        recipient: Set(String::new()),
        body: Set(String::new()),
        html: Set(None),
        ended_at: Set(Some(now)),
        ..Default::default()
    };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id.0));
    rows.filter(Column::State.eq(DeliveryState::Pending)).exec(tx).await?;
    Ok(())
}
