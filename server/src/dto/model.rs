use nproxy_app::generations;
use nproxy_domain::catalog;
use nproxy_domain::provider::{self, ImageStrength};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// What may be asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Model {
    pub id: String,
    pub label: String,
    pub resolutions: Vec<Resolution>,
    pub batch_max: u8,
    /// Input pictures; 0: text to image only.
    pub inputs_max: u8,
    #[schema(schema_with = image_strengths)]
    pub image_strength: ImageStrength,
    pub prompt_chars_max: u32,
    /// How long a picture took lately; absent while there are too few to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub typical: Option<Typical>,
}

/// A preset of shape and size.
#[derive(Debug, Serialize, ToSchema)]
pub struct Resolution {
    pub id: String,
    pub label: String,
    /// `16:9`; null: the model decides, and keeps the input's shape.
    #[schema(required = true)]
    pub aspect: Option<String>,
    /// The size to expect, in pixels.
    pub width: u32,
    pub height: u32,
}

/// The middle and the slow end, in milliseconds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Typical {
    pub p50_ms: u32,
    pub p90_ms: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ModelsReply {
    pub models: Vec<Model>,
    pub default_model: String,
}

impl Model {
    pub fn new(model: &catalog::Model, typical: Option<&generations::Typical>) -> Self {
        let can = model.capabilities();
        Self {
            id: model.id.clone(),
            label: model.label.clone(),
            resolutions: can.resolutions.iter().map(Resolution::from).collect(),
            batch_max: can.batch_max,
            inputs_max: can.inputs_max,
            image_strength: can.image_strength,
            prompt_chars_max: can.prompt_chars_max,
            typical: typical.map(|typical| Typical { p50_ms: typical.p50_ms, p90_ms: typical.p90_ms }),
        }
    }
}

impl From<&provider::Resolution> for Resolution {
    fn from(preset: &provider::Resolution) -> Self {
        Self {
            id: preset.id.clone(),
            label: preset.label.clone(),
            aspect: preset.aspect.map(|shape| shape.to_string()),
            width: preset.width,
            height: preset.height,
        }
    }
}

fn image_strengths() -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["none", "emulated", "native"])).build()
}
