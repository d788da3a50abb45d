//! Image to image: the result is made from the input, and keeps the closer to it the more the words ask for that.

use image::{DynamicImage, imageops::FilterType};
use tiny_skia::{BlendMode, Color, PathBuilder, Pixmap, Rect, Shader, Transform};

use super::{
    canvas::{Canvas, alpha, mix, pixmap, vertical},
    palette::Palette,
    scene::Scene,
};
use crate::dice::Dice;

/// Where the words say nothing about keeping.
const CLOSENESS_DEFAULT: f32 = 0.6;
const CARDS_MAX: usize = 4;

/// What people write, and products add, to say how much of the input should stay; 1 is closest.
const BANDS: [(f32, &str); 5] = [
    (0.95, "change only what the request names"),
    (0.72, "keep composition and identities"),
    (0.48, "keep the main subject and the rough layout"),
    (0.25, "as a guide for subject and mood"),
    (0.05, "only as loose inspiration"),
];
const KEEPING: [(f32, &str); 3] = [(0.85, "keep"), (0.85, "сохран"), (0.85, "остав")];

/// A prompt, taken apart.
pub(super) struct Wish {
    /// 0 to 1.
    pub(super) closeness: f32,
    /// The prompt without the lines that only say how much to keep.
    pub(super) words: String,
}

impl Wish {
    pub(super) fn read(prompt: &str) -> Self {
        let lower = prompt.to_lowercase();
        let closeness = BANDS
            .iter()
            .chain(&KEEPING)
            .find(|(_, phrase)| lower.contains(phrase))
            .map_or(CLOSENESS_DEFAULT, |(closeness, _)| *closeness);
        let says_band = |line: &&str| BANDS.iter().any(|(_, phrase)| line.to_lowercase().contains(phrase));
        let lines: Vec<&str> = prompt.lines().collect();
        let kept: Vec<&str> = lines.iter().copied().filter(|line| !says_band(line)).collect();
        let words = if kept.is_empty() { prompt.to_owned() } else { kept.join("\n") };
        Self { closeness, words }
    }
}

pub(super) fn paint(
    canvas: &mut Canvas,
    inputs: &[DynamicImage],
    closeness: f32,
    scene: &Scene,
    palette: &Palette,
    dice: &mut Dice,
) {
    let Some((base, others)) = inputs.split_first() else { return };
    let loose = 1.0 - closeness;
    backdrop(canvas, base, loose);
    grade(canvas, palette, loose);
    scene.paint_light(canvas, palette, 0.35 + 0.65 * loose);
    if loose > 0.15 {
        scene.paint_land(canvas, palette, 0.10 + 0.58 * loose, dice);
    }
    for (place, card) in (0_u8..).zip(others.iter().take(CARDS_MAX)) {
        set_in(canvas, card, place, dice);
    }
}

/// The input over the whole surface; its detail goes as the wish gets looser.
fn backdrop(canvas: &mut Canvas, input: &DynamicImage, loose: f32) {
    let (width, height) = canvas.size();
    // Blurred at a fraction of the size: the same look for a fraction of the work.
    let shrink = if loose > 0.4 { 8 } else { 1 };
    let (w, h) = ((width / shrink).max(1), (height / shrink).max(1));
    let mut fitted = input.resize_to_fill(w, h, FilterType::Triangle);
    if shrink > 1 {
        fitted = fitted.fast_blur(canvas.unit / 8.0 * (0.4 + 2.2 * (loose - 0.4)));
    }
    canvas.wash(Shader::SolidColor(Color::WHITE), BlendMode::SourceOver);
    if let Some(picture) = opaque(&fitted) {
        let (sx, sy) = (canvas.w / f32_of(picture.width()), canvas.h / f32_of(picture.height()));
        canvas.stamp(&picture, Transform::from_scale(sx, sy), 1.0);
    }
}

