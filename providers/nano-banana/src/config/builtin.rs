//! The documented models. Sources: ai.google.dev, image generation, models and pricing pages, as of November 2026.

use nproxy_domain::provider::{Documented, Lineup, PROMPT_CHARS_MAX, Shapes, Size};

/// The newest of the documented models; the one to start with.
pub(super) const MODEL: &str = "gemini-nano-banana-2.1";

pub(super) const LINEUP: Lineup = Lineup {
    documented: &[
        // General availability 2026-10-06. Prices of October 2026.
        Documented {
            name: MODEL,
            shapes: Shapes::Common,
            sizes: &[Size::K1, Size::K2],
            inputs_max: 14,
            prices: &[(Size::K1, 33_600), (Size::K2, 50_400), (Size::K4, 113_000)],
        },
        // Prices of mid-2026; the 2K price is unconfirmed.
        Documented {
            name: "gemini-3.1-flash-image",
            shapes: Shapes::Common,
            sizes: &[Size::K1, Size::K2],
            inputs_max: 14,
            prices: &[(Size::K1, 67_000), (Size::K2, 101_000), (Size::K4, 151_000)],
        },
        // Prices of mid-2026.
        Documented {
            name: "gemini-3-pro-image",
            shapes: Shapes::Common,
            sizes: &[Size::K1, Size::K2],
            inputs_max: 14,
            prices: &[(Size::K1, 134_000), (Size::K2, 134_000), (Size::K4, 240_000)],
        },
        // Price of October 2026. The number of inputs is unconfirmed.
        Documented {
            name: "gemini-3.1-flash-lite-image",
            shapes: Shapes::Common,
            sizes: &[Size::K1],
            inputs_max: 14,
            prices: &[(Size::K1, 34_000)],
        },
        // Announced to be shut down on 2026-10-02. 1290 output tokens at 30 USD a million.
        Documented {
            name: "gemini-2.5-flash-image",
            shapes: Shapes::Common,
            sizes: &[],
            inputs_max: 3,
            prices: &[(Size::K1, 39_000)],
        },
    ],
    others: Shapes::Common,
    inputs_max: 14,
    prompt_chars_max: PROMPT_CHARS_MAX,
    is_name,
    name_rule: "a model's name has only letters, digits, '-', '.' and '_'",
};

/// The name becomes a part of the path, so nothing that means something there.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
}
