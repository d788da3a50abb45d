//! What goes by a text. Where that is one thing, or an address is written out, the thing itself is shown.

use nproxy_app::StoreError;
use nproxy_app::search::{self, Hit, HitKind};
use nproxy_domain::{GenerationId, KeyId, PaymentId, UserId};

use super::Sight;
use super::page::Page;
use crate::{Place, View};

/// Each has a button of its own.
const ROWS: usize = 6;
const TEXT_CHARS_MAX: usize = 80;

pub(super) enum Found {
    One(Place),
    Several(View),
}

pub(super) async fn search(sight: &Sight<'_>, text: &str) -> Result<Found, StoreError> {
    let hits = search::search(sight.app, text).await?;
    Ok(match meant(&hits, text) {
        Some(place) => Found::One(place),
        None => Found::Several(list(sight, text, &hits)),
    })
}

fn list(sight: &Sight<'_>, text: &str, hits: &[Hit]) -> View {
    let words = &sight.words.finding;
    let mut page = Page::titled(&(words.title)(&sight.esc(text, TEXT_CHARS_MAX)));
    if hits.is_empty() {
        page.say(words.nothing);
    }
    let shown: Vec<(&Hit, Place)> = hits.iter().filter_map(|hit| Some((hit, place(hit)?))).collect();
    for (hit, place) in shown.iter().take(ROWS) {
        let (kind, what) = (kind(sight, hit), what(sight, hit));
        let detail = hit.detail.as_deref().filter(|_| hit.kind != HitKind::Generation);
        let detail = detail.map(|detail| format!(" ({})", sight.name(detail))).unwrap_or_default();
        page.say(format!("• {kind} {}{detail}", sight.name(&what)));
        page.row([sight.to(&format!("{kind} {what}"), place.clone())]);
    }
    page.say_if(shown.len().checked_sub(ROWS).filter(|n| *n > 0).map(sight.words.common.lines_more));
    let elsewhere = hits.len() - shown.len();
    page.say_if((elsewhere > 0).then(|| (words.web_only)(elsewhere)));
    page.end(sight, Place::Overview, Place::Search { text: text.to_owned() })
}

/// A text that is somebody's whole address means him, though it may be a part of others'.
fn meant(hits: &[Hit], text: &str) -> Option<Place> {
    let whole = |hit: &&Hit| hit.kind == HitKind::User && hit.label.eq_ignore_ascii_case(text.trim());
    match hits {
        [one] => place(one),
        _ => hits.iter().find(whole).and_then(place),
    }
}

fn place(hit: &Hit) -> Option<Place> {
    match hit.kind {
        HitKind::User => Some(Place::Person { user: UserId(hit.id) }),
        HitKind::Generation => Some(Place::Picture { generation: GenerationId(hit.id) }),
        HitKind::Payment => Some(Place::Payment { payment: PaymentId(hit.id) }),
        HitKind::Key => Some(Place::Key { key: KeyId(hit.id) }),
        HitKind::Cycle | HitKind::Turn | HitKind::Proxy | HitKind::Audit => None,
    }
}

fn kind(sight: &Sight<'_>, hit: &Hit) -> &'static str {
    let words = &sight.words.finding;
    match hit.kind {
        HitKind::User => words.user,
        HitKind::Generation => words.picture,
        HitKind::Payment => words.payment,
        HitKind::Key | HitKind::Cycle | HitKind::Turn | HitKind::Proxy | HitKind::Audit => words.key,
    }
}

/// A picture has no name, so it goes by whose it is; his address is shortened like every other.
fn what(sight: &Sight<'_>, hit: &Hit) -> String {
    match hit.kind {
        HitKind::User => sight.address(&hit.label),
        HitKind::Generation => sight.address(hit.detail.as_deref().unwrap_or_default()),
        _ => hit.label.clone(),
    }
}
