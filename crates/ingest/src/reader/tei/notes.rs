//! What a note in a TEI document is.

use super::super::xml::Tag;

/// Whether all the words of `noted` are words of the name.
pub(super) fn is_within(noted: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let name = words(name);
    words(noted).iter().all(|word| name.contains(word))
}

/// Whether a note stands at the foot or in the margin of its page.
pub(super) fn is_footnote(tag: &Tag<'_>) -> bool {
    matches!(tag.value("place").as_str(), "foot" | "bottom" | "end" | "margin" | "left" | "right")
        || matches!(tag.value("type").as_str(), "footnote" | "endnote" | "editorial")
}
