//! Pictures from outside are made fit to be kept, or refused in words.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder as _, ImageEncoder as _, ImageReader, Rgb, RgbImage, Rgba, RgbaImage,
};
use nproxy_app::assets::{
    DeskError, DeskSettings, Format, PictureDesk, PictureError, PictureLimits, inspect, normalise,
};

const LIMITS: PictureLimits =
    PictureLimits { bytes_max: 4 * 1024 * 1024, pixels_max: 25_000_000, side_max: 4096, thumb_side_max: 512 };

const RED: Rgb<u8> = Rgb([220, 30, 30]);
const BLUE: Rgb<u8> = Rgb([30, 30, 220]);

/// Red on the left, blue on the right.
pub fn two_halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE })
}

pub fn png(image: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut out)).unwrap();
    out
}

fn translucent_png(width: u32, height: u32) -> Vec<u8> {
    let image = RgbaImage::from_fn(width, height, |x, _| Rgba([10, 200, 10, if x == 0 { 0 } else { 255 }]));
    let mut out = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut out)).unwrap();
    out
}

pub fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut out, 95)).unwrap();
    out
}

/// A JPEG as a camera writes it: an Exif segment (JEITA CP-3451) with the orientation and something personal.
pub fn photo(image: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend([2, 0]);
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    // The maker: ASCII, 20 bytes that lie behind the directory.
    tiff.extend([0x0F, 0x01, 2, 0, 20, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(b"Ada's secret camera\0");
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff);
    with_segment(&jpeg(image), 0xE1, &segment)
}

fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, body, &jpeg[2..]].concat()
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap().decode().unwrap()
}

fn is_red(pixel: Rgb<u8>) -> bool {
    pixel[0] > 150 && pixel[2] < 100
}

fn is_blue(pixel: Rgb<u8>) -> bool {
    pixel[2] > 150 && pixel[0] < 100
}

#[test]
fn a_phones_photo_is_turned_upright_and_loses_its_metadata() {
    let photo = photo(&two_halves(80, 40), 6);
    let secret = b"Ada's secret camera";
    assert!(photo.windows(secret.len()).any(|w| w == secret));

    let upload = normalise(&photo, &LIMITS).unwrap();
    assert_eq!((upload.format, upload.width, upload.height), (Format::Jpeg, 40, 80));
    assert!(!upload.bytes.windows(4).any(|w| w == b"Exif"));
    assert!(!upload.bytes.windows(secret.len()).any(|w| w == secret));
    for bytes in [&upload.bytes, &upload.thumb.bytes] {
        let shown = decoded(bytes).to_rgb8();
        assert_eq!(shown.dimensions(), (40, 80));
        // A quarter turn clockwise: what was on the left is on top.
        assert!(is_red(*shown.get_pixel(20, 10)) && is_blue(*shown.get_pixel(20, 70)));
    }
}

#[test]
fn every_orientation_of_a_camera_is_understood() {
    for orientation in 1..=8 {
        let photo = photo(&two_halves(80, 40), orientation);
        let shown = normalise(&photo, &LIMITS).unwrap();
        let turned = orientation >= 5;
        assert_eq!((shown.width, shown.height), if turned { (40, 80) } else { (80, 40) }, "{orientation}");
        let pixels = decoded(&shown.bytes).to_rgb8();
        let red_first = matches!(orientation, 1 | 4 | 5 | 6);
        let first = *pixels.get_pixel(10, 10);
        assert!(if red_first { is_red(first) } else { is_blue(first) }, "{orientation}: {first:?}");
    }
}

#[test]
fn an_output_stays_as_it_came_and_is_measured_as_it_is_shown() {
    let output = inspect(&photo(&two_halves(80, 40), 6), &LIMITS).unwrap();
    assert_eq!((output.format, output.width, output.height), (Format::Jpeg, 40, 80));
    let thumb = decoded(&output.thumb.bytes).to_rgb8();
    assert_eq!(thumb.dimensions(), (40, 80));
    assert!(is_red(*thumb.get_pixel(20, 10)));
}

#[test]
fn a_colour_profile_is_kept_and_everything_else_goes() {
    let mut profile = vec![0; 132];
    profile[16..20].copy_from_slice(b"RGB ");
    let mut app2 = b"ICC_PROFILE\0\x01\x01".to_vec();
    app2.extend(&profile);
    let file = with_segment(&with_segment(&jpeg(&two_halves(16, 16)), 0xE2, &app2), 0xFE, b"a comment");
    let upload = normalise(&file, &LIMITS).unwrap();
    assert!(!upload.bytes.windows(9).any(|w| w == b"a comment"));
    let mut decoder =
        ImageReader::new(Cursor::new(&upload.bytes)).with_guessed_format().unwrap().into_decoder().unwrap();
    assert_eq!(decoder.icc_profile().unwrap(), Some(profile));
}

