//! Where a word too long for its line is divided: between syllables, with a hyphen.

use hypher::Lang;

/// The mark of a place where a word may be divided; a hyphen is printed only where it is.
pub(crate) const SOFT_HYPHEN: char = '\u{AD}';

/// Returns the syllables of `word`, at least one. Its language is guessed from its letters, since nobody says
/// in which language a single label is; for a word too long for its line any guess divides better than none.
pub(crate) fn syllables(word: &str) -> Vec<&str> {
    hypher::hyphenate(word, language(word)).collect()
}

fn language(word: &str) -> Lang {
    let lower = word.to_lowercase();
    let any = |letters: &[char]| lower.contains(letters);
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    match () {
        () if lower.chars().any(|c| matches!(c, '\u{370}'..='\u{3FF}')) => Lang::Greek,
        () if lower.chars().any(|c| matches!(c, '\u{400}'..='\u{4FF}')) => Lang::Russian,
        // Finnish has long vowels and vowel harmony, and does without these letters.
        () if has(&["ää", "öö", "yy", "aa", "ii", "uu"])
            && !any(&['b', 'c', 'f', 'q', 'w', 'x', 'z', 'å', 'ß', 'ü']) =>
        {
            Lang::Finnish
        }
        () if any(&['ß', 'ü', 'ä', 'ö']) => Lang::German,
        () if has(&["sch", "ung", "keit", "heit", "lich", "ei"]) && !has(&["tion"]) => Lang::German,
        () => Lang::English,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_divided_by_the_rules_of_their_language() {
        for (word, expected) in [
            (
                "Geschäftsgeheimnisverletzungsbefürchtungen",
                "Ge-schäfts-ge-heim-nis-ver-let-zungs-be-fürch-tun-gen",
            ),
            ("internationalisation", "in-ter-na-tion-al-i-sa-tion"),
            ("päätöksentekojärjestelmä", "pää-tök-sen-te-ko-jär-jes-tel-mä"),
            ("ab", "ab"),
        ] {
            assert_eq!(syllables(word).join("-"), expected);
        }
    }
}
