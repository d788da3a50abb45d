//! Whether a model's words decline a request.
//!
//! A text where a picture should be is either a refusal (another prompt is needed) or talk (asking again may help). Only
//! a stem of declining followed closely by a deed counts, and not in a turn of speech: "I can't wait to show you" is
//! talk.

/// How far after the stem the deed may stand, in characters: "can't, for reasons of safety, create".
const REACH_CHARS: usize = 60;

const STEMS: [&str; 11] = [
    "can't",
    "cannot",
    "can not",
    "unable to",
    "not able to",
    "won't",
    "will not",
    "not allowed to",
    "не могу",
    "не смогу",
    "не буду",
];

const DEEDS: [&str; 24] = [
    "generat",
    "creat",
    "make",
    "produc",
    "draw",
    "depict",
    "edit",
    "provide",
    "fulfil",
    "help",
    "assist",
    "comply",
    "process",
    "show",
    "render",
    "design",
    "do that",
    "do this",
    "созда",
    "сгенерир",
    "нарис",
    "изобра",
    "помочь",
    "выполн",
];

/// What follows a stem where nothing is declined: "you can't go wrong", "не могу дождаться".
const TURNS_OF_SPEECH: [&str; 4] = ["wait", "go wrong", "help but", "дождаться"];

/// Said by no one who has drawn something.
const PLAIN: [&str; 5] = ["violates", "against my", "against our", "content policy", "safety guidelines"];

/// In English and Russian, the languages of the product.
pub fn is_refusal(text: &str) -> bool {
    let text = text.to_lowercase().replace(['’', '‘'], "'");
    let declines = |stem: &str| {
        text.match_indices(stem).any(|(at, _)| {
            let after: String = text[at + stem.len()..].chars().take(REACH_CHARS).collect();
            let is_talk = TURNS_OF_SPEECH.iter().any(|words| after.trim_start().starts_with(words));
            !is_talk && DEEDS.iter().any(|deed| after.contains(deed))
        })
    };
    PLAIN.iter().any(|words| text.contains(words)) || STEMS.into_iter().any(declines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declining_and_talking_are_told_apart() {
        for refusal in [
            "I can't generate that image.",
            "I’m sorry, but I cannot help with this request.",
            "I am unable to create pictures of real people.",
            "That violates the rules.",
            "Я не могу создать такое изображение.",
            "You can't go wrong with a harbour, but I can't draw that one.",
        ] {
            assert!(is_refusal(refusal), "{refusal}");
        }
        for talk in [
            "Here is your picture:",
            "I can't wait to hear what you think!",
            "I can’t wait to show you!",
            "I cannot wait to create this for you. Which style?",
            "You cannot go wrong with this design.",
            "I can't help but draw a cat into it.",
            "Не могу дождаться, когда нарисую это!",
            "What colour should it be?",
            "",
        ] {
            assert!(!is_refusal(talk), "{talk}");
        }
    }
}
