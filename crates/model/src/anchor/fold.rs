//! The folded form of a text: what remains when the differences that word processors, printers and
//! normalisation forms make are taken away, with the way back to the bytes of the text.
//!
//! The solid characters (everything but white space, dashes and invisible characters) stand in one
//! string without gaps, the *skeleton*, in compatibility form NFKC, with one quotation mark for
//! all. What stands between two solid characters is kept apart as a set of *readings*: a hyphen at
//! the end of a line may be read as nothing (`develop-⏎ment`), as a hyphen (`long-⏎term`) or as a
//! hyphen with a space (German `Vor-⏎und Nachteile`). Two texts agree where their skeletons are equal
//! and every pair of gaps has a reading in common. So one search over the skeleton serves all
//! readings at once; folding the white space to one space instead would need a search for each
//! combination.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::characters::{is_dash, is_invisible, is_plain, is_quotation_mark, is_simple, is_unspaced};

/// Ways to read what stands between two solid characters, as a set of bits.
type Readings = u8;
const NOTHING: Readings = 1;
const SPACE: Readings = 1 << 1;
const HYPHEN: Readings = 1 << 2;
const HYPHEN_SPACE: Readings = 1 << 3;
const SPACE_HYPHEN: Readings = 1 << 4;
const SPACED_HYPHEN: Readings = 1 << 5;
const SEVERAL_HYPHENS: Readings = 1 << 6;
const WITH_HYPHEN: Readings = HYPHEN | HYPHEN_SPACE | SPACE_HYPHEN | SPACED_HYPHEN | SEVERAL_HYPHENS;

/// A text in folded form.
#[derive(Clone, Debug, Default)]
pub(super) struct Folded {
    skeleton: String,
    // Invariant: sorted by `at`; the first has `at` 0 unless the skeleton is empty.
    runs: Vec<Run>,
    // Invariant: sorted by `at`, no two alike. A position that is not listed reads NOTHING.
    gaps: Vec<Gap>,
}

/// A stretch of the skeleton that comes from one stretch of the text.
#[derive(Clone, Copy, Debug)]
struct Run {
    // First byte in the skeleton, and in the text.
    at: usize,
    source: usize,
    // `None`: byte for byte the same. Else the whole run stands for so many bytes of the text.
    length: Option<usize>,
}

/// What stands before byte `at` of the skeleton.
#[derive(Clone, Copy, Debug)]
struct Gap {
    at: usize,
    readings: Readings,
}

impl Folded {
    /// Folds `text`, in one pass.
    pub(super) fn of(text: &str) -> Folded {
        let mut folder = Folder::default();
        let mut characters = text.char_indices().peekable();
        let mut at = 0;
        while let Some((start, c)) = characters.next() {
            // Segmenting only where it may matter makes folding several times as fast.
            if start < at {
                continue;
            }
            let alone = is_simple(c) && characters.peek().is_none_or(|(_, next)| is_simple(*next));
            let length = if alone {
                c.len_utf8()
            } else {
                text[start..].graphemes(true).next().map_or(c.len_utf8(), str::len)
            };
            at = start + length;
            if alone && is_plain(c) {
                folder.plain(c, start);
            } else {
                folder.cluster(&text[start..at], start);
            }
        }
        folder.finish()
    }

    /// The solid characters.
    pub(super) fn skeleton(&self) -> &str {
        &self.skeleton
    }

    /// Where the character at skeleton byte `at` begins in the text.
    pub(super) fn source_start(&self, at: usize) -> usize {
        self.run_of(at).map_or(0, |run| match run.length {
            None => run.source + (at - run.at),
            Some(_) => run.source,
        })
    }

    /// Where the character that ends at skeleton byte `end` ends in the text.
    pub(super) fn source_end(&self, end: usize) -> usize {
        let Some(last) = end.checked_sub(1) else {
            return 0;
        };
        self.run_of(last).map_or(0, |run| match run.length {
            None => run.source + (end - run.at),
            Some(length) => run.source + length,
        })
    }

    /// Whether a dash stands before the first solid character.
    pub(super) fn opens_with_dash(&self) -> bool {
        self.has_dash_at(0)
    }

    /// Whether a dash stands after the last solid character.
    pub(super) fn closes_with_dash(&self) -> bool {
        self.has_dash_at(self.skeleton.len())
    }

    /// Whether a dash may be read before skeleton byte `at`.
    pub(super) fn has_dash_at(&self, at: usize) -> bool {
        let index = self.gaps.partition_point(|gap| gap.at < at);
        self.gaps.get(index).is_some_and(|gap| gap.at == at && gap.readings & WITH_HYPHEN != 0)
    }

