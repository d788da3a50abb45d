//! Asking for pictures.

use nproxy_app::turns::{self, Submit, SubmitError};
use nproxy_domain::turn::Mistake;
use salvo::Response;
use salvo::http::StatusCode;
use salvo::http::header::HeaderValue;
use salvo::writing::Json;

use crate::dto::{NewTurn, TurnAccepted};
use crate::extract::{CurrentUser, RequestKey, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Says that the answer is the one that was given before.
pub const REPLAYED: &str = "idempotency-replayed";

/// Queues pictures
///
/// The same key and body again answers the same turn. Codes: `not_signed_in`, `idempotency_key_missing`,
/// `idempotency_key_invalid`, `idempotency_key_reused`, `prompt_empty`, `prompt_too_long`, `prompt_invalid`,
/// `unknown_model`, `unknown_resolution`, `batch_size_out_of_range`, `image_strength_out_of_range`, `image_strength_without_inputs`,
/// `image_strength_unsupported`, `inputs_missing`, `inputs_not_allowed`, `too_many_inputs`, `unknown_input`,
/// `not_found` (the conversation), `subscription_inactive`, `quota_used_up`, `quota_held`, `queue_full_for_you`,
/// `too_many_declined`, `too_many_cancelled`, `queue_full`, `storage_full`, `paused`, `read_only`, `account_suspended`.
#[utoipa::path(
    post, path = "/api/v1/turns", tag = "turns", request_body = NewTurn,
    params(("Idempotency-Key" = String, Header, description = "A fresh name for each new request", pattern = "^[A-Za-z0-9_-]{1,64}$")),
    responses(
        (status = 202, description = "Queued", body = TurnAccepted,
         headers(("idempotency-replayed" = String, description = "`true` where it had been queued before"))),
        Problem
    )
)]
pub async fn submit_turn(
    web: Web,
    user: CurrentUser,
    key: RequestKey,
    body: ValidJson<NewTurn>,
    res: &mut Response,
) -> Result<Json<TurnAccepted>, Problem> {
    let mut body = body.0;
    let (conversation, model) = (body.conversation_id, body.model.take());
    let submit = Submit { user: user.0.id, key: key.0, conversation, model, draft: body.draft() };
    let submitted = turns::submit(&web.app, &submit).await?;
    if submitted.replayed {
        res.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    res.status_code(StatusCode::ACCEPTED);
    Ok(Json(TurnAccepted { turn: submitted.turn.into(), conversation: submitted.conversation.into() }))
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Mistake(mistake) => Self::from(mistake),
            SubmitError::UnknownModel => Self::field(Code::UnknownModel, "/model", &error),
            SubmitError::UnknownInput => Self::field(Code::UnknownInput, "/inputs", &error),
            SubmitError::ConversationNotFound => Self::said(Code::NotFound, &error),
            SubmitError::KeyReused => Self::said(Code::IdempotencyKeyReused, &error),
            SubmitError::Room(error) => Self::from(error),
            SubmitError::Store(error) => Self::from(error),
        }
    }
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Self {
        let (code, pointer) = mistake.code();
        Self::field(Code::parse(code).unwrap_or(Code::InvalidBody), pointer, &mistake)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_has_a_code_of_the_contract() {
        let mistakes = [
            Mistake::PromptEmpty,
            Mistake::PromptTooLong { chars_max: 1 },
            Mistake::PromptInvalid,
            Mistake::UnknownResolution,
            Mistake::BatchSizeOutOfRange { max: 4 },
            Mistake::ImageStrengthOutOfRange,
            Mistake::ImageStrengthWithoutInputs,
            Mistake::ImageStrengthUnsupported,
            Mistake::InputsMissing,
            Mistake::InputsNotAllowed,
            Mistake::TooManyInputs { max: 3 },
        ];
        for mistake in mistakes {
            assert!(Code::parse(mistake.code().0).is_some(), "{mistake:?}");
        }
    }
}
