//! What people say in the interviews of the year.

use crate::dice::Dice;

/// Words of every kind that careless code stumbles over, among ordinary ones.
const WORDS: [&str; 72] = [
    "we",
    "trust",
    "them",
    "because",
    "the",
    "contract",
    "says",
    "little",
    "about",
    "what",
    "happens",
    "when",
    "penalties",
    "are",
    "due",
    "and",
    "every",
    "week",
    "our",
    "people",
    "call",
    "theirs",
    "to",
    "ask",
    "how",
    "things",
    "go",
    "it",
    "took",
    "years",
    "before",
    "somebody",
    "said",
    "openly",
    "that",
    "a",
    "price",
    "was",
    "wrong",
    "now",
    "they",
    "visit",
    "us",
    "in",
    "spring",
    "share",
    "forecasts",
    "with",
    "planners",
    "who",
    "would",
    "never",
    "have",
    "done",
    "so",
    "earlier",
    "naïve",
    "nai\u{308}ve",
    "𝔘nd",
    "信頼",
    "שלום",
    "👩‍👩‍👧‍👦",
    "“quoted”",
    "it’s",
    "co-operate",
    "e\u{301}\u{323}",
    "really",
    "costs",
    "quality",
    "delivery",
    "=1+1",
    "mutual",
];

/// A sentence of `n` words with a stop.
pub(crate) fn sentence(dice: &mut Dice, n: usize) -> String {
    let words: Vec<&str> = (0..n.max(1)).map(|_| WORDS[dice.below(WORDS.len())]).collect();
    format!("{}.", words.join(" "))
}

/// One to three words.
pub(crate) fn words(dice: &mut Dice) -> String {
    let n = 1 + dice.below(3);
    let sentence = sentence(dice, n);
    sentence.trim_end_matches('.').to_string()
}

/// An interview: questions of `Interviewer` and answers of `name`, a line each.
pub(crate) fn interview(dice: &mut Dice, name: &str, turns: usize) -> String {
    let mut text = String::new();
    for _ in 0..turns {
        let (asked, told) = (3 + dice.below(6), 1 + dice.below(4));
        text.push_str(&format!("Interviewer: {}\n\n", sentence(dice, asked)));
        let told: Vec<String> = (0..told)
            .map(|_| {
                let n = 6 + dice.below(14);
                sentence(dice, n)
            })
            .collect();
        text.push_str(&format!("{name}: {}\n\n", told.join(" ")));
    }
    text
}

/// Last names, one an informant.
pub(crate) const NAMES: [&str; 20] = [
    "Berg", "Lund", "Holm", "Dahl", "Sund", "Vik", "Moe", "Lie", "Aas", "Eng", "Foss", "Haug", "Krog",
    "Moen", "Nygaard", "Ruud", "Strand", "Tangen", "Ulven", "Wold",
];
