//! A landscape: sky, something that shines or hangs in it, and sheets of land before it.

mod crest;
mod land;
mod sky;
mod town;

use tiny_skia::BlendMode;

use super::{
    canvas::{Canvas, vertical},
    hints::{Hints, Land, Mood},
    palette::Palette,
};
use crate::dice::Dice;
use sky::Motif;

/// What land needs to know of the rest.
struct Ground {
    /// Share of the height that land takes.
    cover: f32,
    /// Share of the width where the light is.
    light_x: f32,
}

pub(super) struct Scene {
    land: Land,
    motif: Motif,
    /// Share of the width where the motif hangs.
    motif_x: f32,
    /// Share of the height that land takes.
    cover: f32,
}

impl Scene {
    /// The land comes from the prompt, what hangs in the sky and where from the variation.
    pub(super) fn new(hints: &Hints, by_prompt: &mut Dice, dice: &mut Dice) -> Self {
        const LANDS: [Land; 6] = [Land::Hills, Land::Peaks, Land::Sea, Land::City, Land::Forest, Land::Dunes];
        const MOTIFS: [Motif; 5] = [Motif::Disc, Motif::Arches, Motif::Disc, Motif::Planet, Motif::Halo];
        let land = hints.land.unwrap_or(LANDS[usize::try_from(by_prompt.below(6)).unwrap_or(0)]);
        let motif = MOTIFS[usize::try_from(dice.below(5)).unwrap_or(0)];
        let side = if dice.chance(0.5) { dice.between(0.22, 0.42) } else { dice.between(0.58, 0.78) };
        Self { land, motif, motif_x: side, cover: dice.between(0.46, 0.60) }
    }

    pub(super) fn paint(&self, canvas: &mut Canvas, palette: &Palette, dice: &mut Dice) {
        let horizon = canvas.h * (1.0 - self.cover);
        let [top, middle, low] = palette.sky;
        canvas.wash(vertical(0.0, horizon * 1.15, &[(0.0, top), (0.55, middle), (1.0, low)]), BlendMode::SourceOver);
        if palette.mood == Mood::Night {
            sky::stars(canvas, palette, horizon, dice);
        }
        sky::motif(canvas, palette, self.motif, self.motif_x, horizon, dice);
        sky::clouds(canvas, palette, horizon, dice);
        if palette.mood != Mood::Night {
            sky::birds(canvas, palette, horizon, dice);
        }
        self.paint_land(canvas, palette, self.cover, dice);
    }

    /// Light alone: over a picture that has its own sky.
    pub(super) fn paint_light(&self, canvas: &mut Canvas, palette: &Palette, strength: f32) {
        sky::light(canvas, palette, self.motif_x, strength);
    }

    /// Land alone, over the lower `cover` of a picture.
    pub(super) fn paint_land(&self, canvas: &mut Canvas, palette: &Palette, cover: f32, dice: &mut Dice) {
        land::paint(canvas, palette, self.land, &Ground { cover, light_x: self.motif_x }, dice);
    }
}
