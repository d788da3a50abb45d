//! Image strength for models that have none: words after the prompt, in five bands.
//!
//! The same words for every plugin, so that a turn means the same wherever it is routed. What they do to a picture is
//! not measured, so it is offered as *emulated*, and only coarse bands may be expected to differ. No strength, no words:
//! the prompt alone speaks.

use super::job::Strength;

/// From the closest band to the loosest: the least strength that belongs to it, and its words.
const BANDS: [(f32, &str); 5] = [
    (
        0.80,
        "Change only what the request names. Keep composition, framing, pose, faces, colours, lighting and every other \
         detail as in the input image.",
    ),
    (
        0.55,
        "Keep composition and identities; small changes of style, light and texture are allowed where the request needs \
         them.",
    ),
    (0.30, "Keep the main subject and the rough layout recognisable; style, background and details may change."),
    (0.10, "Use the input image as a guide for subject and mood; composition may change freely."),
    (0.0, "Use the input image only as loose inspiration and create a new picture from the request."),
];

/// The words of a strength; the same every time.
pub fn words(strength: Strength) -> &'static str {
    let value = strength.value();
    BANDS.iter().find(|(from, _)| value >= *from).map_or(BANDS[BANDS.len() - 1].1, |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_begin_where_the_documentation_says() {
        let band = |value: f32| {
            let words = words(Strength::new(value).expect("in range"));
            BANDS.iter().position(|(_, w)| *w == words).expect("a band")
        };
        let edges =
            [(1.0, 0), (0.8, 0), (0.79, 1), (0.55, 1), (0.54, 2), (0.3, 2), (0.29, 3), (0.1, 3), (0.09, 4), (0.0, 4)];
        for (value, expected) in edges {
            assert_eq!(band(value), expected, "{value}");
        }
    }
}
