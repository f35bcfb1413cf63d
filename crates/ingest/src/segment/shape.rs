//! How much a label looks like the name of a person.

/// The look of a label, best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Several words in lower case: part of a sentence.
    Phrase,
    /// One word in lower case (`adam`), or many words.
    Plain,
    /// One capitalised word: a first name, or any word that opens a sentence.
    Word,
    /// Initials (`AVW`, `J.D.`), or two to five capitalised words.
    Name,
}

/// Words of names that are written in lower case.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "el", "al", "bin", "ibn",
    "af", "av", "zu", "zum", "zur", "ter", "ten", "y", "e", "and", "und", "och", "ja", "et", "of", "the", "from", "ap",
];

/// Most words in a name: `Prof. Dr. Anna van der Berg`.
const NAME_WORDS: usize = 6;

/// Most characters in a name of a script without blanks, transliterated ones included.
const UNSPACED_NAME: usize = 8;

/// Returns the look of the label `name`.
pub(super) fn shape(name: &str) -> Shape {
    // A title or affiliation in brackets says nothing about the name before it.
    let bare =
        name.split(['(', '[', '（']).next().map(str::trim).filter(|bare| !bare.is_empty()).unwrap_or(name);
    let words: Vec<&str> = bare
        .split(|c: char| c.is_whitespace() || "/&+".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    // The small letters before an apostrophe belong to the name: `d’Aubigné`, `dell'Acqua`.
    let named_part = |word: &str| match word.split_once(['’', '\'']) {
        Some((lead, rest)) if lead.chars().count() <= 4 && rest.starts_with(char::is_uppercase) => {
            rest.to_string()
        }
        _ => word.to_string(),
    };
    let capital = |word: &&str| {
        named_part(word).chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
    };
    let named = words.iter().all(|word| capital(word) || PARTICLES.contains(word));
    if announced_initials(name).is_some() {
        return Shape::Name;
    }
    match words.len() {
        0 => Shape::Phrase,
        1 if !named => Shape::Plain,
        1 if is_initials(bare) => Shape::Name,
        // Without blanks and capitals a clause looks like one word; names have few characters.
        1 if bare.chars().all(is_unspaced) && bare.chars().count() > UNSPACED_NAME => Shape::Phrase,
        1 => Shape::Word,
        2..=NAME_WORDS if named && capital(&words[0]) => Shape::Name,
        _ => Shape::Phrase,
    }
}

/// Whether a character belongs to a script that writes words without blanks between them.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '·' | '・' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{2ffff}')
}

/// The initials a name gives for itself in brackets: `JN` in `Jonas Nick (JN)`.
pub(super) fn announced_initials(name: &str) -> Option<&str> {
    let (_, inside) = name.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let letters = inside.chars().count();
    ((1..=5).contains(&letters)
        && inside.chars().all(char::is_alphanumeric)
        && inside.starts_with(char::is_uppercase))
    .then_some(inside)
}

/// The initials of a name of two words or more: `AB` of `Anna Berg`.
pub(crate) fn initials_of(name: &str) -> Option<String> {
    let bare = name.split(['(', '[', '（']).next().unwrap_or(name);
    let words = bare.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    let firsts: Option<String> = words.map(|word| word.chars().next().filter(|c| c.is_uppercase())).collect();
    firsts.filter(|firsts| (2..=4).contains(&firsts.chars().count()))
}

/// Whether the name has a number as one of its words: `BIP 8`, `Part 2`.
pub(super) fn has_number(name: &str) -> bool {
    name.split_whitespace().any(|word| word.chars().all(|c| c.is_ascii_digit()))
}

/// Up to four capitals, with or without full stops and a number.
/// Whether a line names a day: a year and a number of one or two digits.
pub(super) fn is_day(name: &str) -> bool {
    let numbers = || name.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let is_year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    numbers().any(is_year) && numbers().any(|part| part.len() <= 2)
}

pub(super) fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (1..=4).contains(&letters)
        && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || ".-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_look_better_than_words_and_words_better_than_phrases() {
        let cases = [
            ("AVW", Shape::Name),
            ("openoms (O)", Shape::Name),
            ("J.D.", Shape::Name),
            ("Q", Shape::Name),
            ("Aaron van Wirdum", Shape::Name),
            ("Anna Berg (head of sales)", Shape::Name),
            ("Speaker 0", Shape::Name),
            ("Anna", Shape::Word),
            ("ALICE", Shape::Word),
            ("访谈者", Shape::Word),
            ("adam", Shape::Plain),
            ("Jean-Luc d’Aubigné", Shape::Name),
            ("l’affaire", Shape::Plain),
            ("What we found", Shape::Phrase),
            ("the man in the hat", Shape::Phrase),
        ];
        for (name, expected) in cases {
            assert_eq!(shape(name), expected, "{name}");
        }
    }
}
