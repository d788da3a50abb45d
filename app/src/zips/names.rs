//! What the files of a ZIP are called: readable, safe on every system, each unlike the others.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

const SLUG_CHARS_MAX: usize = 60;
/// With what stands around it a name stays within the 255 bytes of most file systems.
const SLUG_BYTES_MAX: usize = 180;

/// Names given out so far, by their hashes: there may be very many. Where two are alike, one of them gets a number for nothing.
#[derive(Debug, Default)]
pub struct Names {
    hasher: RandomState,
    given: HashSet<u64>,
}

impl Names {
    /// `stem.extension` in `folder` (empty: at the top), with a number behind the stem where it would be there twice. Case
    /// makes no difference: it makes none on most desks.
    pub fn give(&mut self, folder: &str, stem: &str, extension: &str) -> String {
        let path = if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") };
        let numbered = (2u32..).map(|n| format!("{path}_{n}.{extension}"));
        let mut names = std::iter::once(format!("{path}.{extension}")).chain(numbered);
        let is_new = |name: &String| self.given.insert(self.hasher.hash_one(name.to_lowercase()));
        names.find(is_new).expect("there is always a next number")
    }
}

/// The beginning of a text as a part of a name: letters and digits of any language, everything else one `-`. Cut at a
/// word where there is one.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    let mut chars = 0;
    for word in text.split(|c: char| !belongs(c)).filter(|word| !word.is_empty()) {
        let dash = usize::from(!slug.is_empty());
        let length = word.chars().count();
        if chars + dash + length > SLUG_CHARS_MAX || slug.len() + dash + word.len() > SLUG_BYTES_MAX {
            if slug.is_empty() {
                cut(word, &mut slug);
            }
            break;
        }
        if dash == 1 {
            slug.push('-');
        }
        slug.push_str(word);
        chars += dash + length;
    }
    slug
}

fn cut(word: &str, slug: &mut String) {
    for c in word.chars().take(SLUG_CHARS_MAX) {
        if slug.len() + c.len_utf8() > SLUG_BYTES_MAX {
            break;
        }
        slug.push(c);
    }
}

/// Letters, digits, and the marks that are written over letters.
fn belongs(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{0300}'..='\u{036F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_the_prompts_beginning_in_its_own_letters() {
        assert_eq!(slug("A red fox, at night!"), "A-red-fox-at-night");
        assert_eq!(slug("Рыжая лиса — ночью"), "Рыжая-лиса-ночью");
        assert_eq!(slug("狐と月"), "狐と月");
        assert_eq!(slug("🦊"), "");
    }

    #[test]
    fn nothing_of_a_slug_leads_anywhere_or_turns_text_around() {
        assert_eq!(slug("../../etc/passwd\0"), "etc-passwd");
        assert_eq!(slug(r"C:\Windows\system32"), "C-Windows-system32");
        assert_eq!(slug("a\u{202E}gnp.exe\r\n"), "a-gnp-exe");
        assert_eq!(slug(" .hidden. "), "hidden");
    }

    #[test]
    fn a_slug_is_short_and_ends_with_a_whole_word() {
        let long = slug(&"lighthouse ".repeat(20));
        assert_eq!(long, "lighthouse-lighthouse-lighthouse-lighthouse-lighthouse");
        assert_eq!(slug(&"я".repeat(300)).chars().count(), SLUG_CHARS_MAX);
        assert!(slug(&"狐".repeat(300)).len() <= SLUG_BYTES_MAX);
    }

    #[test]
    fn no_two_names_are_alike_whatever_their_case() {
        let mut names = Names::default();
        let given = ["fox", "Fox", "fox", "fox_2"].map(|stem| names.give("", stem, "png"));
        assert_eq!(given, ["fox.png", "Fox_2.png", "fox_3.png", "fox_2_2.png"]);
        assert_eq!(names.give("pictures", "fox", "png"), "pictures/fox.png");
    }
}
