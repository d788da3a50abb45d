//! Open incidents, page by page, each with a way to what it is about where that can be shown.

use nproxy_app::StoreError;
use nproxy_app::lists::{Incident, IncidentFilter, IncidentState, page};
use nproxy_domain::mail::Severity;

use super::Sight;
use super::overview::mark;
use super::page::Page;
use super::sight::turned;
use crate::words::html::bold;
use crate::{Place, View};

const TITLE_CHARS_MAX: usize = 200;
const DETAIL_CHARS_MAX: usize = 300;

pub(super) async fn view(sight: &Sight<'_>, cursor: Option<&str>) -> Result<View, StoreError> {
    let (app, words) = (sight.app, &sight.words.overview);
    let filter = &IncidentFilter { state: Some(IncidentState::Open), severity: None, part: None };
    let listed = turned(cursor, |turning| Box::pin(async move { page(app, filter, &turning).await })).await?;
    let mut view = Page::titled(words.incidents);
    if listed.items.is_empty() {
        view.say(words.no_incidents);
    } else {
        view.say(sight.in_all(listed.total));
    }
    for incident in &listed.items {
        view.gap();
        say(sight, &mut view, incident);
        view.row(about(&incident.key).map(|place| sight.to(&incident.title, place)));
    }
    let common = &sight.words.common;
    let first = cursor.map(|_| sight.to(common.first, Place::Incidents { cursor: None }));
    let next = listed.next_cursor.map(|next| sight.to(common.next, Place::Incidents { cursor: Some(next) }));
    view.row([first, next].into_iter().flatten());
    view.row(sight.web(["incidents"]));
    Ok(view.end(sight, Place::Overview, Place::Incidents { cursor: cursor.map(str::to_owned) }))
}

fn say(sight: &Sight<'_>, page: &mut Page, incident: &Incident) {
    let words = &sight.words.overview;
    let severity = [Severity::Critical, Severity::Warning].into_iter().find(|one| one.as_str() == incident.severity);
    let title = bold(&sight.esc(&incident.title, TITLE_CHARS_MAX));
    page.say(format!("{} {title}", mark(severity.unwrap_or(Severity::Info))));
    let since = (words.since)(&sight.moment(incident.opened_at));
    page.say(format!("{since}, {}", (words.times)(incident.times)));
    if !incident.detail.is_empty() {
        page.say(sight.esc(&incident.detail, DETAIL_CHARS_MAX));
    }
}

/// By the key of the incident: see `nproxy_store::incidents`.
fn about(key: &str) -> Option<Place> {
    let (kind, rest) = key.split_once(':')?;
    let id = rest.split(':').next()?;
    match kind {
        "key" | "key_model" => Some(Place::Key { key: id.parse().ok()? }),
        "payment_review" => Some(Place::Payment { payment: id.parse().ok()? }),
        "funds" | "funds_estimate" | "pool" => {
            let provider = id.split('/').next().filter(|provider| !provider.is_empty())?;
            Some(Place::Keys { provider: Some(provider.to_owned()), state: None, cursor: None })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_leads_to_what_it_is_about() {
        let id = "01890000-0000-7000-8000-000000000001";
        let key = Some(Place::Key { key: id.parse().unwrap() });
        let pool = Some(Place::Keys { provider: Some("nb".to_owned()), state: None, cursor: None });
        assert_eq!([about(&format!("key:{id}")), about(&format!("key_model:{id}:m"))], [key.clone(), key]);
        assert_eq!(about(&format!("payment_review:{id}")), Some(Place::Payment { payment: id.parse().unwrap() }));
        assert_eq!([about("pool:nb:failing"), about("pool:nb/proxy:x:failing")], [pool.clone(), pool.clone()]);
        assert_eq!(about("funds:nb:acme"), pool);
        assert_eq!([about("mail"), about("key:nothing")], [None, None]);
    }
}
