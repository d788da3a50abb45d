//! How texts are made alike before they are compared: what a customer looks for and what stands in the library.

/// Of what is typed into a search.
pub const QUERY_CHARS_MAX: usize = 200;
/// Less than this finds nearly everything, so it looks for nothing in particular.
const QUERY_CHARS_MIN: usize = 2;

/// In small letters, on one line, white space collapsed.
pub fn folded(text: &str) -> String {
    let words: Vec<_> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// What is looked for, folded; never empty.
#[derive(Clone, PartialEq, Eq)]
pub struct Query(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a search may have at most {QUERY_CHARS_MAX} characters")]
pub struct QueryTooLong;

impl Query {
    /// `None`: too short to look for anything.
    pub fn parse(text: &str) -> Result<Option<Self>, QueryTooLong> {
        if text.chars().count() > QUERY_CHARS_MAX {
            return Err(QueryTooLong);
        }
        let folded = folded(text);
        Ok((folded.chars().count() >= QUERY_CHARS_MIN).then_some(Self(folded)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Query {
    /// It is as private as a prompt.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Query({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_white_space_make_no_difference() {
        assert_eq!(folded(" Рыжая\n\n  ЛИСА\t"), "рыжая лиса");
        assert_eq!(folded("\0"), "");
    }

    #[test]
    fn a_search_has_2_to_200_characters() {
        let parse = |text: &str| Query::parse(text).map(|query| query.map(|query| query.0));
        assert_eq!(parse("Ли"), Ok(Some("ли".into())));
        for nothing in ["", " ", "л", " л \n"] {
            assert_eq!(parse(nothing), Ok(None), "{nothing:?}");
        }
        assert!(parse(&"я".repeat(200)).unwrap().is_some());
        assert_eq!(parse(&"я".repeat(201)), Err(QueryTooLong));
    }
}
