//! Job titles: which an informant goes by, and how near two of them are.

use themata_model::Informant;

use crate::plural::noun_of;

/// The attribute of informants that lists other wordings of the title, with `;` between them.
const OTHER_TITLES: &str = "other-titles";

/// The attribute of informants that holds the title as it is told vaguely.
const VAGUE_TITLE: &str = "vague-title";

/// Words that join the others of a title and tell nothing themselves.
const LITTLE: [&str; 19] = [
    "a", "an", "and", "at", "de", "der", "des", "du", "for", "für", "in", "of", "on", "the", "to", "und",
    "von", "with", "&",
];

/// The titles that an informant goes by: the own one first, then its other wordings.
pub(crate) fn titles_of(informant: &Informant) -> Vec<&str> {
    let own = informant.title.trim();
    let others = informant.attributes.get(OTHER_TITLES).map(String::as_str).unwrap_or_default();
    let all = std::iter::once(own).chain(others.split(';').map(str::trim));
    all.filter(|title| !title.is_empty()).collect()
}

/// The title as it is told vaguely: as the study has it, else the noun of the title, where that is sure.
pub(crate) fn vague_title(informant: &Informant) -> Option<String> {
    let told = informant.attributes.get(VAGUE_TITLE).map(|told| told.trim()).filter(|told| !told.is_empty());
    told.map(str::to_string).or_else(|| noun_of(informant.title.trim()))
}

/// Whether two titles are the same but for capitals, blanks and punctuation.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    words(a) == words(b)
}

/// Whether `vague` says some of what `title` says: its words, in their order, but not all of them.
pub(crate) fn is_vaguer(vague: &str, title: &str) -> bool {
    let (vague, title) = (words(vague), words(title));
    let mut rest = title.iter();
    !vague.is_empty() && vague.len() < title.len() && vague.iter().all(|word| rest.any(|own| own == word))
}

/// Whether two different wordings differ only in number, punctuation or one letter. Capitals alone
/// make no other wording.
pub(crate) fn is_variant(a: &str, b: &str) -> bool {
    if a.to_lowercase() == b.to_lowercase() {
        return false;
    }
    let (x, y) = (singular(a).join(" "), singular(b).join(" "));
    // One letter in a short title makes another title (`IT manager`, `HR manager`).
    x == y || (x.len().min(y.len()) >= 10 && strsim::damerau_levenshtein(&x, &y) == 1)
}

/// Whether two different titles differ only in the order of their words, in little words and number:
/// `key account director`, `director of key accounts`.
pub(crate) fn is_reordered(a: &str, b: &str) -> bool {
    let told = |title: &str| {
        let mut words = singular(title);
        words.retain(|word| !LITTLE.contains(&word.as_str()));
        words.sort();
        words
    };
    let (x, y) = (told(a), told(b));
    a.to_lowercase() != b.to_lowercase() && x.len() > 1 && x == y
}

fn words(title: &str) -> Vec<String> {
    let lower = title.to_lowercase().replace('&', " and ");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_string).collect()
}

fn singular(title: &str) -> Vec<String> {
    let one = |word: String| match word.strip_suffix('s') {
        Some(one) if word.len() > 3 => one.to_string(),
        _ => word,
    };
    words(title).into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Builder;

    #[test]
    fn variants_are_told_from_other_titles() {
        assert!(is_variant("business model researcher", "business models researcher"));
        assert!(is_variant("R&D manager", "R & D Manager"));
        assert!(is_variant("procurement manager", "procurment manager"));
        assert!(!is_variant("product manager", "project manager"));
        assert!(!is_variant("HR manager", "IT manager"));
        assert!(!is_variant("senior R&D manager", "Senior R&D manager"));
    }

    #[test]
    fn order_and_little_words_make_no_other_title() {
        assert!(is_reordered("director connected sites", "director of connected sites"));
        assert!(is_reordered("key account director", "director of key accounts"));
        assert!(is_reordered("manager for automation sales", "sales manager for automation"));
        assert!(!is_reordered("manager of sales", "manager of service sales"));
        assert!(!is_reordered("Key account manager", "key account manager"));
    }

    #[test]
    fn a_vague_title_leaves_words_out() {
        assert!(is_vaguer("senior manager", "Senior R&D manager"));
        assert!(is_vaguer("regional manager", "Regional market manager"));
        assert!(!is_vaguer("manager senior", "Senior R&D manager"));
        assert!(!is_vaguer("Senior R&D manager", "senior R & D manager"));
        assert!(is_same("Senior R&D manager", "senior R & D manager"));
    }

    #[test]
    fn an_informant_goes_by_other_titles_and_a_vague_one() {
        let mut b = Builder::new();
        b.informant("x", "", "Sale manager", &[]);
        let informant = &mut b.study.informants[0];
        assert_eq!(vague_title(informant).as_deref(), Some("manager"));
        informant.attributes.insert(OTHER_TITLES.into(), "Sales manager; seller".into());
        informant.attributes.insert(VAGUE_TITLE.into(), "sales person".into());
        assert_eq!(titles_of(informant), ["Sale manager", "Sales manager", "seller"]);
        assert_eq!(vague_title(informant).as_deref(), Some("sales person"));
        informant.attributes.clear();
        informant.title = "Verkaufsleiter".into();
        assert_eq!(vague_title(informant), None);
    }
}
