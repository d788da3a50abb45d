//! Who may see the list: whoever knows the account's password, for five minutes.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Deserialize;

use super::refusal::Refusal;
use crate::money::{json::Json, options::NowPaymentsOptions, till::world::World};

const TOKEN_LIFE_MS: u64 = 5 * 60 * 1000;
/// The oldest ends for the next one after this many.
const TOKENS_MAX: usize = 100;

#[derive(Deserialize)]
struct Credentials {
    email: Option<String>,
    password: Option<String>,
}

/// `POST /v1/auth`
pub(super) fn issue(
    options: &NowPaymentsOptions,
    body: &[u8],
    world: &mut World,
    now_ms: u64,
) -> Result<Json, Refusal> {
    let asked: Credentials = serde_json::from_slice(body).map_err(|error| Refusal::bad(error.to_string()))?;
    let email = asked.email.ok_or_else(|| Refusal::bad("email is required"))?;
    let password = asked.password.ok_or_else(|| Refusal::bad("password is required"))?;
    if (email.as_str(), password.as_str()) != (options.email.as_str(), options.password.as_str()) {
        return Err(Refusal::password());
    }
    let ends_ms = now_ms.saturating_add(TOKEN_LIFE_MS);
    let part = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    let claims = format!(r#"{{"id":"played","iat":{},"exp":{}}}"#, now_ms / 1000, ends_ms / 1000);
    let mark = format!("{:016x}{:016x}", world.dice.next_u64(), world.dice.next_u64());
    let token = format!("{}.{}.{}", part(r#"{"alg":"HS256","typ":"JWT"}"#), part(&claims), part(&mark));
    if world.tokens.len() == TOKENS_MAX {
        world.tokens.remove(0);
    }
    world.tokens.push((token.clone(), ends_ms));
    Ok(Json::object([("token", token.into())]))
}

pub(super) fn check(world: &World, token: Option<&str>, now_ms: u64) -> Result<(), Refusal> {
    let token = token.ok_or_else(Refusal::no_token)?;
    let stands = world.tokens.iter().any(|(known, ends_ms)| known == token && now_ms < *ends_ms);
    if stands { Ok(()) } else { Err(Refusal::token()) }
}