#[test]
fn png_stays_png_and_webp_becomes_what_every_model_reads() {
    let upload = normalise(&png(&two_halves(30, 20)), &LIMITS).unwrap();
    assert_eq!((upload.format, upload.thumb.format), (Format::Png, Format::Jpeg));
    assert_eq!(decoded(&upload.bytes).to_rgb8(), two_halves(30, 20), "PNG loses nothing");

    let upload = normalise(&translucent_png(30, 20), &LIMITS).unwrap();
    assert_eq!((upload.format, upload.thumb.format), (Format::Png, Format::Png));
    assert_eq!(decoded(&upload.bytes).to_rgba8().get_pixel(0, 0)[3], 0);

    let webp = |bytes: &[u8], color| {
        let mut out = Vec::new();
        WebPEncoder::new_lossless(&mut out).write_image(bytes, 30, 20, color).unwrap();
        out
    };
    let opaque = webp(two_halves(30, 20).as_raw(), ExtendedColorType::Rgb8);
    assert_eq!(normalise(&opaque, &LIMITS).unwrap().format, Format::Jpeg);
    assert_eq!(inspect(&opaque, &LIMITS).unwrap().format, Format::Webp);
    let glass = decoded(&translucent_png(30, 20)).to_rgba8();
    let glass = webp(glass.as_raw(), ExtendedColorType::Rgba8);
    assert_eq!(normalise(&glass, &LIMITS).unwrap().format, Format::Png);
}

#[test]
fn a_picture_of_16_bits_or_of_greys_is_read() {
    let grey = DynamicImage::ImageLuma8(decoded(&png(&two_halves(30, 20))).to_luma8());
    let deep = DynamicImage::ImageRgba16(decoded(&translucent_png(30, 20)).to_rgba16());
    for (image, format) in [(grey, Format::Jpeg), (deep, Format::Png)] {
        let mut file = Vec::new();
        image.write_with_encoder(PngEncoder::new(&mut file)).unwrap();
        let upload = normalise(&file, &LIMITS).unwrap();
        assert_eq!((upload.width, upload.height, upload.thumb.format), (30, 20, format));
    }
}

#[test]
fn a_large_picture_is_scaled_to_4096_and_its_thumbnail_to_512() {
    let upload = normalise(&jpeg(&two_halves(5000, 1250)), &LIMITS).unwrap();
    assert_eq!((upload.width, upload.height), (4096, 1024));
    assert_eq!(decoded(&upload.bytes).to_rgb8().dimensions(), (4096, 1024));
    let thumb = decoded(&upload.thumb.bytes).to_rgb8();
    assert_eq!(thumb.dimensions(), (512, 128));
    assert!(is_red(*thumb.get_pixel(100, 64)) && is_blue(*thumb.get_pixel(400, 64)));
}

#[test]
fn a_line_of_pixels_keeps_at_least_one_of_them() {
    let upload = normalise(&png(&two_halves(5000, 1)), &LIMITS).unwrap();
    assert_eq!((upload.width, upload.height), (4096, 1));
    assert_eq!(decoded(&upload.thumb.bytes).to_rgb8().dimensions(), (512, 1));
}

/// A PNG's header promises 60,000 x 60,000 pixels; what follows is nothing. If anything were decoded first, it would
/// be unreadable; that it is too large proves that the header is looked at before.
#[test]
fn a_decompression_bomb_is_refused_by_its_header() {
    let mut bomb = png(&two_halves(2, 2));
    bomb.truncate(33);
    bomb[16..20].copy_from_slice(&60_000u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000u32.to_be_bytes());
    let checksum = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&checksum.to_be_bytes());
    bomb.extend([0, 0, 0, 0]);
    bomb.extend(b"IDAT");
    bomb.extend(crc32(b"IDAT").to_be_bytes());
    let too_many = PictureError::TooManyPixels { pixels_max: LIMITS.pixels_max };
    assert_eq!(normalise(&bomb, &LIMITS).unwrap_err(), too_many);
    assert_eq!(inspect(&bomb, &LIMITS).unwrap_err(), too_many);
}

