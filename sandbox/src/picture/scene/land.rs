//! Sheets of land, from far to near.

use tiny_skia::{BlendMode, Path, PathBuilder, Rect};

use super::{
    super::{
        canvas::{Canvas, alpha, mix, vertical},
        hints::Land,
        palette::Palette,
    },
    Ground,
    crest::Crest,
};
use crate::dice::Dice;

/// Who paints, with what.
pub(super) struct Painter<'a> {
    pub(super) canvas: &'a mut Canvas,
    pub(super) palette: &'a Palette,
    pub(super) dice: &'a mut Dice,
    /// A hundredth of the shorter side, less where land is but a strip.
    pub(super) unit: f32,
}

/// A sheet in its place: `y` is the middle of its crest, `depth` runs from far (0) to near (1).
struct Sheet {
    crest: Crest,
    y: f32,
    swing: f32,
    depth: f32,
}

pub(super) fn paint(canvas: &mut Canvas, palette: &Palette, land: Land, ground: &Ground, dice: &mut Dice) {
    let sheets: u8 = match land {
        Land::Sea => 7,
        Land::City => 4,
        Land::Hills | Land::Peaks | Land::Forest | Land::Dunes => 5,
    };
    let cover = ground.cover;
    let unit = canvas.unit * (cover / 0.55).clamp(0.3, 1.1);
    let (top, foot) = (canvas.h * (1.0 - cover), canvas.h * 0.93);
    let wide = (canvas.w / canvas.h).clamp(0.5, 3.0).sqrt();
    let horizon = top + canvas.unit * 4.0 * cover;
    let mut painter = Painter { canvas, palette, dice, unit };
    for number in 0..sheets {
        let depth = f32::from(number) / f32::from(sheets - 1);
        // Sheets crowd at the horizon, as they do to the eye; on water the first line is the horizon itself.
        let y = horizon + (foot - top) * depth.powf(1.25) * 0.92;
        let swing = painter.canvas.unit * cover.min(0.6) * swing(land, depth);
        let sheet = Sheet { crest: Crest::new(land, wide * (1.25 - depth * 0.45), painter.dice), y, swing, depth };
        painter.sheet(&sheet, land, (foot - top) * 0.45);
        if land == Land::Sea && number == 2 {
            painter.boat(&sheet);
        }
    }
    if land == Land::Sea {
        let x = painter.canvas.w * ground.light_x;
        painter.glitter(x, horizon, cover);
    }
}

/// In hundredths of the shorter side, at a cover of 1.
fn swing(land: Land, depth: f32) -> f32 {
    match land {
        Land::Hills => 9.0 + 6.0 * depth,
        Land::Forest => 7.0 + 4.0 * depth,
        Land::Dunes => 8.0 + 9.0 * depth,
        Land::Peaks => 30.0 - 12.0 * depth,
        Land::City => 1.5,
        Land::Sea if depth < 0.05 => 0.0,
        Land::Sea => 1.2 + 3.6 * depth,
    }
}

