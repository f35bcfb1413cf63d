//! Counting rules: what is counted, and what happens where several coders marked the same words.

/// What a count counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Codings under the coder rule.
    Codings,
    /// Different stretches of text among the codings that count under the coder rule.
    DistinctSpans,
    /// Informants (rows of the roster) who say something coded.
    Informants,
    /// Interviews with something coded.
    Interviews,
    /// Sources of any kind with something coded.
    Sources,
    /// Cases with something coded.
    Cases,
}

impl Unit {
    /// All units.
    pub const ALL: [Unit; 6] =
        [Unit::Codings, Unit::DistinctSpans, Unit::Informants, Unit::Interviews, Unit::Sources, Unit::Cases];

    /// The word used in options and notes.
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::Codings => "codings",
            Unit::DistinctSpans => "distinct spans",
            Unit::Informants => "informants",
            Unit::Interviews => "interviews",
            Unit::Sources => "sources",
            Unit::Cases => "cases",
        }
    }

    /// The key of its column.
    pub fn column(self) -> &'static str {
        match self {
            Unit::DistinctSpans => "spans",
            other => other.as_str(),
        }
    }

    /// What is printed at the head of its column.
    pub fn label(self) -> &'static str {
        match self {
            Unit::Codings => "Codings",
            Unit::DistinctSpans => "Distinct spans",
            Unit::Informants => "Informants",
            Unit::Interviews => "Interviews",
            Unit::Sources => "Sources",
            Unit::Cases => "Cases",
        }
    }
}

/// What a matrix counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tally {
    /// Codings, or what they lead to.
    Of(Unit),
    /// Excerpts that the paper displays.
    Excerpts,
}

impl Tally {
    /// All tallies.
    pub fn all() -> [Tally; 7] {
        let [a, b, c, d, e, f] = Unit::ALL.map(Tally::Of);
        [a, b, c, d, e, f, Tally::Excerpts]
    }

    /// The word used in notes.
    pub fn as_str(self) -> &'static str {
        match self {
            Tally::Of(unit) => unit.as_str(),
            Tally::Excerpts => "excerpts",
        }
    }

    /// The word used in options and keys of columns.
    pub fn column(self) -> &'static str {
        match self {
            Tally::Of(unit) => unit.column(),
            Tally::Excerpts => "excerpts",
        }
    }
}

/// Whose codings count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoderRule {
    /// All coders; a second coder adds nothing where the spans of one code overlap.
    Union,
    /// Only the named coders, each by the name printed.
    Only(Vec<String>),
}

/// The rule behind the counts of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountingRule {
    /// The units counted, in print order.
    pub units: Vec<Unit>,
    /// Whose codings count.
    pub coders: CoderRule,
    /// Whether more than one coder is among the codings counted.
    pub several_coders: bool,
}

impl CountingRule {
    /// The rule in words, as printed in the notes of a table.
    pub fn sentence(&self) -> String {
        let units: Vec<&str> = self.units.iter().map(|unit| unit.as_str()).collect();
        self.sentence_on(&joined(&units))
    }

    /// The rule of counts that are `counted`, in words; the units tell what these are made of.
    pub(crate) fn sentence_on(&self, counted: &str) -> String {
        let mut out = format!("Counts are {counted}");
        match &self.coders {
            CoderRule::Union => {}
            CoderRule::Only(names) => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                out.push_str(&format!(", of {} only", joined(&names)));
            }
        }
        let by_coder = [Unit::Codings, Unit::DistinctSpans];
        if self.several_coders && self.units.iter().any(|unit| by_coder.contains(unit)) {
            out.push_str(
                "; where spans of one code by different coders overlap, only the codings of the coder \
                 who marked most of them count",
            );
        }
        out.push_str(". A coding counts for the case it is about, else for the speaker's case.");
        out
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn joined(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_string(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// One coding as seen by [`kept`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SpanRow {
    /// What the count is broken down by, for example case and side.
    pub group: [u32; 3],
    /// Position of the code.
    pub code: u32,
    /// Position of the source.
    pub source: u32,
    /// Start of the span.
    pub start: u32,
    /// End of the span.
    pub end: u32,
    /// Position of the coder.
    pub coder: u32,
    /// The mark.
    pub mark: u32,
    /// Where the row stands among those given.
    pub row: u32,
}

/// Which of `rows` count, as flags in the order of [`SpanRow::row`].
///
/// Within one group, source and code, overlapping spans form components (two spans overlap when
/// they share a byte; components are closed under overlap). Of each component the codings of one
/// coder count: of the one with most codings in it, of equals the first in the study's list. So
/// every coding of a single coder counts, and a second coder adds nothing where they overlap.
pub(crate) fn kept(mut rows: Vec<SpanRow>) -> Vec<bool> {
    let mut out = vec![false; rows.len()];
    rows.sort_unstable();
    // The same mark may stand in a group twice, for two cases; it counts once.
    rows.dedup_by_key(|row| SpanRow { row: 0, ..*row });
    let mut first = 0;
    while first < rows.len() {
        let head = rows[first];
        let mut end = head.end;
        let mut next = first + 1;
        while next < rows.len() {
            let row = rows[next];
            let same = (row.group, row.code, row.source) == (head.group, head.code, head.source);
            if !same || row.start >= end {
                break;
            }
            end = end.max(row.end);
            next += 1;
        }
        let component = &rows[first..next];
        let winner = most_codings(component);
        for row in component.iter().filter(|row| row.coder == winner) {
            out[row.row as usize] = true;
        }
        first = next;
    }
    out
}

/// The coder with most rows; of equals the one listed first.
fn most_codings(component: &[SpanRow]) -> u32 {
    if let [one] = component {
        return one.coder;
    }
    let mut coders: Vec<u32> = component.iter().map(|row| row.coder).collect();
    coders.sort_unstable();
    let runs = coders.chunk_by(|a, b| a == b);
    let most = runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run[0])));
    most.map_or(0, |run| run[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(spans: &[(u32, u32, u32)], expected: &[bool]) {
        let rows = (0u32..).zip(spans).map(|(i, &(coder, start, end))| SpanRow {
            group: [0; 3],
            code: 0,
            source: 0,
            start,
            end,
            coder,
            mark: i,
            row: i,
        });
        assert_eq!(kept(rows.collect()), expected, "{spans:?}");
    }

    #[test]
    fn all_codings_of_one_coder_count_even_when_they_overlap() {
        check(&[(0, 0, 10), (0, 5, 15), (0, 5, 15)], &[true, true, true]);
    }

    #[test]
    fn a_second_coder_adds_nothing_where_they_overlap() {
        check(&[(0, 0, 10), (1, 9, 20), (1, 30, 40)], &[true, false, true]);
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        check(&[(0, 0, 10), (1, 10, 20)], &[true, true]);
    }

    #[test]
    fn a_component_counts_as_the_most_codings_of_one_coder() {
        check(&[(0, 0, 30), (1, 0, 10), (1, 12, 20)], &[false, true, true]);
    }

    #[test]
    fn the_rule_is_told_in_words() {
        let rule = CountingRule {
            units: vec![Unit::Codings, Unit::Cases],
            coders: CoderRule::Only(vec!["Ann".into()]),
            several_coders: false,
        };
        insta::assert_snapshot!(rule.sentence(), @"Counts are codings and cases, of Ann only. A coding counts for the case it is about, else for the speaker's case.");
    }
}