    /// Whether the gaps inside `other` can be read like those from skeleton byte `at` on. The
    /// skeletons are known to be equal there.
    pub(super) fn gaps_agree(&self, at: usize, other: &Folded) -> bool {
        let length = other.skeleton.len();
        let mut mine = self.gaps[self.gaps.partition_point(|gap| gap.at <= at)..]
            .iter()
            .take_while(|gap| gap.at < at + length)
            .peekable();
        let inner = |gap: &&Gap| 0 < gap.at && gap.at < length;
        for theirs in other.gaps.iter().filter(inner) {
            while let Some(gap) = mine.next_if(|gap| gap.at - at < theirs.at) {
                if gap.readings & NOTHING == 0 {
                    return false;
                }
            }
            let same = mine.next_if(|gap| gap.at - at == theirs.at);
            if same.map_or(NOTHING, |gap| gap.readings) & theirs.readings == 0 {
                return false;
            }
        }
        mine.all(|gap| gap.readings & NOTHING != 0)
    }

    fn run_of(&self, at: usize) -> Option<&Run> {
        self.runs[..self.runs.partition_point(|run| run.at <= at)].last()
    }
}

/// Builds a [`Folded`] from left to right.
#[derive(Default)]
struct Folder {
    folded: Folded,
    gap: OpenGap,
    previous: Option<char>,
    // Kept between clusters so that a text of 100 kB does not allocate for each umlaut.
    solid: String,
}

/// What was met since the last solid character.
#[derive(Clone, Copy, Default)]
struct OpenGap {
    space_before: bool,
    space_after: bool,
    line_break: bool,
    soft_hyphen: bool,
    dashes: usize,
    // An en or em dash, or two hyphens typed for one.
    long: bool,
    parted: bool,
}

impl OpenGap {
    fn space(&mut self, c: char) {
        self.line_break |= c == '\n';
        if self.dashes == 0 {
            self.space_before = true;
        } else {
            self.space_after = true;
        }
    }

    fn dash(&mut self, c: char) {
        self.parted |= self.space_after;
        self.dashes += 1;
        self.long |= self.dashes > 1 || !matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{FE63}' | '\u{FF0D}');
    }

    fn readings(self, previous: Option<char>, next: Option<char>) -> Readings {
        let both = |class: fn(char) -> bool| previous.is_some_and(class) && next.is_some_and(class);
        if self.parted {
            return SEVERAL_HYPHENS;
        }
        match (self.space_before, self.dashes > 0, self.space_after) {
            (false, false, _) => NOTHING,
            // Scripts without spaces are broken into lines anywhere; so is a word at a soft hyphen.
            (true, false, _) if self.line_break && (self.soft_hyphen || both(is_unspaced)) => NOTHING | SPACE,
            (true, false, _) => SPACE,
            (false, true, false) if self.long => HYPHEN | SPACED_HYPHEN,
            (false, true, false) => HYPHEN,
            // The line break may have become a space on its way through a spreadsheet, so it is not
            // asked for.
            (false, true, true) if self.long => HYPHEN | HYPHEN_SPACE | SPACED_HYPHEN,
            (false, true, true) if both(char::is_alphanumeric) => NOTHING | HYPHEN | HYPHEN_SPACE,
            (false, true, true) => HYPHEN_SPACE,
            (true, true, false) => SPACE_HYPHEN,
            (true, true, true) => SPACED_HYPHEN,
        }
    }
}

impl Folder {
    /// Takes over a character that folding leaves as it is.
    fn plain(&mut self, c: char, source: usize) {
        let at = self.folded.skeleton.len();
        self.close_gap(at, Some(c));
        self.folded.skeleton.push(c);
        self.previous = Some(c);
        self.add_run(at, source, None);
    }

    fn cluster(&mut self, cluster: &str, source: usize) {
        self.solid.clear();
        for c in cluster.chars() {
            match c {
                '\u{AD}' => self.gap.soft_hyphen = true,
                c if is_invisible(c) => {}
                c if c.is_whitespace() && self.solid.is_empty() => self.gap.space(c),
                c if is_dash(c) && self.solid.is_empty() => self.gap.dash(c),
                c if is_quotation_mark(c) => self.solid.push('\''),
                c => self.solid.push(c),
            }
        }
        if self.solid.is_empty() {
            return;
        }
        let solid = std::mem::take(&mut self.solid);
        if solid.is_ascii() {
            self.emit(solid.chars(), cluster, source);
        } else {
            // Compatibility forms may hold spaces (the spacing diaeresis is one with a mark); they
            // are no gap between words.
            self.emit(solid.nfkc().filter(|c| !c.is_whitespace()), cluster, source);
        }
        self.solid = solid;
    }

