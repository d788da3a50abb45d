//! The endpoints, and which of the models stands behind each.

use crate::gemini::{
    DEFAULT_MODEL,
    models::{Model, Tier},
};

/// `POST /{app}` or `POST /{app}/edit`; everything after the submit goes by the app.
#[derive(Debug, Clone, Copy)]
pub(super) struct Endpoint {
    pub(super) app: &'static str,
    pub(super) edits: bool,
    pub(super) model: &'static Model,
    /// Values of `resolution`; none: the field is not known.
    pub(super) resolutions: &'static [(&'static str, Tier)],
}

const TIERS: [(&str, Tier); 4] = [("0.5K", Tier::Half), ("1K", Tier::One), ("2K", Tier::Two), ("4K", Tier::Four)];

/// App, model behind it, whether it takes `resolution`, whether it edits.
const APPS: [(&str, &str, bool, bool); 5] = [
    ("fal-ai/nano-banana", "gemini-2.5-flash-image", false, true),
    ("fal-ai/nano-banana-pro", "gemini-3-pro-image", true, true),
    ("fal-ai/nano-banana-2", "gemini-3.1-flash-image", true, true),
    // The lite model is not among the played ones; its pictures look like those of the next larger.
    ("fal-ai/nano-banana-lite", "gemini-3.1-flash-image", false, false),
    ("google/nano-banana-2.1", DEFAULT_MODEL, false, true),
];

impl Endpoint {
    pub(super) fn find(path: &str) -> Option<Self> {
        let (app, edits) = path.strip_suffix("/edit").map_or((path, false), |app| (app, true));
        let (app, model, has_resolution, can_edit) = APPS.iter().find(|(name, ..)| *name == app)?;
        let model = Model::find(model).filter(|_| *can_edit || !edits)?;
        Some(Self { app, edits, model, resolutions: if *has_resolution { &TIERS } else { &[] } })
    }
}
