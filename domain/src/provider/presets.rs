//! Presets: a shape in a size, with the pixels to expect. Every plugin offers these, because a model may be had from
//! several providers, and a preset means the same with each.
//!
//! Pixel sizes as documented (ai.google.dev, image generation) and measured by several public clients. The size of the
//! delivered picture is what counts in the end.

use serde::Deserialize;

use super::capabilities::{MicroUsd, Resolution, Shape};

/// A size tier as the Gemini models name it, with a capital K.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Size {
    #[serde(rename = "1K")]
    K1,
    #[serde(rename = "2K")]
    K2,
    #[serde(rename = "4K")]
    K4,
}

impl Size {
    pub const ALL: [Self; 3] = [Self::K1, Self::K2, Self::K4];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::K1 => "1K",
            Self::K2 => "2K",
            Self::K4 => "4K",
        }
    }

    /// Sides as a multiple of those at 1K.
    fn scale(self) -> u32 {
        match self {
            Self::K1 => 1,
            Self::K2 => 2,
            Self::K4 => 4,
        }
    }

    /// What the size adds to the id and to the label of a shape.
    fn suffixes(self) -> (&'static str, &'static str) {
        match self {
            Self::K1 => ("", ""),
            Self::K2 => ("-2k", " 2K"),
            Self::K4 => ("-4k", " 4K"),
        }
    }
}

/// A ratio with its preset's id and label, and its pixels at 1K: of the models with a size field, of those without.
#[derive(Clone, Copy, Debug)]
struct Preset {
    ratio: (u16, u16),
    id: &'static str,
    label: &'static str,
    sized: (u32, u32),
    fixed: (u32, u32),
}

const fn preset(
    ratio: (u16, u16),
    id: &'static str,
    label: &'static str,
    sized: (u32, u32),
    fixed: (u32, u32),
) -> Preset {
    Preset { ratio, id, label, sized, fixed }
}

const PRESETS: [Preset; 10] = [
    preset((1, 1), "square", "Square", (1024, 1024), (1024, 1024)),
    preset((3, 4), "portrait", "Portrait", (896, 1200), (864, 1184)),
    preset((4, 3), "landscape", "Landscape", (1200, 896), (1184, 864)),
    preset((9, 16), "tall", "Tall", (768, 1376), (768, 1344)),
    preset((16, 9), "wide", "Wide", (1376, 768), (1344, 768)),
    preset((2, 3), "photo-portrait", "Photo portrait", (848, 1264), (832, 1248)),
    preset((3, 2), "photo-landscape", "Photo landscape", (1264, 848), (1248, 832)),
    preset((4, 5), "social-portrait", "Social portrait", (928, 1152), (896, 1152)),
    preset((5, 4), "social-landscape", "Social landscape", (1152, 928), (1152, 896)),
    preset((21, 9), "cinema", "Cinema", (1584, 672), (1536, 672)),
];

/// All of Google's models take these. The taller and wider ones of the newer models have no documented pixel size;
/// the others can be had by configuration.
const USUAL: [(u16, u16); 5] = [(1, 1), (3, 4), (4, 3), (9, 16), (16, 9)];

fn find(ratio: Shape) -> Option<&'static Preset> {
    PRESETS.iter().find(|p| p.ratio == (ratio.wide, ratio.high))
}

fn shape((wide, high): (u16, u16)) -> Shape {
    Shape { wide, high }
}

/// The shapes that a model makes. A preset's name is the same with every model, its pixels need not be.
#[derive(Clone, Copy, Debug)]
pub enum Shapes {
    /// Those of Google's models, in their pixels.
    Common,
    /// The same, of an API that is told pixels and no size: only at the first size it may choose the shape itself.
    Free,
    /// Some of them in pixels of its own, at one size: ratio, width and height.
    Own(&'static [((u16, u16), u32, u32)]),
}

impl Shapes {
    /// Offered unless the configuration says otherwise.
    pub(super) fn usual(self) -> Vec<Shape> {
        match self {
            Self::Common | Self::Free => USUAL.map(shape).to_vec(),
            Self::Own(pixels) => pixels.iter().map(|(ratio, ..)| shape(*ratio)).collect(),
        }
    }

    /// Whether a preset can be made of the ratio.
    pub(super) fn knows(self, ratio: Shape) -> bool {
        find(ratio).is_some() && (!matches!(self, Self::Own(_)) || self.usual().contains(&ratio))
    }

    /// The ratios that presets can be made of, for people.
    pub(super) fn known(self) -> String {
        let all = match self {
            Self::Common | Self::Free => PRESETS.map(|p| shape(p.ratio)).to_vec(),
            Self::Own(_) => self.usual(),
        };
        all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    /// Width and height at 1K.
    fn pixels(self, preset: &Preset, has_sizes: bool) -> (u32, u32) {
        match self {
            Self::Common | Self::Free if has_sizes => preset.sized,
            Self::Common | Self::Free => preset.fixed,
            Self::Own(pixels) => {
                let own = pixels.iter().find(|(ratio, ..)| *ratio == preset.ratio);
                own.map_or(preset.fixed, |(_, width, height)| (*width, *height))
            }
        }
    }
}

/// The presets of a model: every shape at every size, the upstream's own choice of shape first. Without sizes the
/// request has no size field, and pictures come at 1K.
pub(super) fn presets(
    shapes: Shapes,
    ratios: &[Shape],
    sizes: &[Size],
    price: impl Fn(Size) -> Option<MicroUsd>,
) -> Vec<Resolution> {
    let tiers: &[Size] = if sizes.is_empty() { &[Size::K1] } else { sizes };
    let aspects = || std::iter::once(None).chain(ratios.iter().copied().map(Some));
    let one = |size: Size, aspect: Option<Shape>| {
        let preset = aspect.and_then(find);
        let (id, label) = preset.map_or(("auto", "Auto"), |p| (p.id, p.label));
        let (width, height) = preset.map_or((1024, 1024), |p| shapes.pixels(p, !sizes.is_empty()));
        let (id_suffix, label_suffix) = size.suffixes();
        Resolution {
            id: format!("{id}{id_suffix}"),
            label: format!("{label}{label_suffix}"),
            aspect,
            tier: (!sizes.is_empty()).then(|| size.name().to_owned()),
            width: width * size.scale(),
            height: height * size.scale(),
            price: price(size),
        }
    };
    let told = |size: Size, aspect: Option<Shape>| {
        aspect.is_some() || tiers.first() == Some(&size) || !matches!(shapes, Shapes::Free)
    };
    let all = tiers.iter().flat_map(|&size| aspects().map(move |aspect| (size, aspect)));
    all.filter(|(size, aspect)| told(*size, *aspect)).map(|(size, aspect)| one(size, aspect)).collect()
}
