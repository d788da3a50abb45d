//! Opening an account for somebody else: the operator's way.

use nproxy_domain::UserId;
use nproxy_store::StoreError;
use nproxy_store::users::{self, NewUser};
use secrecy::SecretString;
use serde_json::json;

use super::email::{Email, EmailInvalid};
use super::password::{Busy, PasswordError};
use super::view::UserView;
use super::{Language, Role};
use crate::App;
use crate::audit::{By, Change};

#[derive(Clone, Debug)]
pub struct NewAccount {
    pub email: String,
    pub password: SecretString,
    pub role: Role,
    pub language: Language,
}

#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error("there is an account with this e-mail address")]
    EmailTaken,
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whatever the sign-up switch says.
pub async fn create(app: &App, by: &By, new: NewAccount) -> Result<UserView, CreateError> {
    let email = &Email::parse(&new.email)?;
    let place = app.passwords().place()?;
    let password = place.judge(new.password, &[email.as_str(), &app.settings.site.name]).await?;
    let (env, role, language) = (&app.env, new.role, new.language);
    let hash = &place.hash(env, password).await;
    let created = app.store.write(|tx| async move {
        let id = UserId::new(env);
        let new = NewUser {
            id,
            email: email.as_str().to_owned(),
            password_hash: hash.clone(),
            role,
            language,
            created_at: env.now(),
            terms_version: None,
        };
        let row = users::insert(&tx, new).await.map_err(taken)?;
        let change = Change::of("users.create", format!("user:{id}"));
        by.did(&tx, env, change.after(json!({ "role": super::view::role_name(role) }))).await?;
        Ok::<_, CreateError>(row.into())
    });
    created.await
}

fn taken(error: StoreError) -> CreateError {
    if error.is_unique() { CreateError::EmailTaken } else { error.into() }
}
