//! What is above the land.

use tiny_skia::{Path, PathBuilder, Rect, Stroke, Transform};

use super::super::{
    canvas::{Canvas, alpha, mix},
    hints::Mood,
    palette::Palette,
};
use crate::dice::Dice;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Motif {
    /// Sun or moon.
    Disc,
    /// A disc within wide, faint rings.
    Halo,
    /// Sheets of paper arched over a low sun.
    Arches,
    /// A disc with a ring.
    Planet,
}

pub(super) fn stars(canvas: &mut Canvas, palette: &Palette, horizon: f32, dice: &mut Dice) {
    for _ in 0..90 {
        let (x, y) = (dice.between(0.0, canvas.w), dice.between(0.0, horizon * 0.95));
        let size = canvas.unit * dice.between(0.07, 0.24);
        let fade = 1.0 - y / horizon * 0.8;
        canvas.circle(x, y, size, alpha(palette.light, dice.between(0.35, 0.95) * fade));
    }
}

pub(super) fn light(canvas: &mut Canvas, palette: &Palette, x: f32, strength: f32) {
    let (x, y) = (canvas.w * x, canvas.h * 0.2);
    canvas.glow(x, y, canvas.unit * 75.0, alpha(palette.light, 0.55 * strength));
}

pub(super) fn motif(canvas: &mut Canvas, palette: &Palette, motif: Motif, x: f32, horizon: f32, dice: &mut Dice) {
    let unit = canvas.unit;
    let x = canvas.w * x;
    let low = palette.mood == Mood::Dusk || palette.mood == Mood::Dawn;
    let y = horizon * if low { dice.between(0.62, 0.82) } else { dice.between(0.34, 0.52) };
    let radius = unit * dice.between(8.5, 13.0);
    canvas.glow(x, y, radius * 5.5, alpha(palette.light, 0.55));
    match motif {
        Motif::Disc => {}
        Motif::Halo => {
            for step in (1..=4_u8).rev() {
                canvas.circle(x, y, radius * (1.0 + 0.62 * f32::from(step)), alpha(palette.light, 0.11));
            }
        }
        Motif::Arches => {
            for step in (1..=5_u8).rev() {
                let share = f32::from(step) / 5.0;
                let arch = PathBuilder::from_circle(x, y, radius * (0.9 + 0.72 * f32::from(step)));
                if let Some(arch) = arch {
                    canvas.shadow(&arch, 0.20, horizon * 1.2);
                    let warm = mix(palette.light, palette.accent, 0.25);
                    canvas.fill(&arch, mix(warm, palette.sky[1], share * 0.85));
                }
            }
        }
        Motif::Planet => planet_ring(canvas, palette, x, y, radius, true),
    }
    canvas.circle(x, y, radius, palette.light);
    if palette.mood == Mood::Night {
        for (dx, dy, size) in [(-0.3, -0.2, 0.22), (0.28, 0.12, 0.16), (-0.05, 0.42, 0.12), (0.3, -0.42, 0.09)] {
            canvas.circle(x + dx * radius, y + dy * radius, size * radius, alpha(palette.sky[2], 0.22));
        }
    }
    if motif == Motif::Planet {
        planet_ring(canvas, palette, x, y, radius, false);
    }
}

/// Half of a tilted ring: the one behind the disc, or the one before it.
fn planet_ring(canvas: &mut Canvas, palette: &Palette, x: f32, y: f32, radius: f32, behind: bool) {
    let sweep = if behind { -1.0 } else { 1.0 };
    let mut half = PathBuilder::new();
    let (rx, ry) = (radius * 1.75, radius * 0.42 * sweep);
    half.move_to(-rx, 0.0);
    half.cubic_to(-rx, ry * 1.33, rx, ry * 1.33, rx, 0.0);
    let ring = half.finish().and_then(|path| path.transform(Transform::from_rotate(-18.0).post_translate(x, y)));
    if let Some(ring) = ring {
        canvas.line(&ring, radius * 0.13, mix(palette.light, palette.accent, 0.55));
    }
}

pub(super) fn clouds(canvas: &mut Canvas, palette: &Palette, horizon: f32, dice: &mut Dice) {
    let count = dice.below(4) + 1;
    for _ in 0..count {
        let (x, y) = (dice.between(-0.05, 0.95) * canvas.w, dice.between(0.12, 0.72) * horizon);
        let size = canvas.unit * dice.between(5.0, 10.0);
        let opacity = if palette.mood == Mood::Night { 0.16 } else { 0.42 };
        if let Some(cloud) = cloud(x, y, size, dice) {
            canvas.fill(&cloud, alpha(mix(palette.sky[2], palette.light, 0.5), opacity));
        }
    }
}

/// Long rounded bars, stacked: a cloud cut with scissors.
fn cloud(x: f32, y: f32, size: f32, dice: &mut Dice) -> Option<Path> {
    let mut bars = PathBuilder::new();
    for row in 0..3_u8 {
        let length = size * [2.2, 3.8, 2.8][usize::from(row)] * dice.between(0.85, 1.2);
        let left = x + size * dice.between(-0.5, 0.5) - length / 2.0;
        let top = y + size * 0.42 * f32::from(row);
        // Rows overlap by a hair, so that no seam shows.
        push_pill(&mut bars, left, top, length, size * 0.44);
    }
    bars.finish()
}

fn push_pill(path: &mut PathBuilder, x: f32, y: f32, width: f32, height: f32) {
    let mut bar = PathBuilder::new();
    bar.move_to(x + height / 2.0, y + height / 2.0);
    bar.line_to(x + width - height / 2.0, y + height / 2.0);
    let stroke = Stroke { width: height, line_cap: tiny_skia::LineCap::Round, ..Stroke::default() };
    if let Some(outline) = bar.finish().and_then(|bar| bar.stroke(&stroke, 1.0)) {
        path.push_path(&outline);
    } else if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rect);
    }
}

pub(super) fn birds(canvas: &mut Canvas, palette: &Palette, horizon: f32, dice: &mut Dice) {
    if !dice.chance(0.6) {
        return;
    }
    let (x, y) = (dice.between(0.2, 0.8) * canvas.w, dice.between(0.2, 0.55) * horizon);
    let color = alpha(palette.land(0.85), 0.8);
    for _ in 0..dice.below(4) + 3 {
        let (x, y) = (x + dice.between(-12.0, 12.0) * canvas.unit, y + dice.between(-5.0, 5.0) * canvas.unit);
        let span = canvas.unit * dice.between(0.9, 1.7);
        let mut wings = PathBuilder::new();
        wings.move_to(x - span, y - span * 0.35);
        wings.quad_to(x - span * 0.35, y - span * 0.5, x, y);
        wings.quad_to(x + span * 0.35, y - span * 0.5, x + span, y - span * 0.35);
        if let Some(wings) = wings.finish() {
            canvas.line(&wings, canvas.unit * 0.22, color);
        }
    }
}
