//! Questions and answers that are counted in their labels: `Q1: words`, `A1: words`, `Q2: words`.

use std::collections::HashMap;

use super::lexicon;

/// Fewest numbers that count.
const FEWEST: usize = 3;

/// The labels without their numbers by the labels with them, where words for asking and answering have each number once and
/// the numbers grow.
pub(super) fn stems<'a>(names: &[&'a str]) -> HashMap<String, &'a str> {
    let parts = |name: &'a str| {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let number: u32 = name[stem.len()..].parse().ok()?;
        let stem = stem.trim_end_matches([' ', '.', '-', '#']);
        (!stem.is_empty()).then_some((stem, number))
    };
    let mut numbers: HashMap<String, Vec<u32>> = HashMap::new();
    for (stem, number) in names.iter().filter_map(|name| parts(name)) {
        numbers.entry(lexicon::key(stem)).or_default().push(number);
    }
    let counts = |stem: &str| {
        let own = &numbers[&lexicon::key(stem)];
        lexicon::asks_or_answers(stem) && own.len() >= FEWEST && own.windows(2).all(|pair| pair[0] < pair[1])
    };
    names
        .iter()
        .filter_map(|name| parts(name).map(|(stem, _)| (lexicon::key(name), stem)))
        .filter(|(_, stem)| counts(stem))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::segment::segment;

    #[test]
    fn questions_and_answers_that_are_counted_are_of_two_speakers() {
        let text: String = (1..6).map(|n| format!("Q{n}: How did it begin?\nA{n}: On a boat.\n\n")).collect();
        let (turns, speakers, _) = segment(&text);
        let labels: Vec<&str> = speakers.iter().map(|speaker| speaker.label.as_str()).collect();
        assert_eq!((turns.len(), labels), (10, vec!["Q", "A"]));
    }

    #[test]
    fn numbers_that_come_again_are_of_people() {
        let text =
            "R1: It began.\n\nR2: In May.\n\nR1: Or June.\n\nR2: No.\n\nR3: Yes.\n\nR1: So.\n\n".repeat(2);
        assert_eq!(segment(&text).1.len(), 3);
    }
}