/// Of PNG (ISO/IEC 15948, annex D), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xEDB8_8320 ^ (c >> 1) } else { c >> 1 })
    })
}

#[test]
fn a_file_above_the_byte_limit_is_refused_unseen() {
    let error = normalise(&vec![0; LIMITS.bytes_max + 1], &LIMITS).unwrap_err();
    assert_eq!(error, PictureError::TooManyBytes { bytes_max: LIMITS.bytes_max });
    assert_eq!(error.to_string(), "the picture is larger than 4 MB");
}

#[test]
fn heic_is_refused_with_its_own_words_and_other_files_with_theirs() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic and so on";
    let error = normalise(heic, &LIMITS).unwrap_err();
    assert_eq!(error, PictureError::Heic);
    assert!(error.to_string().contains("HEIC") && error.to_string().contains("JPEG"));
    for other in [&b"GIF89a\x01\0\x01\0"[..], b"%PDF-1.7", b"<svg/>", b""] {
        assert_eq!(normalise(other, &LIMITS).unwrap_err(), PictureError::Unsupported);
    }
}

#[test]
fn half_a_picture_is_unreadable_wherever_it_is_cut() {
    let image = two_halves(64, 64);
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp).write_image(image.as_raw(), 64, 64, ExtendedColorType::Rgb8).unwrap();
    for whole in [png(&image), jpeg(&image), photo(&image, 1), webp] {
        assert!(inspect(&whole, &LIMITS).is_ok());
        for part in [20, 40, 60, 80, 95] {
            let cut = &whole[..whole.len() * part / 100];
            assert_eq!(inspect(cut, &LIMITS).unwrap_err(), PictureError::Unreadable, "{part}% of {:?}", &whole[..4]);
        }
    }
}

#[test]
fn garbage_behind_a_right_beginning_is_unreadable() {
    let noise: Vec<u8> = (0..5000u32).map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect();
    for head in [&b"\x89PNG\r\n\x1a\n"[..], &[0xFF, 0xD8, 0xFF, 0xE0], b"RIFF\xff\xff\0\0WEBPVP8 "] {
        let file = [head, &noise].concat();
        assert_eq!(normalise(&file, &LIMITS).unwrap_err(), PictureError::Unreadable, "{head:?}");
    }
}

#[tokio::test]
async fn the_desk_takes_so_many_uploads_and_tells_the_next_one_to_come_back() {
    let full = PictureDesk::new(DeskSettings {
        limits: LIMITS,
        megapixels_at_once: 1,
        uploads_max: 0,
        ..DeskSettings::default()
    });
    let file = Bytes::from(png(&two_halves(30, 20)));
    assert_eq!(full.normalise(file.clone()).await.unwrap_err(), DeskError::Busy);
    // Outputs are never sent away: they have been paid for.
    assert_eq!(full.inspect(file.clone()).await.unwrap().width, 30);
}

/// Each of these is larger than the whole desk; they take turns and all get done.
#[tokio::test]
async fn pictures_larger_than_the_desk_take_turns() {
    let desk = PictureDesk::new(DeskSettings {
        limits: LIMITS,
        megapixels_at_once: 1,
        uploads_max: 4,
        ..DeskSettings::default()
    });
    let file = Bytes::from(jpeg(&two_halves(1500, 1000)));
    let work = futures::future::join_all((0..4).map(|_| desk.normalise(file.clone())));
    assert!(work.await.into_iter().all(|done| done.unwrap().width == 1500));
}

#[tokio::test]
async fn what_is_too_large_never_waits_for_the_desk() {
    let desk = PictureDesk::new(DeskSettings {
        limits: LIMITS,
        megapixels_at_once: 0,
        uploads_max: 1,
        ..DeskSettings::default()
    });
    let heic = Bytes::from_static(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    assert_eq!(desk.normalise(heic).await.unwrap_err(), DeskError::Picture(PictureError::Heic));
}

#[tokio::test]
async fn what_is_paid_for_may_be_larger_than_an_upload() {
    let file = Bytes::from(png(&two_halves(30, 20)));
    let limits = PictureLimits { bytes_max: file.len() - 1, ..LIMITS };
    let desk = PictureDesk::new(DeskSettings { limits, ..DeskSettings::default() });
    let refused = desk.normalise(file.clone()).await.unwrap_err();
    assert!(matches!(refused, DeskError::Picture(PictureError::TooManyBytes { .. })), "{refused:?}");
    assert_eq!(desk.inspect(file).await.unwrap().width, 30);
}
