//! What a prompt asks for, as far as a painter of paper landscapes understands: time of day, colour, land. English and Russian stems.

/// Time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Dawn,
    Day,
    Dusk,
    Night,
}

/// What stands in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Land {
    Hills,
    Peaks,
    Sea,
    City,
    Forest,
    Dunes,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hints {
    pub(super) mood: Option<Mood>,
    pub(super) land: Option<Land>,
    /// Degrees on the OKLCH wheel.
    pub(super) hue: Option<f32>,
}

const MOODS: [(Mood, &[&str]); 4] = [
    (Mood::Night, &["night", "moon", "star", "space", "midnight", "ноч", "лун", "звезд", "звёзд", "космос"]),
    (Mood::Dusk, &["sunset", "dusk", "evening", "golden hour", "закат", "сумер", "вечер"]),
    (Mood::Dawn, &["dawn", "sunrise", "morning", "mist", "fog", "рассвет", "утр", "туман"]),
    (Mood::Day, &["sunny", "noon", "summer", "spring", "bright", "солнечн", "днём", "лет", "весн", "ярк"]),
];

const LANDS: [(Land, &[&str]); 6] = [
    (
        Land::City,
        &["city", "town", "street", "skyline", "building", "tower", "cyber", "neon", "город", "улиц", "башн", "дом"],
    ),
    (
        Land::Sea,
        &[
            "sea",
            "ocean",
            "wave",
            "boat",
            "ship",
            "beach",
            "lake",
            "river",
            "harbor",
            "harbour",
            "fish",
            "мор",
            "океан",
            "волн",
            "лодк",
            "корабл",
            "пляж",
            "озер",
            "рек",
        ],
    ),
    (
        Land::Forest,
        &[
            "forest",
            "wood",
            "tree",
            "pine",
            "fox",
            "bear",
            "deer",
            "owl",
            "лес",
            "дерев",
            "сосн",
            "лис",
            "медвед",
            "олен",
        ],
    ),
    (Land::Peaks, &["mountain", "peak", "alps", "snow", "winter", "cliff", "гор", "вершин", "снег", "зим"]),
    (Land::Dunes, &["desert", "dune", "sand", "camel", "mars", "пустын", "дюн", "песок", "песч"]),
    (
        Land::Hills,
        &["hill", "field", "meadow", "garden", "flower", "farm", "valley", "холм", "поле", "луг", "сад", "цвет"],
    ),
];

const HUES: [(f32, &[&str]); 8] = [
    (25.0, &["red", "crimson", "rose", "красн", "алый", "алая"]),
    (55.0, &["orange", "copper", "оранж", "рыж"]),
    (95.0, &["yellow", "gold", "жёлт", "желт", "золот"]),
    (145.0, &["green", "emerald", "moss", "зелён", "зелен"]),
    (195.0, &["teal", "turquoise", "cyan", "бирюз"]),
    (250.0, &["blue", "azure", "син", "голуб"]),
    (300.0, &["purple", "violet", "lavender", "фиолет", "лилов", "сирен"]),
    (355.0, &["pink", "magenta", "розов"]),
];

impl Hints {
    pub(super) fn read(prompt: &str) -> Self {
        let prompt = prompt.to_lowercase();
        let words: Vec<&str> = prompt.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        Self { mood: first(&MOODS, &words), land: first(&LANDS, &words), hue: first(&HUES, &words) }
    }
}

/// The entry with a stem that begins a word. Short stems must be the word, or "rose" would be found in "roses" but "red" in "reduce".
fn first<T: Copy>(entries: &[(T, &[&str])], words: &[&str]) -> Option<T> {
    let begins = |stem: &str| {
        words.iter().any(|word| if stem.is_ascii() && stem.len() <= 3 { *word == stem } else { word.starts_with(stem) })
    };
    entries.iter().find(|(_, stems)| stems.iter().any(|stem| begins(stem))).map(|(value, _)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_are_understood() {
        let english = Hints::read("A red boat on the sea at sunset");
        assert_eq!((english.mood, english.land, english.hue), (Some(Mood::Dusk), Some(Land::Sea), Some(25.0)));
        let russian = Hints::read("Ночной город, фиолетовый туман");
        assert_eq!((russian.mood, russian.land, russian.hue), (Some(Mood::Night), Some(Land::City), Some(300.0)));
        assert_eq!(Hints::read("reduce"), Hints { mood: None, land: None, hue: None });
    }
}
