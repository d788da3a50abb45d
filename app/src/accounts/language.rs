//! Choosing a language.

use nproxy_domain::UserId;
use nproxy_store::{StoreError, users};

use super::Language;
use super::view::UserView;
use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum LanguageError {
    #[error("there is no such account")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub async fn set_language(app: &App, user: UserId, language: Language) -> Result<UserView, LanguageError> {
    let changed = app.store.write(|tx| async move {
        users::set_language(&tx, user, language).await?;
        Ok::<_, LanguageError>(users::get(&tx, user).await?.ok_or(LanguageError::NotFound)?.into())
    });
    changed.await
}
