//! Edits of a text as people make them, each as one or two replacements, so that it is known where every
//! word went.

use std::ops::Range;

use crate::dice::Dice;
use crate::talk;

/// What an edit does to a text.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// Bytes that give way to other words.
    Replace(Range<usize>, String),
    /// A stretch that goes to another place, outside of itself.
    Move(Range<usize>, usize),
}

/// Where words are after an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Went {
    /// Whole, beginning at this byte.
    To(usize),
    /// Something among them was changed.
    Touched,
}

impl Edit {
    pub(crate) fn applied(&self, text: &str) -> String {
        match self {
            Edit::Replace(gone, put) => format!("{}{put}{}", &text[..gone.start], &text[gone.end..]),
            Edit::Move(moved, to) if *to < moved.start => {
                let (before, after) = (&text[*to..moved.start], &text[moved.end..]);
                format!("{}{}{before}{after}", &text[..*to], &text[moved.clone()])
            }
            Edit::Move(moved, to) => {
                let (before, after) = (&text[moved.end..*to], &text[*to..]);
                format!("{}{before}{}{after}", &text[..moved.start], &text[moved.clone()])
            }
        }
    }

    pub(crate) fn follow(&self, span: Range<usize>) -> Went {
        match self {
            Edit::Replace(gone, _) if span.end <= gone.start => Went::To(span.start),
            Edit::Replace(gone, put) if gone.end <= span.start => {
                Went::To(span.start - gone.len() + put.len())
            }
            Edit::Replace(..) => Went::Touched,
            Edit::Move(moved, to) => {
                let inside = moved.start <= span.start && span.end <= moved.end;
                let apart = span.end <= moved.start || moved.end <= span.start;
                let torn = span.start < *to && *to < span.end;
                match (inside, apart, *to < moved.start) {
                    (true, _, true) => Went::To(span.start - moved.start + to),
                    (true, _, false) => Went::To(span.start + (to - moved.end)),
                    (false, true, _) if torn => Went::Touched,
                    (false, true, true) if *to <= span.start && span.end <= moved.start => {
                        Went::To(span.start + moved.len())
                    }
                    (false, true, false) if moved.end <= span.start && span.end <= *to => {
                        Went::To(span.start - moved.len())
                    }
                    (false, true, _) => Went::To(span.start),
                    (false, false, _) => Went::Touched,
                }
            }
        }
    }
}

/// The stretches between blanks.
fn words(text: &str) -> Vec<Range<usize>> {
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| at(word)..at(word) + word.len()).collect()
}

/// The paragraphs, each with the line ends after it.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("\n\n") {
        all.push(start..at + 2);
        start = at + 2;
    }
    all.push(start..text.len());
    all.retain(|paragraph| !text[paragraph.clone()].trim().is_empty());
    all
}

/// One edit; nothing where the text is too short for it.
pub(crate) fn edit(dice: &mut Dice, text: &str) -> Option<Edit> {
    let all = words(text);
    let word = dice.pick(&all)?.clone();
    let n = 2 + dice.below(6);
    Some(match dice.below(12) {
        // A word more.
        0..=2 => Edit::Replace(word.start..word.start, format!("{} ", talk::words(dice))),
        // A sentence more, at the end of a paragraph.
        3 => {
            let end = dice.pick(&paragraphs(text))?.clone();
            let end = end.start + text[end].trim_end().len();
            Edit::Replace(end..end, format!(" {}", talk::sentence(dice, n)))
        }
        // Some words fewer.
        4 | 5 => {
            let first = dice.below(all.len());
            let last = (first + dice.below(5)).min(all.len() - 1);
            let end = all.get(last + 1).map_or(text.len(), |next| next.start);
            Edit::Replace(all[first].start..end, String::new())
        }
        // Another word.
        6 | 7 => Edit::Replace(word, format!("{}{}", talk::words(dice), dice.below(10))),
        // A letter of it.
        8 | 9 => {
            let letters: Vec<_> =
                text[word.clone()].char_indices().filter(|(_, c)| c.is_ascii_lowercase()).collect();
            let (at, letter) = dice.pick(&letters)?;
            let other = if *letter == 'e' { 'a' } else { 'e' };
            Edit::Replace(word.start + at..word.start + at + 1, other.to_string())
        }
        // The label of a turn.
        10 => {
            let paragraph = dice.pick(&paragraphs(text))?.clone();
            let label = text[paragraph.clone()].find(':').filter(|&at| at < 14)?;
            let name = talk::NAMES[dice.below(talk::NAMES.len())];
            Edit::Replace(paragraph.start..paragraph.start + label, name.to_string())
        }
        // A paragraph somewhere else.
        _ => {
            let all = paragraphs(text);
            let whole = |paragraph: &&Range<usize>| text[paragraph.start..paragraph.end].ends_with("\n\n");
            let ends: Vec<&Range<usize>> = all.iter().filter(whole).collect();
            let (moved, to) = (dice.pick(&ends)?, dice.pick(&ends)?.start);
            if (moved.start..=moved.end).contains(&to) {
                return None;
            }
            Edit::Move((*moved).clone(), to)
        }
    })
}
