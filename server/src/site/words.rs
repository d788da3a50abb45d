//! What the pages beside the app say, by language: our words, and the operator's in their place.

use std::sync::LazyLock;

use nproxy_app::accounts::Language;
use serde::{Deserialize, Serialize};

/// As a file of `texts/` holds it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub title: String,
    pub description: String,
    pub headline: String,
    pub sentence: String,
    pub button: String,
    pub open_app: String,
    pub sign_in: String,
    pub skip: String,
    pub home: String,
    pub language: String,
    pub sign_up_invite: String,
    pub sign_up_closed: String,
    pub wall: String,
    pub steps: String,
    pub step: Vec<Step>,
    pub prompts: Section,
    pub price: PriceWords,
    pub questions: Section,
    pub faq: Vec<Faq>,
    pub footer: Footer,
    pub pictures: Shipped,
    pub examples: Examples,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub title: String,
    pub text: String,
    /// Where money is confirmed by hand alone.
    pub by_hand: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub title: String,
    #[serde(default)]
    pub text: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PriceWords {
    pub title: String,
    pub a_month: String,
    pub months_one: String,
    pub months_few: String,
    pub months_many: String,
    pub pictures_a_month_one: String,
    pub pictures_a_month_few: String,
    pub pictures_a_month_many: String,
    pub one_request: String,
    pub not_counted: String,
    pub crypto: String,
    pub by_hand: String,
    pub confirmations: String,
    pub by_hand_confirmation: String,
    pub nothing_title: String,
    pub nothing: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Faq {
    pub question: String,
    pub answer: String,
    /// Asked only where there is this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    Crypto,
    Support,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Footer {
    pub terms: String,
    pub privacy: String,
    pub support: String,
    pub version: String,
}

/// What the pictures of `spa/landing/pictures` show.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Shipped {
    pub harbour: String,
    pub town: String,
    pub peaks: String,
    pub forest: String,
    pub dunes: String,
    pub meadow: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    pub list: Vec<String>,
}

/// The operator's words in one language; what is empty keeps ours.
#[derive(Clone, Debug, Default)]
pub struct BrandWords {
    pub title: String,
    pub description: String,
    pub headline: String,
    pub sentence: String,
    pub button: String,
    /// Faq and answer.
    pub faq: Vec<(String, String)>,
    pub examples: Vec<String>,
}

static EN: LazyLock<Words> = LazyLock::new(|| ours(include_str!("texts/en.toml")));
static RU: LazyLock<Words> = LazyLock::new(|| ours(include_str!("texts/ru.toml")));

fn ours(text: &str) -> Words {
    toml::from_str(text).expect("a test reads the texts that are built in")
}

impl Words {
    /// Ours, with the operator's laid over them and the name of the brand filled in.
    pub fn of(language: Language, brand: &str, theirs: &BrandWords) -> Self {
        let mut words = match language {
            Language::En => EN.clone(),
            Language::Ru => RU.clone(),
        };
        for (ours, theirs) in [
            (&mut words.title, &theirs.title),
            (&mut words.description, &theirs.description),
            (&mut words.headline, &theirs.headline),
            (&mut words.sentence, &theirs.sentence),
            (&mut words.button, &theirs.button),
        ] {
            if !theirs.is_empty() {
                ours.clone_from(theirs);
            }
        }
        if !theirs.faq.is_empty() {
            let question = |(question, answer): &(String, String)| Faq {
                question: question.clone(),
                answer: answer.clone(),
                when: None,
            };
            words.faq = theirs.faq.iter().map(question).collect();
        }
        if !theirs.examples.is_empty() {
            words.examples.list.clone_from(&theirs.examples);
        }
        let with_name = [
            &mut words.title,
            &mut words.description,
            &mut words.headline,
            &mut words.sentence,
            &mut words.button,
            &mut words.home,
        ];
        let in_questions = words.faq.iter_mut().flat_map(|one| [&mut one.question, &mut one.answer]);
        for text in with_name.into_iter().chain(in_questions) {
            *text = text.replace("{brand}", brand);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_all_the_words() {
        for words in [&EN, &RU] {
            assert_eq!(words.step.len(), 3);
            assert_eq!(words.examples.list.len(), 12);
            assert!(words.headline.split_whitespace().count() <= 8, "{}", words.headline);
        }
        assert_eq!(EN.faq.len(), RU.faq.len());
    }

    #[test]
    fn the_operators_words_take_the_place_of_ours() {
        let theirs = BrandWords {
            headline: "{brand} paints".into(),
            faq: vec![("Who is {brand}?".into(), "We are.".into())],
            ..BrandWords::default()
        };
        let words = Words::of(Language::En, "Ink & Co", &theirs);
        assert_eq!(words.headline, "Ink & Co paints");
        assert_eq!((words.faq.len(), words.faq[0].question.as_str()), (1, "Who is Ink & Co?"));
        assert!(words.sentence.starts_with("Ink & Co turns"), "{}", words.sentence);
    }
}