impl Painter<'_> {
    /// `reach` is how far down the haze begins.
    fn sheet(&mut self, sheet: &Sheet, land: Land, reach: f32) {
        let Sheet { ref crest, y, swing, depth } = *sheet;
        let Some(path) = crest.sheet(self.canvas, y, swing) else { return };
        if land == Land::City {
            self.houses(y, depth);
        }
        if land == Land::Forest && depth > 0.0 {
            self.trees(sheet);
        }
        self.canvas.shadow(&path, 0.30, y + swing * 2.0 + self.unit);
        let (own, crown, haze) = (
            self.palette.land(depth),
            mix(self.palette.land(depth), self.palette.light, 0.06),
            self.palette.haze(depth),
        );
        self.canvas.shade(
            &path,
            vertical(y - swing, y + reach, &[(0.0, crown), (0.55, own), (1.0, haze)]),
            BlendMode::SourceOver,
        );
        if land == Land::Peaks && depth < 0.6 {
            self.snow(&path, sheet);
        }
    }

    /// Light on what stands highest.
    fn snow(&mut self, path: &Path, sheet: &Sheet) {
        let Sheet { y, swing, depth, .. } = *sheet;
        let white = mix(self.palette.sky[2], self.palette.light, 0.6);
        let strength = 0.9 - depth * 0.6;
        let stops = [
            (0.0, alpha(white, strength)),
            (0.42, alpha(white, strength * 0.75)),
            (0.5, alpha(white, strength * 0.12)),
            (0.75, alpha(white, 0.0)),
        ];
        self.canvas.shade(path, vertical(y - swing * 1.5, y + swing * 0.5, &stops), BlendMode::SourceOver);
    }

    /// Firs along a crest.
    fn trees(&mut self, sheet: &Sheet) {
        let Sheet { ref crest, y, swing, depth } = *sheet;
        let (unit, palette) = (self.unit, self.palette);
        let mut wood = PathBuilder::new();
        let mut x = 0.0;
        while x < self.canvas.w + unit * 4.0 {
            let height = unit * self.dice.between(6.0, 13.0) * (0.55 + 0.75 * depth);
            let half = height * self.dice.between(0.17, 0.23);
            let foot = crest.height_at(self.canvas, x, y, swing) + unit * 1.2;
            for tier in 0..3_u8 {
                let (up, spread) = (f32::from(tier) * 0.27 * height, half * (1.0 - 0.24 * f32::from(tier)));
                wood.move_to(x - spread, foot - up);
                wood.line_to(x, foot - up - height * 0.48);
                wood.line_to(x + spread, foot - up);
                wood.close();
            }
            x += half * self.dice.between(0.9, 2.6);
        }
        if let Some(wood) = wood.finish() {
            self.canvas.shadow(&wood, 0.10, y + swing * 2.0);
            let stops = [(0.0, palette.land((depth + 0.08).min(1.0))), (1.0, palette.land(depth))];
            self.canvas.shade(&wood, vertical(y - swing - unit * 16.0, y + swing, &stops), BlendMode::SourceOver);
        }
    }

    /// Light on water, below whatever shines.
    fn glitter(&mut self, x: f32, horizon: f32, cover: f32) {
        let unit = self.canvas.unit;
        for row in 0..14_u8 {
            let down = f32::from(row) / 14.0;
            let width = unit * (3.0 + 13.0 * down) * self.dice.between(0.6, 1.1);
            let x = x + unit * self.dice.between(-3.0, 3.0);
            let y = horizon + unit * 0.8 + self.canvas.h * cover * 0.25 * down;
            if let Some(dash) = Rect::from_xywh(x - width / 2.0, y, width, unit * 0.28).map(PathBuilder::from_rect) {
                self.canvas.fill(&dash, alpha(self.palette.light, 0.6 * (1.0 - down)));
            }
        }
    }

    fn boat(&mut self, sheet: &Sheet) {
        let unit = self.unit * self.dice.between(0.9, 1.3);
        let x = self.canvas.w * self.dice.between(0.2, 0.8);
        let y = sheet.crest.height_at(self.canvas, x, sheet.y, sheet.swing) - unit * 0.3;
        let mut hull = PathBuilder::new();
        hull.move_to(x - unit * 4.0, y - unit * 1.2);
        hull.line_to(x + unit * 4.4, y - unit * 1.2);
        hull.quad_to(x + unit * 3.2, y + unit * 0.9, x + unit * 2.2, y + unit * 0.9);
        hull.line_to(x - unit * 2.4, y + unit * 0.9);
        hull.close();
        let mut sails = PathBuilder::new();
        sails.move_to(x + unit * 0.3, y - unit * 1.8);
        sails.line_to(x + unit * 0.3, y - unit * 10.5);
        sails.quad_to(x + unit * 4.2, y - unit * 4.5, x + unit * 4.0, y - unit * 1.8);
        sails.close();
        sails.move_to(x - unit * 0.3, y - unit * 1.8);
        sails.line_to(x - unit * 0.3, y - unit * 9.0);
        sails.quad_to(x - unit * 2.4, y - unit * 4.0, x - unit * 3.2, y - unit * 1.8);
        sails.close();
        if let (Some(hull), Some(sails)) = (hull.finish(), sails.finish()) {
            self.canvas.shadow(&sails, 0.18, y);
            self.canvas.fill(&sails, mix(self.palette.light, self.palette.sky[2], 0.25));
            self.canvas.fill(&hull, mix(self.palette.accent, self.palette.land(1.0), 0.25));
        }
    }
}
