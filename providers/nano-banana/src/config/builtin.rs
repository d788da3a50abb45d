//! The documented models. Sources: ai.google.dev, image generation, models and pricing pages, as of November 2026.

use nproxy_domain::provider::Shape;

use super::resolutions::Size;

/// What a model can do when the configuration says nothing else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Builtin {
    pub name: &'static str,
    /// Empty: the request has no size field, and pictures come at 1K.
    pub sizes: &'static [Size],
    pub inputs_max: u8,
    /// Estimated price of one picture by size, in millionths of a US dollar; input pictures add 0.002 to 0.004 USD.
    pub prices: &'static [(Size, i64)],
}

/// All documented models take these. The taller and wider ones of the newer models have no documented pixel size;
/// the others can be had by configuration.
pub(super) const RATIOS: [Shape; 5] = [shape(1, 1), shape(3, 4), shape(4, 3), shape(9, 16), shape(16, 9)];

/// Pictures of one submit; each is a request of its own, because `candidateCount` 2 is refused.
pub(super) const BATCH_MAX: u8 = 4;

/// Far below what the models read, far above what anybody types.
pub(super) const PROMPT_CHARS_MAX: u32 = 8_000;

pub(super) const MODELS: [Builtin; 5] = [
    // General availability 2026-10-06. Prices of October 2026; 4K costs 113_000.
    Builtin {
        name: "gemini-nano-banana-2.1",
        sizes: &[Size::K1, Size::K2],
        inputs_max: 14,
        prices: &[(Size::K1, 33_600), (Size::K2, 50_400), (Size::K4, 113_000)],
    },
    // Prices of mid-2026; the 2K price is unconfirmed.
    Builtin {
        name: "gemini-3.1-flash-image",
        sizes: &[Size::K1, Size::K2],
        inputs_max: 14,
        prices: &[(Size::K1, 67_000), (Size::K2, 101_000), (Size::K4, 151_000)],
    },
    // Prices of mid-2026.
    Builtin {
        name: "gemini-3-pro-image",
        sizes: &[Size::K1, Size::K2],
        inputs_max: 14,
        prices: &[(Size::K1, 134_000), (Size::K2, 134_000), (Size::K4, 240_000)],
    },
    // Price of October 2026. The number of inputs is unconfirmed.
    Builtin { name: "gemini-3.1-flash-lite-image", sizes: &[Size::K1], inputs_max: 14, prices: &[(Size::K1, 34_000)] },
    // Announced to be shut down on 2026-10-02. 1290 output tokens at 30 USD a million.
    Builtin { name: "gemini-2.5-flash-image", sizes: &[], inputs_max: 3, prices: &[(Size::K1, 39_000)] },
];

const fn shape(wide: u16, high: u16) -> Shape {
    Shape { wide, high }
}
