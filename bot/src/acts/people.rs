//! Acts on a customer's month and account.

use nproxy_app::cycles::{self, AddRequestsError, ExtendError, LimitChange};
use nproxy_app::lists::CurrentMonth;
use nproxy_app::lists::UserState;
use nproxy_app::people::{self, PersonError, PersonFile, person_file};
use nproxy_domain::UserId;
use serde_json::json;

use super::answer::moved;
use super::{Deed, Looked, No};
use crate::Act;
use crate::screens::Sight;
use crate::words::html::bold;

pub(super) async fn look(sight: &Sight<'_>, act: &Act, id: UserId) -> Result<Looked, No> {
    let words = &sight.words.acts;
    let found = file(sight, id).await?;
    let who = bold(&sight.email(&found.person.email));
    Ok(match act {
        Act::GrantRequests { requests, .. } => {
            let month = month(sight, &found)?;
            let state = json!({ "ends_at": month.ends_at, "request_limit": month.request_limit });
            Looked { text: (words.grant)(&who, *requests), state }
        }
        Act::Extend { hours, .. } => {
            let state = json!({ "ends_at": month(sight, &found)?.ends_at });
            Looked { text: (words.extend)(&who, *hours), state }
        }
        Act::Suspend { .. } => Looked { text: (words.suspend)(&who), state: suspended(&found) },
        _ => Looked { text: (words.unsuspend)(&who), state: suspended(&found) },
    })
}

pub(super) async fn perform(deed: &Deed<'_>, act: &Act) -> Result<String, No> {
    match act {
        Act::GrantRequests { user, requests } => grant(deed, *user, *requests).await,
        Act::Extend { user, hours } => extend(deed, *user, *hours).await,
        Act::Suspend { user } => suspend(deed, *user, true).await,
        Act::Unsuspend { user } => suspend(deed, *user, false).await,
        _ => Err(No::said(deed.sight.words.common.gone)),
    }
}

async fn grant(deed: &Deed<'_>, user: UserId, requests: u32) -> Result<String, No> {
    let (sight, refusals) = (deed.sight, &deed.sight.words.refusals);
    let found = file(sight, user).await?;
    let done = cycles::add_requests(sight.app, deed.by, user, LimitChange::Grant(requests), deed.reason).await;
    let done = done.map_err(|error| match error {
        AddRequestsError::UserNotFound => No::said(refusals.user_gone),
        AddRequestsError::NoCurrentMonth => No::said(refusals.no_month),
        AddRequestsError::BelowUse { .. } | AddRequestsError::TooMany => No::said(refusals.too_many),
        AddRequestsError::ReasonMissing => No::said(refusals.reason),
        AddRequestsError::Store(error) => No::Store(error),
    })?;
    let (before, after) = (done.before.limit.to_string(), done.after.limit.to_string());
    Ok(moved(&sight.email(&found.person.email), sight.words.acts.limit, &before, &after))
}

async fn extend(deed: &Deed<'_>, user: UserId, hours: u32) -> Result<String, No> {
    let (sight, words) = (deed.sight, deed.sight.words);
    let found = file(sight, user).await?;
    let before = month(sight, &found)?.ends_at;
    let done =
        cycles::extend_cycle(sight.app, deed.by, user, hours, deed.reason).await.map_err(|error| match error {
            ExtendError::UserNotFound => No::said(words.refusals.user_gone),
            ExtendError::NoCurrentMonth | ExtendError::HoursOutOfRange => No::said(words.refusals.no_month),
            ExtendError::ReasonMissing => No::said(words.refusals.reason),
            ExtendError::Store(error) => No::Store(error),
        })?;
    let (before, after) = (sight.moment(before), sight.moment(done.ends_at));
    let said = moved(&sight.email(&found.person.email), words.acts.ends_at, &before, &after);
    Ok(if done.moved > 0 { format!("{said}\n{}", (words.acts.moved)(done.moved)) } else { said })
}

async fn suspend(deed: &Deed<'_>, user: UserId, is_to_be: bool) -> Result<String, No> {
    let (sight, refusals) = (deed.sight, &deed.sight.words.refusals);
    let before = file(sight, user).await?;
    let done = if is_to_be {
        people::suspend(sight.app, deed.by, user, deed.reason).await
    } else {
        people::unsuspend(sight.app, deed.by, user, deed.reason).await
    };
    done.map_err(|error| match error {
        PersonError::NotFound => No::said(refusals.user_gone),
        PersonError::ReasonMissing => No::said(refusals.reason),
        PersonError::IsAdmin => No::said(refusals.is_admin),
        PersonError::SuspendedAlready | PersonError::NotSuspended | PersonError::ClosingAlready => {
            No::said(refusals.is_so)
        }
        PersonError::Store(error) => No::Store(error),
    })?;
    let after = file(sight, user).await?;
    let state = |found: &PersonFile| (sight.words.people.state)(found.person.state);
    let what = sight.words.keys.state_label;
    Ok(moved(&sight.email(&after.person.email), what, state(&before), state(&after)))
}

async fn file(sight: &Sight<'_>, id: UserId) -> Result<PersonFile, No> {
    let gone = || No::said(sight.words.refusals.user_gone);
    let found = person_file(sight.app, id).await.map_err(|error| match error {
        PersonError::Store(error) => No::Store(error),
        _ => gone(),
    })?;
    if found.person.state == UserState::Deleted { Err(gone()) } else { Ok(found) }
}

fn month<'a>(sight: &Sight<'_>, found: &'a PersonFile) -> Result<&'a CurrentMonth, No> {
    found.person.month.as_ref().ok_or_else(|| No::said(sight.words.refusals.no_month))
}

fn suspended(found: &PersonFile) -> serde_json::Value {
    json!({ "suspended": found.suspended_at.is_some() })
}
