//! `parse_mode` HTML, as strict as the real one (core.telegram.org/bots/api#html-style; the words are those of its
//! library, tdlib).

use serde::Serialize;

/// A stretch of a text that is more than text. Offset and length are counted in UTF-16 units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TelegramEntity {
    /// `bold`, `text_link`, `bot_command`, ..
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub offset: usize,
    pub length: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A text as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Formatted {
    pub(super) text: String,
    pub(super) entities: Vec<TelegramEntity>,
}

/// A tag that is not closed yet.
struct Open {
    tag: String,
    /// Where a link leads, what language a code is of, that a quote can be folded.
    argument: Option<String>,
    offset: usize,
}

struct Reader<'a> {
    raw: &'a str,
    at: usize,
    text: String,
    units: usize,
    open: Vec<Open>,
    entities: Vec<TelegramEntity>,
}

/// `Err`: what comes behind "can't parse entities: ".
pub(super) fn parse(raw: &str) -> Result<Formatted, String> {
    let mut reader = Reader { raw, at: 0, text: String::new(), units: 0, open: Vec::new(), entities: Vec::new() };
    while let Some(letter) = reader.peek() {
        match letter {
            '<' if reader.raw[reader.at..].starts_with("</") => reader.end_tag()?,
            '<' => reader.start_tag()?,
            _ => {
                let (letter, bytes) = character(&raw[reader.at..]).unwrap_or((letter, letter.len_utf8()));
                reader.at += bytes;
                reader.units += letter.len_utf16();
                reader.text.push(letter);
            }
        }
    }
    if let Some(open) = reader.open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag));
    }
    let (text, mut entities) = (reader.text, reader.entities);
    entities.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
    Ok(Formatted { text, entities })
}

/// What `&lt;` and the like stand for, and how long they are; only these four have names.
fn character(rest: &str) -> Option<(char, usize)> {
    let name = rest.strip_prefix('&')?;
    let (letter, bytes) = if let Some(number) = name.strip_prefix('#') {
        let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |hex| (hex, 16));
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(&digits[..end], radix).ok().filter(|code| *code != 0)?;
        (char::from_u32(code)?, rest.len() - digits.len() + end)
    } else {
        let end = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
        let letter = match &name[..end] {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            _ => return None,
        };
        (letter, 1 + end)
    };
    Some((letter, bytes + usize::from(rest[bytes..].starts_with(';'))))
}

fn kind(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" | "span" => "spoiler",
        "a" => "text_link",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        _ => return None,
    })
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.raw[self.at..].chars().next()
    }

    /// Goes on to what is no such letter, and gives what was passed.
    fn pass(&mut self, such: impl Fn(char) -> bool) -> &'a str {
        let rest = &self.raw[self.at..];
        let end = rest.find(|letter| !such(letter)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        let tag = self.pass(|c| !c.is_ascii_whitespace() && c != '>').to_ascii_lowercase();
        let unclosed = || format!("Unclosed start tag at byte offset {begin}");
        if self.peek().is_none() {
            return Err(unclosed());
        }
        if kind(&tag).is_none() {
            return Err(format!("Unsupported start tag \"{tag}\" at byte offset {begin}"));
        }
        let mut argument = None;
        loop {
            self.pass(|c| c.is_ascii_whitespace());
            match self.peek() {
                None => return Err(unclosed()),
                Some('>') => break,
                Some(_) => {}
            }
            let name = self.pass(|c| !c.is_ascii_whitespace() && c != '=' && c != '>').to_ascii_lowercase();
            if name.is_empty() {
                return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {begin}"));
            }
            let value = self.value(begin)?;
            match (tag.as_str(), name.as_str(), value) {
                ("a", "href", Some(value)) | ("span", "class", Some(value)) => argument = Some(value),
                ("code", "class", Some(value)) => argument = value.strip_prefix("language-").map(str::to_owned),
                ("blockquote", "expandable", _) => argument = Some(String::new()),
                _ => {}
            }
        }
        self.at += 1;
        if tag == "span" && argument.as_deref() != Some("tg-spoiler") {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"));
        }
        self.open.push(Open { tag, argument, offset: self.units });
        Ok(())
    }

    /// Of an attribute; `None` where it has none.
    fn value(&mut self, begin: usize) -> Result<Option<String>, String> {
        self.pass(|c| c.is_ascii_whitespace());
        if self.peek() != Some('=') {
            return Ok(None);
        }
        self.at += 1;
        self.pass(|c| c.is_ascii_whitespace());
        let Some(quote) = self.peek().filter(|c| matches!(c, '"' | '\'')) else {
            let value = self.pass(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).to_owned();
            return match self.peek() {
                Some(c) if c == '>' || c.is_ascii_whitespace() => Ok(Some(value)),
                _ => Err(format!("Unexpected end of name token at byte offset {}", self.at)),
            };
        };
        self.at += 1;
        let quoted = self.pass(|c| c != quote).to_owned();
        if self.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        self.at += 1;
        let (mut value, mut at) = (String::new(), 0);
        while let Some(letter) = quoted[at..].chars().next() {
            let (letter, bytes) = character(&quoted[at..]).unwrap_or((letter, letter.len_utf8()));
            value.push(letter);
            at += bytes;
        }
        Ok(Some(value))
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(open) = self.open.pop() else { return Err(format!("Unexpected end tag at byte offset {begin}")) };
        self.at += 2;
        let tag = self.pass(|c| !c.is_ascii_whitespace() && c != '>').to_ascii_lowercase();
        self.pass(|c| c.is_ascii_whitespace());
        if self.peek() != Some('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !tag.is_empty() && tag != open.tag {
            let expected = open.tag;
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{expected}>\", found \"</{tag}>\""
            ));
        }
        self.close(open);
        Ok(())
    }

    fn close(&mut self, Open { tag, argument, offset }: Open) {
        let Some(kind) = kind(&tag).filter(|_| self.units > offset) else { return };
        // A code in a pre tells its language, and is nothing else.
        if let Some(outer) = self.open.last_mut().filter(|outer| kind == "code" && outer.tag == "pre") {
            outer.argument = argument;
            return;
        }
        let mut entity = TelegramEntity { kind, offset, length: self.units - offset, url: None, language: None };
        match kind {
            "text_link" => match argument.filter(|url| is_link(url)) {
                Some(url) => entity.url = Some(url),
                // A link to nowhere is text, and no error.
                None => return,
            },
            "blockquote" if argument.is_some() => entity.kind = "expandable_blockquote",
            "pre" => entity.language = argument,
            _ => {}
        }
        self.entities.push(entity);
    }
}

