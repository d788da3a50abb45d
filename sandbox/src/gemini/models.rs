//! The lineup: what each model takes, makes and costs (Gemini API documentation and price list, October 2026).

use serde_json::{Value, json};

/// The model recommended since October 2026.
pub const DEFAULT_MODEL: &str = "gemini-nano-banana-2.1";

/// Size of a picture. Below 65,536 by far, which keeps arithmetic on pixels exact in `f32`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub width: u16,
    pub height: u16,
}

/// `imageSize`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tier {
    Half,
    One,
    Two,
    Four,
}

impl Tier {
    /// Upper-case K only, as the real API insists.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "512" => Some(Self::Half),
            "1K" => Some(Self::One),
            "2K" => Some(Self::Two),
            "4K" => Some(Self::Four),
            _ => None,
        }
    }
}

/// An aspect ratio and its pixels at 1K.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ratio {
    pub(crate) name: &'static str,
    pixels: Size,
}

const fn ratio(name: &'static str, width: u16, height: u16) -> Ratio {
    Ratio { name, pixels: Size { width, height } }
}

impl Ratio {
    pub(crate) fn pixels(&self, tier: Tier) -> Size {
        let Size { width, height } = self.pixels;
        match tier {
            Tier::Half => Size { width: width / 2, height: height / 2 },
            Tier::One => self.pixels,
            Tier::Two => Size { width: width * 2, height: height * 2 },
            Tier::Four => Size { width: width * 4, height: height * 4 },
        }
    }

    fn log(&self) -> f32 {
        (f32::from(self.pixels.width) / f32::from(self.pixels.height)).ln()
    }
}

static RATIOS_2_5: [Ratio; 10] = [
    ratio("1:1", 1024, 1024),
    ratio("2:3", 832, 1248),
    ratio("3:2", 1248, 832),
    ratio("3:4", 864, 1184),
    ratio("4:3", 1184, 864),
    ratio("4:5", 896, 1152),
    ratio("5:4", 1152, 896),
    ratio("9:16", 768, 1344),
    ratio("16:9", 1344, 768),
    ratio("21:9", 1536, 672),
];

/// The first ten are common to all 3.x models; the last four came with 3.1 (their pixels are not confirmed by the documentation).
static RATIOS_3: [Ratio; 14] = [
    ratio("1:1", 1024, 1024),
    ratio("2:3", 848, 1264),
    ratio("3:2", 1264, 848),
    ratio("3:4", 896, 1200),
    ratio("4:3", 1200, 896),
    ratio("4:5", 928, 1152),
    ratio("5:4", 1152, 928),
    ratio("9:16", 768, 1376),
    ratio("16:9", 1376, 768),
    ratio("21:9", 1584, 672),
    ratio("1:4", 512, 2048),
    ratio("4:1", 2048, 512),
    ratio("1:8", 384, 3072),
    ratio("8:1", 3072, 384),
];

/// What a finished picture costs at a tier.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(crate) tier: Tier,
    pub(crate) micro_usd: u64,
    pub(crate) tokens: u64,
}

const fn offer(tier: Tier, micro_usd: u64, tokens: u64) -> Offer {
    Offer { tier, micro_usd, tokens }
}

#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) id: &'static str,
    display_name: &'static str,
    pub(crate) ratios: &'static [Ratio],
    /// Makes one size only, and refuses the field that would choose it.
    pub(crate) single_size: bool,
    pub(crate) offers: &'static [Offer],
    /// Makes PNG; the younger ones make JPEG.
    pub(crate) makes_png: bool,
    /// Levels that `thinkingConfig` may ask for; none: thinking is not enabled.
    pub(crate) thinking_levels: &'static [&'static str],
    pub(crate) input_images_max: usize,
}

static MODELS: [Model; 4] = [
    Model {
        id: DEFAULT_MODEL,
        display_name: "Nano Banana 2.1",
        ratios: &RATIOS_3,
        single_size: false,
        offers: &[offer(Tier::One, 33_600, 1120), offer(Tier::Two, 50_400, 1680), offer(Tier::Four, 113_000, 2520)],
        makes_png: false,
        thinking_levels: &["MINIMAL", "MEDIUM", "HIGH"],
        input_images_max: 14,
    },
    Model {
        id: "gemini-3-pro-image",
        display_name: "Nano Banana Pro",
        ratios: RATIOS_3.split_at(10).0,
        single_size: false,
        offers: &[offer(Tier::One, 134_000, 1120), offer(Tier::Two, 134_000, 1120), offer(Tier::Four, 240_000, 2000)],
        makes_png: false,
        thinking_levels: &["LOW", "HIGH"],
        input_images_max: 14,
    },
    Model {
        id: "gemini-3.1-flash-image",
        display_name: "Nano Banana 2",
        ratios: &RATIOS_3,
        single_size: false,
        offers: &[
            offer(Tier::Half, 45_000, 747),
            offer(Tier::One, 67_000, 1120),
            offer(Tier::Two, 101_000, 1680),
            offer(Tier::Four, 151_000, 2520),
        ],
        makes_png: false,
        thinking_levels: &["MINIMAL", "HIGH"],
        input_images_max: 14,
    },
    Model {
        id: "gemini-2.5-flash-image",
        display_name: "Nano Banana",
        ratios: &RATIOS_2_5,
        single_size: true,
        offers: &[offer(Tier::One, 39_000, 1290)],
        makes_png: true,
        thinking_levels: &[],
        input_images_max: 14,
    },
];

impl Model {
    pub(crate) fn find(id: &str) -> Option<&'static Self> {
        MODELS.iter().find(|model| model.id == id)
    }

    pub(crate) fn ratio(&self, name: &str) -> Option<&'static Ratio> {
        self.ratios.iter().find(|ratio| ratio.name == name)
    }

    /// The ratio that is closest to an input's, which an edit follows when none is asked for.
    pub(crate) fn nearest_ratio(&self, width: u32, height: u32) -> &'static Ratio {
        let narrow = |side: u32| f32::from(u16::try_from(side).unwrap_or(u16::MAX));
        let wanted = (narrow(width.max(1)) / narrow(height.max(1))).ln();
        let distance = |ratio: &Ratio| (ratio.log() - wanted).abs();
        self.ratios.iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(&self.ratios[0])
    }

    pub(crate) fn offer(&self, tier: Tier) -> Option<&'static Offer> {
        self.offers.iter().find(|offer| offer.tier == tier)
    }

    pub(crate) fn mime_type(&self) -> &'static str {
        if self.makes_png { "image/png" } else { "image/jpeg" }
    }

    pub(crate) fn about(&self) -> Value {
        json!({
            "name": format!("models/{}", self.id),
            "version": "001",
            "displayName": self.display_name,
            "description": format!("{}: makes and edits images.", self.display_name),
            "inputTokenLimit": 131_072,
            "outputTokenLimit": 32_768,
            "supportedGenerationMethods": ["generateContent", "countTokens", "batchGenerateContent"],
            "temperature": 1,
            "topP": 0.95,
            "topK": 64,
            "maxTemperature": 2,
            "thinking": !self.thinking_levels.is_empty(),
        })
    }
}

/// One page of `GET /models`; `page_token` is the place to go on from.
pub(crate) fn list(page_size: usize, page_token: usize) -> Value {
    let page: Vec<_> = MODELS.iter().skip(page_token).take(page_size).map(Model::about).collect();
    let next = page_token.saturating_add(page_size);
    if next < MODELS.len() {
        json!({ "models": page, "nextPageToken": next.to_string() })
    } else {
        json!({ "models": page })
    }
}
