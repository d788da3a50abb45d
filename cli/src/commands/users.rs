//! `nproxy users ..`

use nproxy_app::App;
use nproxy_app::accounts::{
    self, CreateError, Email, GrantAdminError, Language, NewAccount, ResetFactorError, RevokeAdminError, Role, UserView,
};
use nproxy_app::cycles::{self, AddRequestsError, GrantError, LimitChange, RequestsChanged};
use nproxy_domain::UserId;
use nproxy_domain::quota::Counters;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use crate::args::{Sure, Users};
use crate::desk::{Call, Desk};
use crate::failure::Usage;
use crate::out::shown;
use crate::{ask, input, secret};

/// Recorded where the operator says nothing.
const NO_REASON: &str = "by the operator";

pub async fn run(command: Users, call: Call<'_>) -> anyhow::Result<()> {
    let desk = call.desk().await?;
    match command {
        Users::Create { email, generate_password } => create(&desk, email, generate_password).await,
        Users::GrantAdmin { email } => grant_admin(&desk, &email).await,
        Users::RevokeAdmin { email, sure } => revoke_admin(&desk, &email, sure).await,
        Users::ResetSecondFactor { email, reason, sure } => reset_second_factor(&desk, &email, &reason, sure).await,
        Users::GrantCycle { email, plan, reason } => grant_cycle(&desk, &email, plan, reason).await,
        Users::AddRequests { email, requests, reason } => {
            change_requests(&desk, &email, LimitChange::Grant(requests), &reason).await
        }
        Users::CorrectRequests { email, amount, reason } => {
            change_requests(&desk, &email, LimitChange::Correct(amount), &reason).await
        }
    }
}

async fn create(desk: &Desk, email: String, generate: bool) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let password = if generate { secret::password(&app.env).into() } else { input::secret("password")? };
    let made_up: Option<SecretString> = generate.then(|| password.clone());
    let new = NewAccount { email, password, role: Role::Customer, language: Language::En };
    let user = accounts::create(app, by, new).await.map_err(|error| match error {
        CreateError::Email(_) | CreateError::Password(_) => Usage(error.to_string()).into(),
        other => anyhow::Error::from(other),
    })?;
    let mut answer = json!({ "user": view(&user) });
    if let Some(password) = &made_up {
        answer["password"] = Value::from(password.expose_secret());
    }
    out.say(&answer, || {
        let password =
            made_up.as_ref().map(|p| format!(" with the password {}", p.expose_secret())).unwrap_or_default();
        format!("Created {}{password}.", shown(&user.email))
    });
    Ok(())
}

async fn grant_admin(desk: &Desk, email: &str) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let user = accounts::grant_admin(app, by, email).await.map_err(|error| match error {
        GrantAdminError::Email(_) => Usage(error.to_string()).into(),
        GrantAdminError::UnknownUser => unknown(),
        GrantAdminError::Store(error) => error.into(),
    })?;
    out.say(&json!({ "user": view(&user) }), || format!("{} is an admin now.", shown(&user.email)));
    Ok(())
}

async fn revoke_admin(desk: &Desk, email: &str, sure: Sure) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let what = "a customer again, signed out everywhere, and forgets the second factor";
    ask::sure(&format!("This makes {} {what}", shown(email)), sure)?;
    let user = accounts::revoke_admin(app, by, email).await.map_err(|error| match error {
        RevokeAdminError::Email(_) => Usage(error.to_string()).into(),
        RevokeAdminError::UnknownUser => unknown(),
        RevokeAdminError::Store(error) => error.into(),
    })?;
    out.say(&json!({ "user": view(&user) }), || format!("{} is no admin any more.", shown(&user.email)));
    Ok(())
}

async fn reset_second_factor(desk: &Desk, email: &str, reason: &str, sure: Sure) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let what = "device and recovery codes, and signs out everywhere";
    ask::sure(&format!("This forgets the second factor of {}: {what}", shown(email)), sure)?;
    let reset = accounts::reset_second_factor(app, by, email, reason).await;
    let user = reset.map_err(|error| match error {
        ResetFactorError::ReasonMissing | ResetFactorError::Email(_) => Usage(error.to_string()).into(),
        ResetFactorError::UnknownUser => unknown(),
        other => anyhow::Error::from(other),
    })?;
    out.say(&json!({ "user": view(&user) }), || {
        format!("{} is signed out everywhere and sets up a second factor at the next sign-in.", shown(&user.email))
    });
    Ok(())
}

async fn grant_cycle(desk: &Desk, email: &str, plan: Option<String>, reason: Option<String>) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let plan = match plan {
        Some(id) => app.plans.iter().find(|p| p.id == id).ok_or_else(|| Usage(format!("there is no [plans.{id}]")))?,
        None => app.plans.first().ok_or_else(|| Usage("the configuration has no [plans.<id>]".to_owned()))?,
    };
    let user = find(app, email).await?;
    let reason = reason.as_deref().unwrap_or(NO_REASON);
    let granted = cycles::grant_cycle(app, by, user, &plan.id, reason).await.map_err(|error| match error {
        GrantError::ReasonMissing => Usage(error.to_string()).into(),
        other => anyhow::Error::from(other),
    })?;
    let cycle = json!({
        "id": granted.cycle, "plan": plan.id, "starts_at": granted.starts_at, "ends_at": granted.ends_at,
        "request_limit": granted.request_limit,
    });
    out.say(&json!({ "cycle": cycle }), || {
        format!(
            "{}: {} requests from {} to {}.",
            shown(&plan.label),
            granted.request_limit,
            granted.starts_at.format("%F %R"),
            granted.ends_at.format("%F %R UTC")
        )
    });
    Ok(())
}

async fn change_requests(desk: &Desk, email: &str, change: LimitChange, reason: &str) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let user = find(app, email).await?;
    let changed = cycles::add_requests(app, by, user, change, reason).await;
    let RequestsChanged { cycle, before, after } = changed.map_err(|error| match error {
        AddRequestsError::ReasonMissing => Usage(error.to_string()).into(),
        other => anyhow::Error::from(other),
    })?;
    let answer = json!({
        "cycle": { "id": cycle, "request_limit": after.limit, "spent": after.spent, "held": after.held },
        "request_limit_before": before.limit,
    });
    out.say(&answer, || {
        let Counters { limit, spent, held } = after;
        format!("The month has {limit} requests now, {} before; {spent} are spent and {held} held.", before.limit)
    });
    Ok(())
}

async fn find(app: &App, email: &str) -> anyhow::Result<UserId> {
    let email = Email::parse(email).map_err(|error| Usage(error.to_string()))?;
    let row = nproxy_store::users::by_email(app.store.read(), email.as_str()).await?;
    Ok(UserId(row.ok_or_else(unknown)?.id))
}

fn unknown() -> anyhow::Error {
    anyhow::anyhow!("there is no account with this e-mail address; `nproxy users create` makes one")
}

fn view(user: &UserView) -> Value {
    let role = match user.role {
        Role::Customer => "customer",
        Role::Admin => "admin",
    };
    json!({ "id": user.id, "email": user.email, "role": role, "created_at": user.created_at })
}
