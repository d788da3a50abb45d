//! The operator's pictures: the brand's mark, and what the landing page shows.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, ImageReader};
use salvo::hyper::body::Bytes;
use sha2::{Digest as _, Sha256};

use super::trouble::{FileTrouble, read};

const LOGO_BYTES_MAX: u64 = 256 * 1024;
const PICTURE_BYTES_MAX: u64 = 1024 * 1024;
/// The first ones by name.
const PICTURES_MAX: usize = 8;

/// A file that is served as it is.
#[derive(Clone, Debug)]
pub struct Picture {
    pub bytes: Bytes,
    pub mime: &'static str,
    /// Where it lies on the site. A picture's is by its content.
    pub path: String,
    /// Of its content.
    pub hash: String,
    pub width: u32,
    pub height: u32,
    /// What it shows, by the name of its file.
    pub alt: String,
}

/// The mark of the brand.
pub fn read_logo(path: &Path) -> Result<Picture, FileTrouble> {
    let known = "svg, png and webp";
    let bytes = read(path, LOGO_BYTES_MAX)?;
    let is_svg = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg"));
    if is_svg && std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")) {
        let kind = Kind { extension: "svg", mime: "image/svg+xml" };
        return Ok(kind.picture(bytes, (0, 0), "logo", String::new()));
    }
    match measured(&bytes) {
        Some((kind, size)) if kind.extension != "jpg" => Ok(kind.picture(bytes, size, "logo", String::new())),
        _ => Err(FileTrouble::NotAPicture { path: path.to_owned(), known }),
    }
}

/// The pictures of a folder; hidden files are none of them.
pub fn read_pictures(folder: &Path) -> Result<Vec<Picture>, FileTrouble> {
    let unreadable = |error| FileTrouble::Unreadable { path: folder.to_owned(), error };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            paths.push(entry.path());
        }
    }
    paths.sort();
    let pictures: Vec<Picture> =
        paths.iter().take(PICTURES_MAX).map(|path| read_picture(path)).collect::<Result<_, _>>()?;
    if pictures.is_empty() { Err(FileTrouble::NoPictures(folder.to_owned())) } else { Ok(pictures) }
}

fn read_picture(path: &Path) -> Result<Picture, FileTrouble> {
    let bytes = read(path, PICTURE_BYTES_MAX)?;
    let (kind, size) = measured(&bytes)
        .ok_or_else(|| FileTrouble::NotAPicture { path: path.to_owned(), known: "png, jpeg and webp" })?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let hash = hash(&bytes);
    Ok(kind.picture(bytes, size, &format!("pictures/{hash}"), shown_by(&name)))
}

/// `01-red_boat` shows a "red boat".
fn shown_by(name: &str) -> String {
    let words = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '));
    words.replace(['-', '_'], " ")
}

#[derive(Clone, Copy)]
struct Kind {
    extension: &'static str,
    mime: &'static str,
}

impl Kind {
    fn picture(self, bytes: Vec<u8>, (width, height): (u32, u32), name: &str, alt: String) -> Picture {
        let Self { extension, mime } = self;
        let hash = hash(&bytes);
        Picture { bytes: bytes.into(), mime, path: format!("/brand/{name}.{extension}"), hash, width, height, alt }
    }
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..16])
}

/// By what the bytes are, not by a name.
fn measured(bytes: &[u8]) -> Option<(Kind, (u32, u32))> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let kind = match reader.format()? {
        ImageFormat::Png => Kind { extension: "png", mime: "image/png" },
        ImageFormat::Jpeg => Kind { extension: "jpg", mime: "image/jpeg" },
        ImageFormat::WebP => Kind { extension: "webp", mime: "image/webp" },
        _ => return None,
    };
    Some((kind, reader.into_dimensions().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        folder
    }

    fn png(width: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::new(width, 2).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn the_first_eight_by_name_are_shown_with_their_size_and_their_words() {
        let pictures: Vec<(String, Vec<u8>)> = (1..=9).map(|n| (format!("{n}-red_boat.png"), png(n))).collect();
        let files: Vec<(&str, &[u8])> = pictures.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
        let folder = folder(&files);
        let read = read_pictures(folder.path()).unwrap();
        assert_eq!(read.len(), 8);
        assert_eq!((read[0].width, read[0].height, read[0].alt.as_str()), (1, 2, "red boat"));
        assert_eq!(read[0].path, format!("/brand/pictures/{}.png", read[0].hash));
    }

    #[test]
    fn what_can_not_be_shown_is_told_with_its_path() {
        let told = |folder: &tempfile::TempDir| read_pictures(folder.path()).unwrap_err().to_string();
        let large = vec![0; usize::try_from(PICTURE_BYTES_MAX).unwrap() + 1];
        assert!(told(&folder(&[("a.png", &large)])).ends_with("a.png is larger than 1024 KiB"));
        assert!(told(&folder(&[("a.png", b"GIF89a")])).ends_with("png, jpeg and webp are"));
        assert!(told(&folder(&[(".hidden", b"")])).ends_with("holds no picture"));
        let gone = read_pictures(Path::new("/nowhere/at/all")).unwrap_err().to_string();
        assert!(gone.starts_with("/nowhere/at/all can't be read: "), "{gone}");
    }

    #[test]
    fn a_logo_is_known_by_what_it_is() {
        let logos = folder(&[("a.svg", b"<svg/>"), ("b.svg", b"<html>"), ("c.png", &png(4))]);
        let logo = |name: &str| read_logo(&logos.path().join(name)).map(|logo| logo.path);
        assert_eq!(logo("a.svg").unwrap(), "/brand/logo.svg");
        assert_eq!(logo("c.png").unwrap(), "/brand/logo.png");
        assert!(logo("b.svg").unwrap_err().to_string().contains("b.svg is not a picture"));
    }
}