pub(super) fn is_link(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "tg"))
}

impl Formatted {
    /// As the real one does before it shows a text: no space around it.
    pub(super) fn trimmed(self) -> Self {
        let before = self.text.len() - self.text.trim_start().len();
        let before: usize = self.text[..before].chars().map(char::len_utf16).sum();
        let text = self.text.trim().to_owned();
        let end = units(&text);
        let entities = self.entities.into_iter().filter_map(|entity| {
            let from = entity.offset.saturating_sub(before).min(end);
            let to = (entity.offset + entity.length).saturating_sub(before).min(end);
            (to > from).then_some(TelegramEntity { offset: from, length: to - from, ..entity })
        });
        Self { entities: entities.collect(), text }
    }
}

/// Its length as the Bot API counts.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The commands in what a person wrote: `/start`, `/start@played_bot`.
pub(super) fn commands(text: &str) -> Vec<TelegramEntity> {
    let (mut found, mut offset) = (Vec::new(), 0);
    for word in text.split_inclusive(char::is_whitespace) {
        let shown = word.trim_end();
        let name = shown.strip_prefix('/').unwrap_or_default();
        let good = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if name.len() <= 64 && name.split('@').count() <= 2 && name.split('@').all(good) {
            found.push(TelegramEntity { kind: "bot_command", offset, length: units(shown), url: None, language: None });
        }
        offset += units(word);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(raw: &str) -> (String, Vec<(&'static str, usize, usize)>) {
        let Formatted { text, entities } = parse(raw).unwrap_or_else(|error| panic!("{raw}: {error}"));
        (text, entities.into_iter().map(|entity| (entity.kind, entity.offset, entity.length)).collect())
    }

    #[test]
    fn tags_become_entities_counted_in_utf16() {
        let (text, entities) = shown("🦊 <b>a &lt;<I>b</i>&gt;</b> &amp;&#33;&nbsp;<code>x</code><b></b>");
        assert_eq!(text, "🦊 a <b> &!&nbsp;x");
        assert_eq!(entities, [("bold", 3, 5), ("italic", 6, 1), ("code", 17, 1)]);
        let linked = parse("<a href=\"https://a.example/?x=1&amp;y=2\">a</a><a href='javascript:x'>b</a>").unwrap();
        assert_eq!(linked.entities.len(), 1);
        assert_eq!(linked.entities[0].url.as_deref(), Some("https://a.example/?x=1&y=2"));
        let code =
            parse("<pre><code class=\"language-toml\">x</code></pre><blockquote expandable>q</blockquote>").unwrap();
        assert_eq!((code.entities[0].kind, code.entities[0].language.as_deref()), ("pre", Some("toml")));
        assert_eq!(code.entities[1].kind, "expandable_blockquote");
    }

    #[test]
    fn what_is_not_well_formed_is_refused_with_its_place() {
        let cases = [
            ("a <p>b</p>", "Unsupported start tag \"p\" at byte offset 2"),
            ("a <b", "Unclosed start tag at byte offset 2"),
            ("5 < 6", "Unsupported start tag \"\" at byte offset 2"),
            ("<b>a", "Can't find end tag corresponding to start tag \"b\""),
            ("a</b>", "Unexpected end tag at byte offset 1"),
            ("<b><i>a</b></i>", "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
            ("<b>a</b", "Unclosed end tag at byte offset 4"),
            ("<a href=\"x>a</a>", "Unclosed start tag at byte offset 0"),
            ("<span>a</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
        ];
        for (raw, error) in cases {
            assert_eq!(parse(raw).unwrap_err(), error, "{raw}");
        }
    }

    #[test]
    fn space_around_a_text_is_taken_away_with_its_entities() {
        let trimmed = parse(" \n<b> a </b> <i> </i>").unwrap().trimmed();
        assert_eq!(trimmed.text, "a");
        let spans: Vec<_> = trimmed.entities.iter().map(|e| (e.kind, e.offset, e.length)).collect();
        assert_eq!(spans, [("bold", 0, 1)]);
        let found: Vec<_> = commands("/start@me_bot 🦊 /x y/z").iter().map(|e| (e.offset, e.length)).collect();
        assert_eq!(found, [(0, 13), (17, 2)]);
    }
}
