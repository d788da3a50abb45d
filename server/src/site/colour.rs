//! Colours of the brand, read strictly and moved in lightness until what stands on them or in them can be read.
//!
//! **Invariant:** what is written into a style sheet is a hexadecimal number, whatever was configured.

use std::fmt;
use std::str::FromStr;

/// In OKLCH, after Björn Ottosson.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    /// 0 to 1.
    pub lightness: f64,
    /// 0 to about 0.4.
    pub chroma: f64,
    /// In degrees.
    pub hue: f64,
}

/// A text that is no colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a colour like \"#565fde\" or \"oklch(0.55 0.19 275)\"")]
pub struct NotAColour;

/// No screen shows more.
const CHROMA_MAX: f64 = 0.5;
const STEP: f64 = 0.01;

/// Of `0xrrggbb`.
pub const fn rgb(hex: u32) -> [u8; 3] {
    let [_, red, green, blue] = hex.to_be_bytes();
    [red, green, blue]
}

impl Colour {
    pub fn with(self, lightness: f64, chroma_max: f64) -> Self {
        Self { lightness: lightness.clamp(0.0, 1.0), chroma: self.chroma.min(chroma_max), ..self }
    }

    /// As sRGB. A colour that no screen shows is made greyer until one does.
    pub fn rgb(self) -> [u8; 3] {
        let mut shown = self;
        loop {
            let linear = shown.linear();
            if shown.chroma <= 0.0 || linear.iter().all(|part| (-0.000_1..=1.000_1).contains(part)) {
                return linear.map(byte);
            }
            shown.chroma = (shown.chroma - 0.002).max(0.0);
        }
    }

    fn linear(self) -> [f64; 3] {
        let (sin, cos) = self.hue.to_radians().sin_cos();
        let (a, b) = (self.chroma * cos, self.chroma * sin);
        let long = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let medium = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let short = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short,
        ]
    }

    fn of_rgb(rgb: [u8; 3]) -> Self {
        let [red, green, blue] = rgb.map(light);
        let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let medium = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let a = 1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short;
        Self {
            lightness: 0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short,
            chroma: a.hypot(b),
            hue: b.atan2(a).to_degrees().rem_euclid(360.0),
        }
    }

    /// Darker (`false`: lighter) by the fewest steps that reach this contrast to another colour.
    pub fn until(self, contrast_min: f64, to: [u8; 3], darker: bool) -> Self {
        let mut out = self;
        while contrast(out.rgb(), to) < contrast_min {
            let next = out.lightness + if darker { -STEP } else { STEP };
            if !(0.0..=1.0).contains(&next) {
                break;
            }
            out.lightness = next;
        }
        out
    }
}

/// Of WCAG: 1 to 21.
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |rgb: [u8; 3]| {
        let [red, green, blue] = rgb.map(light);
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

/// A part of sRGB as light.
fn light(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a byte holds")]
fn byte(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let part = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (part * 255.0).round() as u8
}

/// `#rrggbb`, as CSS reads it.
pub struct Hex(pub [u8; 3]);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", hex::encode(self.0))
    }
}

impl FromStr for Colour {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, NotAColour> {
        if let Some(digits) = text.strip_prefix('#') {
            let long: String = match digits.len() {
                3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
                _ => digits.to_owned(),
            };
            let mut rgb = [0; 3];
            hex::decode_to_slice(long, &mut rgb).map_err(|_| NotAColour)?;
            return Ok(Self::of_rgb(rgb));
        }
        let inner = text.strip_prefix("oklch(").and_then(|rest| rest.strip_suffix(')')).ok_or(NotAColour)?;
        let parts: Vec<&str> = inner.split_ascii_whitespace().collect();
        let [lightness, chroma, hue] = parts[..] else { return Err(NotAColour) };
        let (lightness, whole) = lightness.strip_suffix('%').map_or((lightness, 1.0), |percent| (percent, 100.0));
        let lightness = number(lightness, whole)? / whole;
        let hue = number(hue.strip_suffix("deg").unwrap_or(hue), 360.0)?;
        Ok(Self { lightness, chroma: number(chroma, CHROMA_MAX)?, hue })
    }
}

/// Digits with a point, from 0 to `max`.
fn number(text: &str, max: f64) -> Result<f64, NotAColour> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = text.parse().ok().filter(|number| is_plain && (0.0..=max).contains(number));
    number.ok_or(NotAColour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_write_a_colour_are_read() {
        let shown = |text: &str| Hex(text.parse::<Colour>().unwrap().rgb()).to_string();
        for same in ["#565fde", "#000000", "#ffffff", "#ff0000", "#12ab9f"] {
            assert_eq!(shown(same), same);
        }
        assert_eq!(shown("#F0a"), "#ff00aa");
        assert_eq!(shown("oklch(1 0 0)"), "#ffffff");
        assert_eq!(shown("oklch(55% 0.19 275deg)"), shown("oklch(0.55 0.19 275)"));
    }

    #[test]
    fn nothing_else_is_a_colour() {
        for bad in [
            "",
            "red",
            "#12",
            "#1234567",
            "#ééé",
            "#gggggg",
            "oklch(0.5 0.1)",
            "oklch(0.5 0.1 20 / 1)",
            "oklch(2 0.1 20)",
            "oklch(0.5 -0.1 20)",
            "oklch(0.5 NaN 20)",
            "oklch(0.5 1e-1 20)",
            "oklch(0.5 0.1 20);}</style>",
            "#fff;background:url(x)",
            "var(--x)",
        ] {
            assert_eq!(bad.parse::<Colour>(), Err(NotAColour), "{bad}");
        }
    }
}
