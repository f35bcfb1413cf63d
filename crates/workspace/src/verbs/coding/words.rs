//! How the verbs speak of codings.

use themata_model::{Codebook, Coding, Target, TextIndex};

use crate::verbs::look;

/// Characters of a quotation that a sentence shows.
const SHOWN: usize = 60;

/// The first words of a quotation.
pub(crate) fn shortened(quotation: &str) -> String {
    let folded = themata_model::fold_typed(quotation);
    match folded.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", folded[..end].trim_end()),
        None => folded,
    }
}

/// Two quotations of one coding, both cut around the first difference.
pub(super) fn change(was: &str, is: &str) -> (String, String) {
    themata_model::around_difference(was, is, SHOWN)
}

/// A coding's words and where they stand: `“we call them” (S1:3)`.
pub(super) fn standing(coding: &Coding, index: &TextIndex<'_>) -> String {
    format!("“{}” ({})", shortened(&coding.quotation), look::place(coding, index))
}

/// What is said of a stretch: the code's name between asterisks, else its facet values.
pub(super) fn target(target: &Target, book: &Codebook) -> String {
    match target.code() {
        Some(key) => {
            format!("*{}*", book.get(key).map_or_else(|| key.to_string(), |code| code.marked_name()))
        }
        None => {
            let values = target.facets().iter().map(|(facet, value)| format!("{facet}={value}"));
            values.collect::<Vec<_>>().join(", ")
        }
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn joined(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
