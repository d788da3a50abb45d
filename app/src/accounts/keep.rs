//! Staying after all.

use nproxy_domain::UserId;
use nproxy_store::{StoreError, email_tokens, users};

use super::view::UserView;
use crate::App;
use crate::audit::{By, Change};
use crate::links::{self, LinkError, LinkPurpose};

#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The account is no longer to be erased. It signs nobody in.
pub async fn keep(app: &App, token: &str) -> Result<UserView, KeepError> {
    let env = &app.env;
    let kept = app.store.write(|tx| async move {
        let id = UserId(links::subject(&tx, token, LinkPurpose::KeepAccount).await?);
        let row = users::lock(&tx, id).await?.ok_or(LinkError::Unknown)?;
        links::take(&tx, env, token, LinkPurpose::KeepAccount).await?;
        let erased_at = row.delete_after.ok_or(LinkError::Used)?;
        // The link is good from the moment that it was sent, the account only from the moment that it was closed: its
        // pictures may be going right now.
        if env.now() >= erased_at {
            return Err(LinkError::Expired.into());
        }
        users::set_delete_after(&tx, id, None).await?;
        email_tokens::use_up(&tx, LinkPurpose::KeepAccount, id.0, env.now()).await?;
        By::customer(id).did(&tx, env, Change::of("users.keep", format!("user:{id}"))).await?;
        Ok::<_, KeepError>(row.into())
    });
    kept.await
}
