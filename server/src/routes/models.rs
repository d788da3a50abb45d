//! What may be asked for.

use nproxy_app::{generations, switches};
use salvo::writing::Json;

use crate::dto::{Model, ModelsReply};
use crate::extract::CurrentUser;
use crate::problem::Problem;
use crate::web::Web;

/// The models on offer, but for those that are switched off
///
/// Codes: `not_signed_in`.
#[utoipa::path(get, path = "/api/v1/models", tag = "models", responses((status = 200, body = ModelsReply), Problem))]
pub async fn list_models(web: Web, _user: CurrentUser) -> Result<Json<ModelsReply>, Problem> {
    let typical = generations::typical(&web.app).await?;
    let (catalog, switches) = (&web.app.catalog, switches::read(&web.app).await?);
    let offered: Vec<_> = catalog.models().iter().filter(|model| switches.offers(&model.id)).collect();
    let default = offered.first().copied().unwrap_or(catalog.default_model());
    Ok(Json(ModelsReply {
        models: offered.iter().map(|model| Model::new(model, typical.get(&model.id))).collect(),
        default_model: default.id.clone(),
    }))
}
