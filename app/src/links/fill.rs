//! Making a link at the moment that its mail is sent.

use nproxy_domain::mail::Mail;
use nproxy_store::StoreError;
use nproxy_store::email_tokens::{self, NewEmailToken};
use uuid::Uuid;

use super::{LinkPurpose, page, valid_for};
use crate::App;
use crate::token::Token;

/// Stands for the link in a mail that waits to be sent.
pub const LINK_MARK: &str = "[[link]]";

/// What a link is to do, and to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub purpose: LinkPurpose,
    /// The id of a registration, a user or a change of address, as the purpose has it.
    pub subject: Uuid,
}

/// Puts a fresh link in the place of [`LINK_MARK`]. Links of the same kind that were sent before stay good.
pub(crate) async fn fill(app: &App, mail: Mail, link: Link) -> Result<Mail, StoreError> {
    let Link { purpose, subject } = link;
    let token = Token::new(&app.env);
    let new = &NewEmailToken {
        token_hash: token.hash(),
        purpose,
        subject,
        email: mail.to.clone(),
        expires_at: app.env.now() + valid_for(purpose),
    };
    app.store.write(|tx| async move { email_tokens::insert(&tx, &app.env, new.clone()).await }).await?;
    let mut url = app.settings.site.page([page(purpose)]);
    url.set_fragment(Some(token.expose()));
    let filled = |text: &str| text.replace(LINK_MARK, url.as_str());
    Ok(Mail { text: filled(&mail.text), html: mail.html.as_deref().map(filled), ..mail })
}
