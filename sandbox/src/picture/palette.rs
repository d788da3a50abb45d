//! Colours that belong together: steps of lightness and chroma are fixed per mood, hues turn with the prompt (OKLCH).

use tiny_skia::Color;

use super::{
    canvas::mix,
    hints::{Hints, Mood},
};
use crate::dice::Dice;

pub(super) struct Palette {
    pub(super) mood: Mood,
    /// Top, middle, horizon.
    pub(super) sky: [Color; 3],
    /// Sun or moon.
    pub(super) light: Color,
    pub(super) accent: Color,
    far: Lch,
    near: Lch,
}

#[derive(Debug, Clone, Copy)]
struct Lch {
    lightness: f32,
    chroma: f32,
    hue: f32,
}

const fn lch(lightness: f32, chroma: f32, hue: f32) -> Lch {
    Lch { lightness, chroma, hue }
}

impl Palette {
    /// The mood and the base hue come from the prompt; the variation turns the hue a little.
    pub(super) fn new(hints: &Hints, by_prompt: &mut Dice, dice: &mut Dice) -> Self {
        const MOODS: [Mood; 6] = [Mood::Dawn, Mood::Day, Mood::Dusk, Mood::Day, Mood::Dusk, Mood::Night];
        let rolled = MOODS[usize::try_from(by_prompt.below(6)).unwrap_or(0)];
        // A colour that is asked for is seen best by day.
        let mood = hints.mood.unwrap_or(if hints.hue.is_some() { Mood::Day } else { rolled });
        let asked = hints.hue.unwrap_or(by_prompt.between(0.0, 360.0)) + dice.between(-14.0, 14.0);
        // Land lies beside the sky on the wheel, or across from it.
        let swing = if by_prompt.chance(0.5) { 45.0 } else { 150.0 } * if by_prompt.chance(0.5) { 1.0 } else { -1.0 };
        let (base, land) = if hints.land.is_some() { (asked + swing, asked) } else { (asked, asked + swing) };
        let [top, middle, horizon, light, accent, far, near] = match mood {
            Mood::Dawn => [
                lch(0.80, 0.07, base),
                lch(0.87, 0.065, toward(base, 40.0, 0.5)),
                lch(0.94, 0.06, toward(base, 65.0, 0.8)),
                lch(0.97, 0.06, 85.0),
                lch(0.72, 0.15, base + 180.0),
                lch(0.80, 0.055, toward(land, base, 0.5)),
                lch(0.38, 0.07, land),
            ],
            Mood::Day => [
                lch(0.76, 0.095, base),
                lch(0.87, 0.06, base + 12.0),
                lch(0.96, 0.03, toward(base, 90.0, 0.6)),
                lch(0.98, 0.05, 95.0),
                lch(0.68, 0.18, base + 165.0),
                lch(0.80, 0.075, toward(land, base, 0.35)),
                lch(0.40, 0.09, land),
            ],
            Mood::Dusk => [
                lch(0.40, 0.11, toward(base, 290.0, 0.6)),
                lch(0.66, 0.15, toward(base, 15.0, 0.6)),
                lch(0.87, 0.12, 72.0),
                lch(0.94, 0.11, 85.0),
                lch(0.75, 0.16, 45.0),
                lch(0.60, 0.12, toward(base, 350.0, 0.6)),
                lch(0.23, 0.07, toward(land, 285.0, 0.6)),
            ],
            Mood::Night => [
                lch(0.20, 0.06, toward(base, 275.0, 0.6)),
                lch(0.32, 0.085, toward(base, 270.0, 0.5)),
                lch(0.52, 0.09, base),
                lch(0.96, 0.04, 95.0),
                lch(0.85, 0.13, 85.0),
                lch(0.42, 0.075, base),
                lch(0.14, 0.04, toward(land, 270.0, 0.5)),
            ],
        };
        Self {
            mood,
            sky: [top.color(), middle.color(), horizon.color()],
            light: light.color(),
            accent: accent.color(),
            far,
            near,
        }
    }

    /// Colour of land, from far (0) to near (1).
    pub(super) fn land(&self, depth: f32) -> Color {
        let Self { far, near, .. } = self;
        let blend = |a: f32, b: f32| a + (b - a) * depth;
        lch(blend(far.lightness, near.lightness), blend(far.chroma, near.chroma), toward(far.hue, near.hue, depth))
            .color()
    }

    /// What a sheet fades to at its foot: land in the light of the horizon.
    pub(super) fn haze(&self, depth: f32) -> Color {
        mix(self.land(depth), self.sky[2], 0.42 * (1.0 - depth * 0.8))
    }
}

/// From `a` by a share of the shorter way to `b`, in degrees.
fn toward(a: f32, b: f32, share: f32) -> f32 {
    let way = (b - a + 540.0).rem_euclid(360.0) - 180.0;
    a + way * share
}

impl Lch {
    /// OKLCH to sRGB, after Björn Ottosson.
    fn color(self) -> Color {
        let (sin, cos) = self.hue.to_radians().sin_cos();
        let (green_red, blue_yellow) = (self.chroma * cos, self.chroma * sin);
        let long = (self.lightness + 0.396_337_8 * green_red + 0.215_803_76 * blue_yellow).powi(3);
        let medium = (self.lightness - 0.105_561_346 * green_red - 0.063_854_17 * blue_yellow).powi(3);
        let short = (self.lightness - 0.089_484_18 * green_red - 1.291_485_5 * blue_yellow).powi(3);
        let gamma = |linear: f32| {
            let linear = linear.clamp(0.0, 1.0);
            if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 }
        };
        let red = gamma(4.076_741_7 * long - 3.307_711_6 * medium + 0.230_969_93 * short);
        let green = gamma(-1.268_438 * long + 2.609_757_4 * medium - 0.341_319_4 * short);
        let blue = gamma(-0.004_196_086_3 * long - 0.703_418_6 * medium + 1.707_614_7 * short);
        Color::from_rgba(red.clamp(0.0, 1.0), green.clamp(0.0, 1.0), blue.clamp(0.0, 1.0), 1.0).unwrap_or(Color::WHITE)
    }
}
