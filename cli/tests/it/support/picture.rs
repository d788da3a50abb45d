//! Pictures, compared as an eye would from far away.

use image::imageops::FilterType;

const SIDE: u32 = 16;

/// Mean difference of brightness and colour, 0 (the same) to 255.
pub fn difference(one: &[u8], other: &[u8]) -> f64 {
    let far = |bytes: &[u8]| {
        image::load_from_memory(bytes).expect("a picture").resize_exact(SIDE, SIDE, FilterType::Triangle).to_rgb8()
    };
    let (one, other) = (far(one), far(other));
    let sum: u32 = one.as_raw().iter().zip(other.as_raw()).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
    f64::from(sum) / f64::from(SIDE * SIDE * 3)
}
