//! What a screen is made with: the product, who looks, and the words for it.

use futures::future::BoxFuture;
use nproxy_app::lists::{ListError, Listed, Total, Turning};
use nproxy_app::{App, StoreError};
use nproxy_domain::Timestamp;

use crate::words::html::{esc, without_addresses};
use crate::words::{Words, ago, coming, moment, words};
use crate::{Act, Button, Place, Reader, Scope};

/// A name, of a key or a plan.
pub(crate) const NAME_CHARS_MAX: usize = 64;

pub(crate) struct Sight<'a> {
    pub app: &'a App,
    pub reader: &'a Reader,
    pub words: &'static Words,
    pub now: Timestamp,
}

impl<'a> Sight<'a> {
    pub fn new(app: &'a App, reader: &'a Reader) -> Self {
        Self { app, reader, words: words(reader.language), now: app.env.now() }
    }

    /// Text from outside, safe between tags.
    pub fn esc(&self, text: &str, chars_max: usize) -> String {
        esc(&self.open(text), chars_max)
    }

    pub fn name(&self, text: &str) -> String {
        self.esc(text, NAME_CHARS_MAX)
    }

    /// Addresses in it are whole only where they may be.
    pub fn open(&self, text: &str) -> String {
        if self.reader.full_addresses { text.to_owned() } else { without_addresses(text) }
    }

    /// Somebody's address for a label.
    pub fn address(&self, email: &str) -> String {
        if self.reader.full_addresses {
            return email.to_owned();
        }
        let (local, host) = email.rsplit_once('@').unwrap_or((email, ""));
        let first: String = local.chars().take(1).collect();
        if host.is_empty() { format!("{first}…") } else { format!("{first}…@{host}") }
    }

    pub fn email(&self, email: &str) -> String {
        esc(&self.address(email), NAME_CHARS_MAX)
    }

    pub fn moment(&self, at: Timestamp) -> String {
        moment(at, self.now)
    }

    pub fn ago(&self, at: Timestamp) -> String {
        ago(self.words, at, self.now)
    }

    pub fn coming(&self, at: Timestamp) -> String {
        coming(self.words, at, self.now)
    }

    /// The button of an act, for who may do it.
    pub fn ask(&self, label: impl Into<String>, act: Act) -> Option<Button> {
        let may = !act.is_money() || self.reader.scope == Scope::Money;
        may.then(|| Button::ask(label, act))
    }

    pub fn to(&self, label: &str, place: Place) -> Button {
        Button::to(self.open(label), place)
    }

    /// A page of the web. Telegram takes only addresses that anybody could open.
    pub fn web<'p>(&self, path: impl IntoIterator<Item = &'p str>) -> Option<Button> {
        let url = self.app.settings.site.page(["admin"].into_iter().chain(path));
        (url.scheme() == "https").then(|| Button::Open { label: self.words.common.web.to_owned(), url })
    }

    pub fn in_all(&self, total: Total) -> String {
        (self.words.common.in_all)(total.count, total.more)
    }
}

/// Each row of a list has a button of its own.
const ROWS: u32 = 5;

/// A page of a list, and the first one where the cursor is of another time.
pub(super) async fn turned<'a, T>(
    cursor: Option<&str>,
    page: impl Fn(Turning) -> BoxFuture<'a, Result<Listed<T>, ListError>>,
) -> Result<Listed<T>, StoreError> {
    let at = |cursor: Option<&str>| Turning { cursor: cursor.map(str::to_owned), limit: Some(ROWS), sort: None };
    match page(at(cursor)).await {
        Err(ListError::BadSort(_) | ListError::BadCursor | ListError::LimitOutOfRange) => page(at(None)).await,
        listed => listed,
    }
    .map_err(|error| match error {
        ListError::Store(error) => error,
        other => StoreError::Internal(other.to_string()),
    })
}
