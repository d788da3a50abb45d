//! Files that somebody made to break the reader.
//!
//! Quick in every run; `PROPTEST_CASES` makes it as long as one likes (`make fuzz`).

use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use nproxy_app::assets::{PictureError, PictureLimits, inspect, normalise};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::pictures::{jpeg, photo, png, two_halves};

/// Small, so that nothing that is taken for a picture costs much.
const LIMITS: PictureLimits =
    PictureLimits { bytes_max: 64 * 1024, pixels_max: 250_000, side_max: 256, thumb_side_max: 64 };
const SIDE: u32 = 24;

fn wholes() -> Vec<Vec<u8>> {
    let image = two_halves(SIDE, SIDE);
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp).write_image(image.as_raw(), SIDE, SIDE, ExtendedColorType::Rgb8).unwrap();
    vec![png(&image), jpeg(&image), photo(&image, 6), webp]
}

/// How a file is spoiled.
#[derive(Clone, Debug)]
enum Spoil {
    Set {
        at: usize,
        to: u8,
    },
    Cut {
        at: usize,
    },
    Insert {
        at: usize,
        bytes: Vec<u8>,
    },
    /// A length, a size, an offset: four bytes at once.
    Number {
        at: usize,
        to: u32,
    },
    /// Another file begins there.
    Splice {
        at: usize,
        with: usize,
    },
}

fn spoil() -> impl Strategy<Value = Spoil> {
    let at = 0..4096_usize;
    prop_oneof![
        4 => (at.clone(), any::<u8>()).prop_map(|(at, to)| Spoil::Set { at, to }),
        1 => at.clone().prop_map(|at| Spoil::Cut { at }),
        1 => (at.clone(), vec(any::<u8>(), 0..64)).prop_map(|(at, bytes)| Spoil::Insert { at, bytes }),
        2 => (at.clone(), any::<u32>()).prop_map(|(at, to)| Spoil::Number { at, to }),
        1 => (at, 0..4_usize).prop_map(|(at, with)| Spoil::Splice { at, with }),
    ]
}

fn spoiled(mut file: Vec<u8>, wholes: &[Vec<u8>], spoils: &[Spoil]) -> Vec<u8> {
    for spoil in spoils {
        let within = |at: usize| at % file.len().max(1);
        match spoil {
            Spoil::Set { at, to } => {
                let at = within(*at);
                if let Some(byte) = file.get_mut(at) {
                    *byte = *to;
                }
            }
            Spoil::Cut { at } => {
                let at = within(*at);
                file.truncate(at);
            }
            Spoil::Insert { at, bytes } => {
                let at = within(*at);
                file.splice(at..at, bytes.iter().copied());
            }
            Spoil::Number { at, to } => {
                let at = within(*at);
                for (byte, to) in file.iter_mut().skip(at).zip(to.to_be_bytes()) {
                    *byte = to;
                }
            }
            Spoil::Splice { at, with } => {
                let at = within(*at);
                file.truncate(at);
                file.extend(&wholes[*with]);
            }
        }
    }
    file
}

/// What comes out is a picture within the limits, or words; never a panic.
fn is_read_or_refused(file: &[u8]) {
    if let Ok(upload) = normalise(file, &LIMITS) {
        assert!(upload.width <= LIMITS.side_max && upload.height <= LIMITS.side_max);
    }
    if let Ok(output) = inspect(file, &LIMITS) {
        assert!(u64::from(output.width) * u64::from(output.height) <= LIMITS.pixels_max);
    }
}

proptest! {
    #[test]
    fn arbitrary_and_spoiled_bytes_are_never_more_than_unreadable(
        which in 0..4_usize,
        spoils in vec(spoil(), 1..12),
        noise in vec(any::<u8>(), 0..2048),
    ) {
        let wholes = wholes();
        is_read_or_refused(&spoiled(wholes[which].clone(), &wholes, &spoils));
        is_read_or_refused(&noise);
        // A right beginning, and then anything.
        is_read_or_refused(&[&wholes[which][..noise.len() % 40], &noise].concat());
    }
}

/// A picture that is an archive or a page as well: what is kept was written anew, without anything around the pixels.
#[test]
fn a_file_of_two_formats_is_its_first_one_alone() {
    let tails: [&[u8]; 3] = [b"PK\x03\x04 an archive", b"<script>alert(1)</script>", b"%PDF-1.7 a document"];
    for whole in wholes() {
        for tail in tails {
            let Ok(kept) = normalise(&[whole.as_slice(), tail].concat(), &LIMITS) else { continue };
            let is_in = |bytes: &[u8]| bytes.windows(tail.len()).any(|window| window == tail);
            assert!(!is_in(&kept.bytes) && !is_in(&kept.thumb.bytes), "{tail:?}");
        }
        assert!(normalise(&whole, &LIMITS).is_ok());
    }
    for other_way_round in tails.map(|tail| [tail, &png(&two_halves(SIDE, SIDE))].concat()) {
        assert_eq!(normalise(&other_way_round, &LIMITS).unwrap_err(), PictureError::Unsupported);
    }
}