/// The prompt's colours over the input's shapes.
fn grade(canvas: &mut Canvas, palette: &Palette, loose: f32) {
    let [top, middle, low] = palette.sky;
    let wash = |strength: f32| {
        [
            (0.0, alpha(top, strength)),
            (0.5, alpha(middle, strength)),
            (1.0, alpha(mix(low, palette.land(0.6), 0.5), strength)),
        ]
    };
    canvas.wash(vertical(0.0, canvas.h, &wash(0.28 + 0.40 * loose)), BlendMode::SoftLight);
    canvas.wash(vertical(0.0, canvas.h, &wash(0.12 + 0.50 * loose)), BlendMode::Color);
    canvas.wash(vertical(0.0, canvas.h, &wash(0.40 * loose * loose)), BlendMode::SourceOver);
}

/// A further input as a print with a white border, laid at the right edge.
fn set_in(canvas: &mut Canvas, input: &DynamicImage, place: u8, dice: &mut Dice) {
    let side = canvas.unit * 24.0;
    let border = side * 0.06;
    let px = pixels(side);
    let Some(picture) = opaque(&input.resize_to_fill(px, px, FilterType::Triangle)) else { return };
    let x = canvas.w - side - canvas.unit * 6.0 - f32::from(place) * side * 0.55;
    let y = canvas.unit * 6.0 + f32::from(place % 2) * side * 0.3;
    let turn = Transform::from_rotate_at(dice.between(-7.0, 7.0), x + side / 2.0, y + side / 2.0);
    let frame =
        Rect::from_xywh(x - border, y - border, side + 2.0 * border, side + 3.4 * border).map(PathBuilder::from_rect);
    if let Some(frame) = frame.and_then(|frame| frame.transform(turn)) {
        canvas.shadow(&frame, 0.40, canvas.h);
        canvas.fill(&frame, Color::from_rgba(0.99, 0.98, 0.96, 1.0).unwrap_or(Color::WHITE));
    }
    canvas.stamp(&picture, turn.pre_translate(x, y), 1.0);
}

/// Transparent parts are shown as on white paper.
fn opaque(picture: &DynamicImage) -> Option<Pixmap> {
    let (width, height) = (picture.width(), picture.height());
    let has_alpha = picture.color().has_alpha();
    let mut rgba = picture.to_rgba8().into_raw();
    if has_alpha {
        for pixel in rgba.chunks_exact_mut(4) {
            let cover = u16::from(pixel[3]);
            for channel in &mut pixel[..3] {
                let blended = (u16::from(*channel) * cover + 255 * (255 - cover)) / 255;
                *channel = u8::try_from(blended).unwrap_or(u8::MAX);
            }
            pixel[3] = 255;
        }
    }
    pixmap(rgba, width, height)
}

fn f32_of(side: u32) -> f32 {
    f32::from(u16::try_from(side).unwrap_or(u16::MAX))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a side of a print: between 1 and a quarter of the canvas"
)]
fn pixels(side: f32) -> u32 {
    side.max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closeness_follows_the_bands_and_leaves_the_prompt_alone() {
        let bands = [
            "Change only what the request names. Keep composition, framing, pose, faces, colours, lighting and every other detail as in the input image.",
            "Keep composition and identities; small changes of style, light and texture are allowed where the request needs them.",
            "Keep the main subject and the rough layout recognisable; style, background and details may change.",
            "Use the input image as a guide for subject and mood; composition may change freely.",
            "Use the input image only as loose inspiration and create a new picture from the request.",
        ];
        let wishes: Vec<Wish> = bands.iter().map(|band| Wish::read(&format!("make it night\n\n{band}"))).collect();
        assert!(wishes.windows(2).all(|pair| pair[0].closeness > pair[1].closeness));
        assert!(wishes.iter().all(|wish| wish.words.trim() == "make it night"));
        assert_eq!(Wish::read("a fox").words, "a fox");
        assert!(Wish::read("keep the sky").closeness > Wish::read("new sky").closeness);
    }
}
