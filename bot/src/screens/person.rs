//! A customer, or an admin: how the account stands, and what may be done about it.

use nproxy_app::StoreError;
use nproxy_app::accounts::Role;
use nproxy_app::lists::{CycleState, UserState};
use nproxy_app::people::{PersonError, PersonFile, person_file};
use nproxy_domain::UserId;

use super::Sight;
use super::page::{Page, gone};
use crate::{Act, Button, Place, View};

/// Requests that a button grants.
const GRANTS: [u32; 3] = [1, 5, 20];
const DAY_HOURS: u32 = 24;
const WEEK_HOURS: u32 = 7 * DAY_HOURS;
const REASON_CHARS_MAX: usize = 200;

pub(super) async fn view(sight: &Sight<'_>, id: UserId) -> Result<View, StoreError> {
    let found = match person_file(sight.app, id).await {
        Ok(found) => found,
        Err(PersonError::Store(error)) => return Err(error),
        Err(_) => return Ok(gone(sight, sight.words.refusals.user_gone)),
    };
    let words = &sight.words.people;
    let who = if found.person.role == Role::Admin { words.admin } else { words.customer };
    let mut page = Page::titled(&format!("{who} {}", sight.email(&found.person.email)));
    facts(sight, &mut page, &found);
    month(sight, &mut page, &found);
    for row in acts(sight, &found) {
        page.row(row);
    }
    page.row(sight.web(["users", &id.to_string()]));
    Ok(page.end(sight, Place::Overview, Place::Person { user: id }))
}

fn facts(sight: &Sight<'_>, page: &mut Page, found: &PersonFile) {
    let (words, person) = (&sight.words.people, &found.person);
    page.say(format!("{}: {}", sight.words.keys.state_label, (words.state)(person.state)));
    let reason = found.suspended_reason.as_deref().unwrap_or_default();
    let reason = sight.esc(reason, REASON_CHARS_MAX);
    page.say_if(found.suspended_at.map(|at| (words.suspended)(&sight.moment(at), &reason)));
    page.say_if(found.delete_after.map(|at| (words.closing)(&sight.moment(at))));
    page.say((words.since)(&sight.moment(person.created_at)));
    page.say(person.last_seen_at.map_or_else(|| words.never_seen.to_owned(), |at| (words.seen)(&sight.ago(at))));
}

/// With exact counts: they are the admins' to see.
fn month(sight: &Sight<'_>, page: &mut Page, found: &PersonFile) {
    let words = &sight.words.people;
    page.gap();
    let Some(month) = &found.person.month else {
        page.say(words.no_month);
        return;
    };
    page.say((words.month)(&sight.name(&month.plan_label), &sight.moment(month.ends_at)));
    let left = month.request_limit - month.spent - month.held;
    page.say((words.quota)(left, month.held, month.request_limit));
    let queued = found.months.iter().filter(|month| month.state == CycleState::Queued).count();
    page.say_if((queued > 0).then(|| (words.queued)(queued)));
}

fn acts(sight: &Sight<'_>, found: &PersonFile) -> Vec<Vec<Button>> {
    let (words, person) = (&sight.words.people, &found.person);
    let user = person.id;
    let mut rows = Vec::new();
    if person.month.is_some() && person.state != UserState::Deleted {
        let grants = GRANTS
            .into_iter()
            .filter_map(|requests| sight.ask((words.grant)(requests), Act::GrantRequests { user, requests }));
        rows.push(grants.collect());
        let day = sight.ask(words.day, Act::Extend { user, hours: DAY_HOURS });
        let week = sight.ask(words.week, Act::Extend { user, hours: WEEK_HOURS });
        rows.push([day, week].into_iter().flatten().collect());
    }
    let suspend = match (person.role, person.state, found.suspended_at) {
        (Role::Admin, ..) | (_, UserState::Deleted, _) => None,
        (_, _, Some(_)) => sight.ask(words.unsuspend, Act::Unsuspend { user }),
        (_, _, None) => sight.ask(words.suspend, Act::Suspend { user }),
    };
    rows.push(suspend.into_iter().collect());
    rows
}
