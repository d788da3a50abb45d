//! The brand's one colour, as the variables of the front end's theme (`spa/src/theme/tokens.css`).

use std::fmt::Write as _;

use super::colour::{Colour, Hex, NotAColour, contrast, rgb};

/// Of the light theme and of the dark one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accent {
    light: Colour,
    dark: Colour,
}

/// What the colour stands on in a theme; the values of `tokens.css`.
struct Ground {
    dark: bool,
    background: [u8; 3],
    /// The farthest from it of all that text may stand on.
    hover: [u8; 3],
}

const LIGHT: Ground = Ground { dark: false, background: rgb(0x00fb_faf8), hover: rgb(0x00ed_ebe7) };
const DARK: Ground = Ground { dark: true, background: rgb(0x0022_201e), hover: rgb(0x0037_3532) };

const WHITE: [u8; 3] = [255; 3];
const INK: [u8; 3] = rgb(0x0017_1614);
/// Of WCAG AA, for text and for the bounds of controls.
const TEXT_CONTRAST_MIN: f64 = 4.5;
const CONTROL_CONTRAST_MIN: f64 = 3.0;
const HOVER_STEP: f64 = 0.06;

impl Accent {
    pub fn new(light: &str, dark: &str) -> Result<Self, (Theme, NotAColour)> {
        Ok(Self {
            light: light.parse().map_err(|error| (Theme::Light, error))?,
            dark: dark.parse().map_err(|error| (Theme::Dark, error))?,
        })
    }

    /// Rules that win over the theme's own and over those that the component library writes at run time.
    pub fn css(&self) -> String {
        let mut css = String::new();
        for (colour, ground, theme) in
            [(self.light, LIGHT, ""), (self.dark, DARK, "[data-mantine-color-scheme='dark']")]
        {
            let _ = write!(css, ":root:root:root{theme}{{");
            for (name, value) in variables(colour, &ground) {
                let _ = write!(css, "--{name}:{};", Hex(value));
            }
            css.push('}');
        }
        // What stands on a filled button is written to its style attribute, as white.
        css.push_str(
            "[data-variant=filled]{--button-color:var(--np-on-fill)!important;--ai-color:var(--np-on-fill)!important}",
        );
        css
    }
}

/// Whose colour it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

fn variables(colour: Colour, ground: &Ground) -> [(&'static str, [u8; 3]); 13] {
    let away = !ground.dark;
    let accent = colour.until(CONTROL_CONTRAST_MIN, ground.background, away).rgb();
    let text = colour.until(TEXT_CONTRAST_MIN, ground.hover, away).rgb();
    let (soft, soft_hover) = if ground.dark {
        (colour.with(0.34, 0.07).rgb(), colour.with(0.38, 0.08).rgb())
    } else {
        (colour.with(0.94, 0.03).rgb(), colour.with(0.91, 0.045).rgb())
    };
    // White where it can be read, dark letters on a colour as light as yellow.
    let white = contrast(colour.rgb(), WHITE) >= TEXT_CONTRAST_MIN || contrast(colour.rgb(), INK) < TEXT_CONTRAST_MIN;
    let on_fill = if white { WHITE } else { INK };
    let fill = colour.until(TEXT_CONTRAST_MIN, on_fill, white);
    let step = if white { -HOVER_STEP } else { HOVER_STEP };
    let (fill, fill_hover) = (fill.rgb(), fill.with(fill.lightness + step, fill.chroma).rgb());
    [
        ("np-accent", accent),
        ("np-accent-text", text),
        ("np-accent-soft", soft),
        ("np-fill", fill),
        ("np-fill-hover", fill_hover),
        ("np-on-fill", on_fill),
        ("mantine-color-ink-filled", fill),
        ("mantine-color-ink-filled-hover", fill_hover),
        ("mantine-color-ink-text", text),
        ("mantine-color-ink-outline", accent),
        ("mantine-color-ink-light", soft),
        ("mantine-color-ink-light-hover", soft_hover),
        ("mantine-color-ink-light-color", text),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_brand_chooses_can_be_read() {
        for chosen in ["#000000", "#ffffff", "#ffe600", "#00ff66", "#777777", "#565fde", "oklch(0.9 0.4 30)"] {
            let colour: Colour = chosen.parse().unwrap();
            for ground in [LIGHT, DARK] {
                let of = |name: &str| {
                    let all = variables(colour, &ground);
                    all.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value).unwrap()
                };
                let dark = ground.dark;
                assert!(contrast(of("np-accent"), ground.background) >= 3.0, "{chosen} {dark}");
                assert!(contrast(of("np-accent-text"), ground.hover) >= 4.5, "{chosen} {dark}");
                assert!(contrast(of("np-accent-text"), ground.background) >= 4.5, "{chosen} {dark}");
                for fill in ["np-fill", "np-fill-hover"] {
                    assert!(contrast(of(fill), of("np-on-fill")) >= 4.5, "{chosen} {dark} {fill}");
                }
            }
        }
    }

    #[test]
    fn a_colour_can_not_break_out_of_the_style() {
        let css = Accent::new("#f0a", "oklch(0.7 0.1 200)").unwrap().css();
        assert!(!css.contains('<') && !css.contains("url"), "{css}");
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        assert!(css.contains("--np-accent:#"), "{css}");
        let refused = Accent::new("#fff", "#fff}</style><script>");
        assert_eq!(refused, Err((Theme::Dark, NotAColour)));
    }
}
