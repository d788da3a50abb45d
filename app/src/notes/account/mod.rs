//! Somebody is written about an account: the letters of signing up, of passwords, of addresses and of the end.

mod en;
mod ru;

use nproxy_domain::mail::Mail;
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::{StoreError, Tx};

use crate::accounts::Language;
use crate::links::{LINK_MARK, Link};
use crate::{App, mail};

/// Said of a letter that is not sent.
const ENOUGH: &str = "not sent: the address was written to often enough";

/// What the letter tells, and what the link in it does.
#[derive(Clone, Debug)]
pub enum AccountNews {
    /// Somebody signed up with this address; the link makes the account.
    Verify(Link),
    /// Somebody signed up with an address that has an account; nothing changed.
    AlreadyRegistered,
    /// Somebody forgot the password; the link lets another be chosen.
    ResetPassword(Link),
    /// Somebody asked for another password of an address that has no account.
    NoAccount,
    /// The password is another one, and all other browsers are signed out.
    PasswordChanged,
    /// To the new address: the link makes it the account's.
    ConfirmAddress(Link),
    /// To the account's own address: another one was asked for, and nothing changes until that says yes.
    AddressAsked { new_email: String },
    /// To an address that somebody wants for his account and that has one: nothing changed.
    AddressTaken,
    /// To the old address: another one is the account's now; the link undoes it for seven days.
    AddressChanged { undo: Link, new_email: String },
    /// To the address that an admin made the account's.
    AddressGiven,
    /// To the address that is the account's again: everybody is signed out, and the link lets a password be chosen.
    AddressRestored(Link),
    /// The account will be erased; the link keeps it.
    Closing { keep: Link, erased_at: Timestamp },
    /// Prompts, pictures and the address are gone.
    Erased,
    /// To an admin: codes of the second factor are being guessed by somebody who knows the password.
    CodesGuessed { tries: u32 },
    /// To every admin: one of them acted on money in Telegram. `what`: plain words. Not certain: it was begun, and nobody
    /// told how it ended.
    MoneyInTelegram { admin: String, name: String, what: String, is_certain: bool },
}

impl AccountNews {
    fn link(&self) -> Option<Link> {
        match self {
            Self::Verify(link)
            | Self::ResetPassword(link)
            | Self::ConfirmAddress(link)
            | Self::AddressRestored(link) => Some(*link),
            Self::AddressChanged { undo, .. } => Some(*undo),
            Self::Closing { keep, .. } => Some(*keep),
            Self::AlreadyRegistered
            | Self::NoAccount
            | Self::PasswordChanged
            | Self::AddressAsked { .. }
            | Self::AddressTaken
            | Self::AddressGiven
            | Self::Erased
            | Self::CodesGuessed { .. }
            | Self::MoneyInTelegram { .. } => None,
        }
    }
}

/// The subject that the letter will have, for a page that tells what to look for.
pub fn account_subject(app: &App, language: Language, news: &AccountNews) -> String {
    written(app, "", language, news).subject
}

/// Leaves the letter to be sent once the transaction has committed. `about`: whose account it is about, so that it is
/// found among the letters of that.
pub async fn tell_account(
    tx: &Tx,
    app: &App,
    about: Option<UserId>,
    to: &str,
    language: Language,
    news: &AccountNews,
) -> Result<(), StoreError> {
    let letter = written(app, to, language, news);
    match news.link() {
        Some(link) => mail::post_with_link(tx, &app.env, about, &letter, link).await?,
        None => mail::post(tx, &app.env, about, &letter).await?,
    };
    Ok(())
}

/// Writes the letter down and sends it not: its address was written to often enough.
pub(crate) async fn withhold_account(
    tx: &Tx,
    app: &App,
    about: Option<UserId>,
    to: &str,
    language: Language,
    news: &AccountNews,
) -> Result<(), StoreError> {
    mail::post_withheld(tx, &app.env, about, &written(app, to, language, news), ENOUGH).await?;
    Ok(())
}

fn written(app: &App, to: &str, language: Language, news: &AccountNews) -> Mail {
    let site = &app.settings.site;
    let letter = match language {
        Language::En => en::words(site, news),
        Language::Ru => ru::words(site, news),
    };
    let page = match news {
        _ if news.link().is_some() => LINK_MARK.to_owned(),
        AccountNews::AlreadyRegistered
        | AccountNews::PasswordChanged
        | AccountNews::AddressAsked { .. }
        | AccountNews::AddressGiven => site.page(["login"]).to_string(),
        AccountNews::MoneyInTelegram { .. } => site.page(["admin", "audit"]).to_string(),
        AccountNews::NoAccount => site.page(["register"]).to_string(),
        _ => site.public_url.to_string(),
    };
    letter.mail(site, to, language, &page)
}
