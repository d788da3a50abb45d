//! The models, and what a picture costs: by tokens, which go by quality and area (models and pricing pages, 2026).

use serde_json::{Value, json};

/// 30 US dollars for a million tokens of a picture.
const MICRO_USD_PER_TOKEN: u64 = 30;
const AREA_PX: u64 = 1024 * 1024;

#[derive(Debug)]
pub(super) struct Model {
    pub(super) id: &'static str,
    /// Makes three sizes only.
    pub(super) fixed: bool,
    /// Knows `input_fidelity`.
    pub(super) knows_fidelity: bool,
    /// Knows `xhigh` and `max`.
    pub(super) knows_more: bool,
}

const fn model(id: &'static str, fixed: bool, knows_fidelity: bool, knows_more: bool) -> Model {
    Model { id, fixed, knows_fidelity, knows_more }
}

static MODELS: [Model; 6] = [
    model("gpt-image-1", true, true, false),
    model("gpt-image-1-mini", true, false, false),
    model("gpt-image-1.5", true, true, false),
    model("gpt-image-2", false, false, false),
    model("gpt-image-2.5-flare", false, false, true),
    model("gpt-image-2.5-sunburst", false, false, true),
];

/// `quality`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quality {
    Low,
    Medium,
    High,
    Xhigh,
    Max,
}

impl Quality {
    pub(super) fn parse(text: &str, model: &Model) -> Option<Self> {
        match text {
            "low" => Some(Self::Low),
            "auto" | "medium" => Some(Self::Medium),
            "high" => Some(Self::High),
            "xhigh" if model.knows_more => Some(Self::Xhigh),
            "max" if model.knows_more => Some(Self::Max),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Xhigh => "xhigh",
            Self::Max => "max",
        }
    }

    /// Of a picture of 1024 pixels a side.
    fn tokens(self) -> u64 {
        match self {
            Self::Low => 272,
            Self::Medium => 1_056,
            Self::High => 4_160,
            Self::Xhigh => 6_240,
            Self::Max => 8_320,
        }
    }
}

impl Model {
    pub(super) fn find(id: &str) -> Option<&'static Self> {
        MODELS.iter().find(|model| model.id == id)
    }
}

/// Tokens of a picture, and what they cost.
pub(super) fn price(quality: Quality, width: u16, height: u16) -> (u64, u64) {
    let tokens = (quality.tokens() * u64::from(width) * u64::from(height)).div_ceil(AREA_PX);
    (tokens, tokens * MICRO_USD_PER_TOKEN)
}

/// `GET /models`
pub(super) fn list() -> Value {
    let about =
        |model: &Model| json!({ "id": model.id, "object": "model", "created": 1_776_729_600, "owned_by": "system" });
    json!({ "object": "list", "data": MODELS.iter().map(about).collect::<Vec<_>>() })
}
