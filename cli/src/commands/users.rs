//! `nproxy users ..`

use std::path::Path;

use nproxy_app::App;
use nproxy_app::accounts::{self, Email, Language, NewAccount, ResetFactorError, Role, UserView};
use nproxy_app::audit::By;
use nproxy_app::cycles::{self, AddRequestsError, LimitChange, RequestsChanged};
use nproxy_domain::UserId;
use nproxy_domain::quota::Counters;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use crate::args::Users;
use crate::failure::Usage;
use crate::out::{Out, shown};
use crate::{input, secret};

/// Recorded where the operator says nothing.
const NO_REASON: &str = "by the operator";

pub async fn run(command: Users, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    match command {
        Users::Create { email, generate_password } => create(&app, email, generate_password, out).await,
        Users::GrantAdmin { email } => {
            let user = accounts::grant_admin(&app, &By::operator(), &email).await?;
            out.say(&json!({ "user": view(&user) }), || format!("{} is an admin now.", shown(&user.email)));
            Ok(())
        }
        Users::RevokeAdmin { email } => {
            let user = accounts::revoke_admin(&app, &By::operator(), &email).await?;
            out.say(&json!({ "user": view(&user) }), || format!("{} is no admin any more.", shown(&user.email)));
            Ok(())
        }
        Users::ResetSecondFactor { email, reason } => reset_second_factor(&app, &email, &reason, out).await,
        Users::GrantCycle { email, plan, reason } => grant_cycle(&app, &email, plan, reason, out).await,
        Users::AddRequests { email, requests, reason } => {
            change_requests(&app, &email, LimitChange::Grant(requests), &reason, out).await
        }
        Users::CorrectRequests { email, amount, reason } => {
            change_requests(&app, &email, LimitChange::Correct(amount), &reason, out).await
        }
    }
}

async fn create(app: &App, email: String, generate: bool, out: Out) -> anyhow::Result<()> {
    let password = if generate { secret::password(&app.env).into() } else { input::secret("password")? };
    let made_up: Option<SecretString> = generate.then(|| password.clone());
    let new = NewAccount { email, password, role: Role::Customer, language: Language::En };
    let user = accounts::create(app, &By::operator(), new).await?;
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

async fn reset_second_factor(app: &App, email: &str, reason: &str, out: Out) -> anyhow::Result<()> {
    let reset = accounts::reset_second_factor(app, &By::operator(), email, reason).await;
    let user = reset.map_err(|error| match error {
        ResetFactorError::ReasonMissing => Usage(error.to_string()).into(),
        other => anyhow::Error::from(other),
    })?;
    out.say(&json!({ "user": view(&user) }), || {
        format!("{} is signed out everywhere and sets up a second factor at the next sign-in.", shown(&user.email))
    });
    Ok(())
}

async fn grant_cycle(
    app: &App,
    email: &str,
    plan: Option<String>,
    reason: Option<String>,
    out: Out,
) -> anyhow::Result<()> {
    let plan = match plan {
        Some(id) => app.plans.iter().find(|p| p.id == id).ok_or_else(|| Usage(format!("there is no [plans.{id}]")))?,
        None => app.plans.first().ok_or_else(|| Usage("the configuration has no [plans.<id>]".to_owned()))?,
    };
    let user = find(app, email).await?;
    let reason = reason.as_deref().unwrap_or(NO_REASON);
    let granted = cycles::grant_cycle(app, &By::operator(), user, &plan.id, reason).await?;
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

async fn change_requests(app: &App, email: &str, change: LimitChange, reason: &str, out: Out) -> anyhow::Result<()> {
    let user = find(app, email).await?;
    let changed = cycles::add_requests(app, &By::operator(), user, change, reason).await;
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
    let email = Email::parse(email)?;
    let row = nproxy_store::users::by_email(app.store.read(), email.as_str()).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("there is no account with this e-mail address"))?;
    Ok(UserId(row.id))
}

fn view(user: &UserView) -> Value {
    let role = match user.role {
        Role::Customer => "customer",
        Role::Admin => "admin",
    };
    json!({ "id": user.id, "email": user.email, "role": role, "created_at": user.created_at })
}