    fn emit(&mut self, characters: impl Iterator<Item = char>, cluster: &str, source: usize) {
        let at = self.folded.skeleton.len();
        self.folded.skeleton.extend(characters);
        let added = &self.folded.skeleton[at..];
        let Some(first) = added.chars().next() else {
            return;
        };
        let last = added.chars().next_back();
        let length = (added != cluster).then_some(cluster.len());
        self.close_gap(at, Some(first));
        self.previous = last;
        self.add_run(at, source, length);
    }

    fn add_run(&mut self, at: usize, source: usize, length: Option<usize>) {
        let continues = |run: &Run| run.length.is_none() && run.source + (at - run.at) == source;
        if length.is_some() || !self.folded.runs.last().is_some_and(continues) {
            self.folded.runs.push(Run { at, source, length });
        }
    }

    fn close_gap(&mut self, at: usize, next: Option<char>) {
        let readings = std::mem::take(&mut self.gap).readings(self.previous, next);
        if readings != NOTHING {
            self.folded.gaps.push(Gap { at, readings });
        }
    }

    fn finish(mut self) -> Folded {
        self.close_gap(self.folded.skeleton.len(), None);
        loosen_ellipses(&mut self.folded);
        self.folded
    }
}

/// Lets spaces come and go inside and around three or more dots: `well…`, `well ...`, `well. . .`.
fn loosen_ellipses(folded: &mut Folded) {
    let bytes = folded.skeleton.as_bytes();
    let mut loose = Vec::new();
    let mut at = 0;
    while let Some(found) = folded.skeleton[at..].find("...") {
        let start = at + found;
        let end = start + bytes[start..].iter().take_while(|&&byte| byte == b'.').count();
        loose.extend(start..=end);
        at = end;
    }
    if loose.is_empty() {
        return;
    }
    let mut gaps = Vec::with_capacity(folded.gaps.len() + loose.len());
    let mut old = folded.gaps.iter().copied().peekable();
    for at in loose {
        while let Some(gap) = old.next_if(|gap| gap.at < at) {
            gaps.push(gap);
        }
        let readings = old.next_if(|gap| gap.at == at).map_or(NOTHING, |gap| gap.readings);
        let readings = if readings & WITH_HYPHEN == 0 { NOTHING | SPACE } else { readings };
        gaps.push(Gap { at, readings });
    }
    gaps.extend(old);
    folded.gaps = gaps;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, same: bool) {
        let (left, right) = (Folded::of(a), Folded::of(b));
        let equal = left.skeleton == right.skeleton && left.gaps_agree(0, &right);
        assert_eq!(equal, same, "{a:?} and {b:?}");
        assert_eq!(right.skeleton == left.skeleton && right.gaps_agree(0, &left), same, "{b:?} and {a:?}");
    }

    #[test]
    fn what_print_changes_is_the_same() {
        check("don’t „so“ »so« ”så”", "don't \"so\" \"so\" 'så'", true);
        check("a – b — c", "a - b - c", true);
        check("a—b", "a -- b", true);
        check("one\u{A0}two\n\n three", "one two three", true);
        check("develop-\nment", "development", true);
        check("long-\nterm", "long-term", true);
        check("Vor-\nund Nachteile", "Vor- und Nachteile", true);
        check("develop\u{AD}ment", "development", true);
        check("develop\u{AD}\nment", "development", true);
        check("zero\u{200B}width", "zerowidth", true);
        check("well… I", "well ... I", true);
        check("well… I", "well . . . I", true);
        check("Bjo\u{308}rn", "Björn", true);
        check("o\u{FB03}ce", "office", true);
        check("ＡＢＣ１", "ABC1", true);
        check("我们\n合作", "我们合作", true);
        check("\u{1112}\u{1161}\u{11AB}", "한", true);
    }

    #[test]
    fn what_a_person_says_differently_is_not() {
        check("to get her", "together", false);
        check("long-term", "longterm", false);
        check("long term", "long-term", false);
        check("We", "we", false);
        check("we re sign", "we resign", false);
        check("Wort\nspiel", "Wortspiel", false);
        check("e", "é", false);
    }

    #[test]
    fn positions_lead_back_to_the_text() {
        let text = "„o\u{FB03}ce\u{AD}s” – Bjo\u{308}rn";
        let folded = Folded::of(text);
        let at = folded.skeleton().find("ffi").unwrap();
        assert_eq!(&text[folded.source_start(at)..folded.source_end(at + 3)], "\u{FB03}");
        assert_eq!(&text[folded.source_start(at)..folded.source_end(at + 6)], "\u{FB03}ce\u{AD}s");
        let at = folded.skeleton().find('ö').unwrap();
        assert_eq!(&text[folded.source_start(at)..folded.source_end(at + 2)], "o\u{308}");
    }
}
