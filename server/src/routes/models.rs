//! What may be asked for.

use nproxy_app::generations;
use salvo::writing::Json;
use salvo::{Writer, handler};

use crate::dto::{Model, ModelsReply};
use crate::extract::CurrentUser;
use crate::problem::Problem;
use crate::web::Web;

/// The models on offer
///
/// Codes: `not_signed_in`.
#[utoipa::path(get, path = "/api/v1/models", tag = "models", responses((status = 200, body = ModelsReply), Problem))]
#[handler]
pub async fn list_models(web: Web, _user: CurrentUser) -> Result<Json<ModelsReply>, Problem> {
    let typical = generations::typical(&web.app).await?;
    let catalog = &web.app.catalog;
    Ok(Json(ModelsReply {
        models: catalog.models().iter().map(|model| Model::new(model, typical.get(&model.id))).collect(),
        default_model: catalog.default_model().id.clone(),
    }))
}
