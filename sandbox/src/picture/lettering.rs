//! The prompt at the foot of its picture: small, light on a soft shade, in at most two lines.

use ab_glyph::{Font, FontRef, OutlineCurve};
use tiny_skia::{BlendMode, Color, PathBuilder};

use super::canvas::{Canvas, vertical};

/// Height of the letters, in hundredths of the shorter side.
const LETTER_UNITS: f32 = 3.0;
const LINES_MAX: usize = 2;
/// Longer prompts are not even measured.
const CAPTION_CHARS_MAX: usize = 400;

/// Latin, Cyrillic and Greek first; symbols after.
struct Fonts(Vec<FontRef<'static>>);

impl Fonts {
    fn load() -> Self {
        let bytes = [
            epaint_default_fonts::UBUNTU_LIGHT,
            epaint_default_fonts::HACK_REGULAR,
            epaint_default_fonts::NOTO_EMOJI_REGULAR,
        ];
        Self(bytes.into_iter().filter_map(|bytes| FontRef::try_from_slice(bytes).ok()).collect())
    }

    /// A font that has the letter; a middle dot stands for what none has.
    fn letter(&self, letter: char) -> Option<(&FontRef<'static>, char)> {
        let has = |letter: char| self.0.iter().find(|font| font.glyph_id(letter).0 != 0);
        has(letter).map(|font| (font, letter)).or_else(|| has('·').map(|font| (font, '·')))
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().filter_map(|letter| self.letter(letter)).map(|(font, letter)| advance(font, letter, size)).sum()
    }
}

fn advance(font: &FontRef<'_>, letter: char, size: f32) -> f32 {
    font.h_advance_unscaled(font.glyph_id(letter)) * size / font.units_per_em().unwrap_or(1000.0)
}

/// `hides` covers what is beneath, such as the lettering of an input that was made here too.
pub(super) fn caption(canvas: &mut Canvas, words: &str, hides: bool) {
    let fonts = Fonts::load();
    let size = canvas.unit * LETTER_UNITS;
    let margin = canvas.unit * 4.0;
    let lines = wrap(words, |text| fonts.width(text, size), canvas.w - 2.0 * margin);
    if lines.is_empty() {
        return;
    }
    let line_height = size * 1.35;
    let first = canvas.h - margin - line_height * f32::from(u8::try_from(lines.len() - 1).unwrap_or(0));
    let shade = |alpha: f32| Color::from_rgba(0.03, 0.02, 0.07, alpha).unwrap_or(Color::BLACK);
    let top = first - size * if hides { 2.0 } else { 3.4 };
    let (middle, foot) = if hides { (0.86, 0.94) } else { (0.26, 0.60) };
    canvas.wash(
        vertical(top, canvas.h, &[(0.0, shade(0.0)), (0.45, shade(middle)), (1.0, shade(foot))]),
        BlendMode::SourceOver,
    );
    let mut baseline = first;
    for line in &lines {
        write(canvas, &fonts, line, margin, baseline, size);
        baseline += line_height;
    }
}

fn write(canvas: &mut Canvas, fonts: &Fonts, line: &str, left: f32, baseline: f32, size: f32) {
    let mut path = PathBuilder::new();
    let mut x = left;
    for (font, letter) in line.chars().filter_map(|letter| fonts.letter(letter)) {
        let scale = size / font.units_per_em().unwrap_or(1000.0);
        if let Some(outline) = font.outline(font.glyph_id(letter)) {
            push_outline(&mut path, &outline.curves, x, baseline, scale);
        }
        x += advance(font, letter, size);
    }
    if let Some(path) = path.finish() {
        // Light letters are thin: a hair of stroke keeps them legible when the picture is shown small.
        let white = Color::from_rgba(1.0, 0.99, 0.96, 0.94).unwrap_or(Color::WHITE);
        canvas.fill(&path, white);
        canvas.line(&path, size * 0.022, white);
    }
}

fn push_outline(path: &mut PathBuilder, curves: &[OutlineCurve], x: f32, baseline: f32, scale: f32) {
    let place = |point: ab_glyph::Point| (x + point.x * scale, baseline - point.y * scale);
    let mut pen = None;
    for curve in curves {
        let start = match curve {
            OutlineCurve::Line(start, ..) | OutlineCurve::Quad(start, ..) | OutlineCurve::Cubic(start, ..) => *start,
        };
        if pen != Some(start) {
            if pen.is_some() {
                path.close();
            }
            let (x, y) = place(start);
            path.move_to(x, y);
        }
        pen = Some(match curve {
            OutlineCurve::Line(_, end) => {
                let (x, y) = place(*end);
                path.line_to(x, y);
                *end
            }
            OutlineCurve::Quad(_, control, end) => {
                let ((x1, y1), (x, y)) = (place(*control), place(*end));
                path.quad_to(x1, y1, x, y);
                *end
            }
            OutlineCurve::Cubic(_, one, two, end) => {
                let ((x1, y1), (x2, y2), (x, y)) = (place(*one), place(*two), place(*end));
                path.cubic_to(x1, y1, x2, y2, x, y);
                *end
            }
        });
    }
    if pen.is_some() {
        path.close();
    }
}

/// Breaks at spaces, and within a word only where the word alone is wider than a line; what does not fit ends in an ellipsis.
fn wrap(words: &str, width: impl Fn(&str) -> f32, width_max: f32) -> Vec<String> {
    let words: String =
        words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(CAPTION_CHARS_MAX).collect();
    let mut rest = words.as_str();
    let mut lines = Vec::new();
    while !rest.is_empty() && lines.len() < LINES_MAX {
        let fits = rest
            .char_indices()
            .map(|(at, letter)| at + letter.len_utf8())
            .take_while(|end| width(&rest[..*end]) <= width_max)
            .last();
        let Some(fits) = fits else { break };
        if fits == rest.len() {
            lines.push(rest.to_owned());
            rest = "";
        } else if lines.len() + 1 == LINES_MAX {
            let mut line = rest[..fits].to_owned();
            while !line.is_empty() && width(&format!("{line}…")) > width_max {
                line.pop();
            }
            lines.push(format!("{}…", line.trim_end()));
        } else {
            let end = if rest[fits..].starts_with(' ') { fits } else { rest[..fits].rfind(' ').unwrap_or(fits) };
            lines.push(rest[..end].to_owned());
            rest = rest[end..].trim_start();
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars_wide(text: &str) -> f32 {
        text.chars().map(|_| 1.0).sum()
    }

    #[test]
    fn long_prompts_take_two_lines_and_end_in_an_ellipsis() {
        assert_eq!(wrap("a fox", chars_wide, 10.0), ["a fox"]);
        assert_eq!(wrap("a fox in  the\nsnow", chars_wide, 10.0), ["a fox in", "the snow"]);
        assert_eq!(wrap("лиса в снегу под луной", chars_wide, 10.0), ["лиса в", "снегу под…"]);
        assert_eq!(wrap(&"x".repeat(300), chars_wide, 10.0), ["xxxxxxxxxx", "xxxxxxxxx…"]);
        assert!(wrap(" \n ", chars_wide, 10.0).is_empty());
    }

    #[test]
    fn cyrillic_is_in_the_first_font() {
        let fonts = Fonts::load();
        for letter in "Съешь ещё этих мягких французских булок, да выпей чаю".chars()
        {
            assert_ne!(fonts.0[0].glyph_id(letter).0, 0, "{letter} has no glyph");
        }
    }
}
