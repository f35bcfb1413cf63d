//! Open data: every coding of a study as one row of one long table, for programs that count on.
//!
//! Unlike the quotations behind a table, nothing is selected and nothing counted: two coders who marked the same
//! words have two rows, and a coding that has lost its place has one that says so.

mod columns;
mod parquet;
mod place;

use std::collections::{BTreeSet, HashMap};

use themata_model::mark::Marks;
use themata_model::table::CodingRef;
use themata_model::{Op, RowId, Study};

use crate::quotation::Words;
use crate::tree::Tree;
use columns::Named;
pub use columns::{OpenColumn, OpenKind};

/// What stands in one column of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenValue {
    /// Nothing: not told, or not meant for this coding.
    Nothing,
    /// Words.
    Words(String),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
    /// Keys, in the order of the study.
    Keys(Vec<String>),
}

impl OpenValue {
    /// The value in one line of text: keys joined by `;`, `yes` or `no`, and nothing at all for nothing.
    pub fn in_words(&self) -> String {
        match self {
            OpenValue::Nothing => String::new(),
            OpenValue::Words(words) => words.clone(),
            OpenValue::Whole(number) => number.to_string(),
            OpenValue::Flag(true) => "yes".to_string(),
            OpenValue::Flag(false) => "no".to_string(),
            OpenValue::Keys(keys) => keys.join(";"),
        }
    }

    fn words(words: impl Into<String>) -> OpenValue {
        let words = words.into();
        if words.is_empty() { OpenValue::Nothing } else { OpenValue::Words(words) }
    }

    fn some(words: Option<impl Into<String>>) -> OpenValue {
        words.map_or(OpenValue::Nothing, OpenValue::words)
    }

    fn number(number: Option<impl TryInto<i64>>) -> OpenValue {
        let number = number.and_then(|number| number.try_into().ok());
        number.map_or(OpenValue::Nothing, OpenValue::Whole)
    }
}

/// The codings of a study, ready to be written row by row.
pub struct OpenData<'a> {
    study: &'a Study,
    marks: &'a Marks,
    words: Words<'a>,
    tree: Tree<'a>,
    columns: Vec<Named<'a>>,
    /// When each coding came into the study, where the trail tells.
    times: HashMap<String, &'a str>,
    uses: HashMap<RowId, Uses<'a>>,
    sources: HashMap<&'a str, usize>,
}

/// What of the paper rests on a coding, keys in their order.
#[derive(Default)]
struct Uses<'a> {
    excerpts: BTreeSet<&'a str>,
    findings: BTreeSet<&'a str>,
    exhibits: BTreeSet<&'a str>,
}

impl<'a> OpenData<'a> {
    /// Returns the open data of `study`, whose trail is `history`.
    pub fn new(study: &'a Study, marks: &'a Marks, history: &'a [Op]) -> Self {
        OpenData {
            study,
            marks,
            words: Words::new(study, marks),
            tree: Tree::new(&study.codebook),
            columns: columns::of(study),
            times: times(history),
            uses: uses(study),
            sources: study.sources.iter().enumerate().map(|(at, s)| (s.key.as_str(), at)).collect(),
        }
    }

    /// The columns: the same names in the same order for the same study.
    pub fn columns(&self) -> impl Iterator<Item = &OpenColumn> {
        self.columns.iter().map(|named| &named.column)
    }

    /// One row a coding, in the order of the study: by coder, then source, then place.
    pub fn rows(&self) -> impl Iterator<Item = Vec<OpenValue>> + '_ {
        (0u32..).zip(&self.study.codings).map(|(at, coding)| {
            let row = self.row(CodingRef(at), coding);
            self.columns.iter().map(|named| columns::value(&row, named)).collect()
        })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.study.codings.len()
    }

    /// Whether nothing is coded.
    pub fn is_empty(&self) -> bool {
        self.study.codings.is_empty()
    }
}

/// When each coding was first made. What was taken back and made again keeps its first time.
fn times(history: &[Op]) -> HashMap<String, &str> {
    let mut times = HashMap::new();
    for op in history {
        let Some(at) = op.at.as_deref() else { continue };
        let made = op.changes.iter().filter(|change| change.table == "coding" && change.before.is_none());
        for change in made {
            times.entry(change.row.clone()).or_insert(at);
        }
    }
    times
}

fn uses(study: &Study) -> HashMap<RowId, Uses<'_>> {
    let mut uses: HashMap<RowId, Uses<'_>> = HashMap::new();
    for excerpt in &study.excerpts {
        for piece in &excerpt.pieces {
            let own = uses.entry(piece.coding).or_default();
            own.excerpts.insert(excerpt.key.as_str());
            own.exhibits.extend(excerpt.exhibits.iter().map(|exhibit| exhibit.exhibit.as_str()));
        }
    }
    for finding in &study.findings {
        for link in &finding.evidence {
            let own = uses.entry(link.coding).or_default();
            own.findings.insert(finding.key.as_str());
            own.exhibits.extend(finding.exhibit.iter().map(|exhibit| exhibit.as_str()));
        }
    }
    uses
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Builder;

    fn shown(study: &Study, marks: &Marks) -> Vec<String> {
        let data = OpenData::new(study, marks, &[]);
        let names: Vec<String> = data.columns().map(|column| column.name.clone()).collect();
        let line = |row: Vec<OpenValue>| {
            assert_eq!(row.len(), names.len());
            let told =
                names.iter().zip(row).filter(|(name, value)| *name != "id" && *value != OpenValue::Nothing);
            told.map(|(name, value)| format!("{name}={}", value.in_words())).collect::<Vec<_>>().join("\n")
        };
        data.rows().map(line).collect()
    }

    #[test]
    fn a_coding_has_one_row_with_place_speaker_code_and_the_names_above() {
        let mut b = Builder::dyads();
        let one = b.say("b1", 2, "o1");
        b.exhibit("appendix", themata_model::ExhibitKind::Table);
        b.excerpt("e1", &[one], &["appendix"]);
        b.finding("R1", "c1", "They began with a pilot.", &[one]);
        b.study.sources[2].attributes.insert("place".into(), "Lund".into());
        b.study.codings[0].attributes.insert("created".into(), "2026-01-02T03:04:05Z".into());
        b.study.codings[0].memo = "two\nlines".into();
        let rows = shown(&b.study, &b.marks());
        assert_eq!(rows.len(), 1);
        let told = [
            "state=placed",
            "source=int-b1",
            "source:place=Lund",
            "case=R1",
            "side=user",
            "party=Bolt",
            "informant=b1",
            "turn=2",
            "start=74",
            "end=122",
            "locator=int-b1:2",
            "text=This is sentence 2 that informant b1 said to us.",
            "code=o1",
            "path=Name D1 › Name T1 › Name c1 › Name o1",
            "level:categories=Name c1",
            "level:dimensions=Name D1",
            "time=2026-01-02T03:04:05Z",
            "exhibit=appendix",
            "excerpt=e1",
        ];
        for line in told {
            assert!(rows[0].lines().any(|own| own == line), "{line} is not in\n{}", rows[0]);
        }
        assert!(rows[0].contains("memo=two\nlines"), "{}", rows[0]);
    }

    #[test]
    fn a_coding_without_a_place_has_a_row_that_says_so_and_two_coders_have_two() {
        let mut b = Builder::dyads();
        b.say("b1", 1, "c1");
        b.mark("bob", "int-b1", "sentence 1", "c1");
        b.study.codings[1].span = None;
        let states: Vec<String> = shown(&b.study, &b.marks());
        assert_eq!(states.len(), 2);
        assert!(states[0].contains("state=placed"), "{}", states[0]);
        assert!(states[1].contains("state=lost") && !states[1].contains("start="), "{}", states[1]);
        assert!(states[1].contains("source=int-b1") && states[1].contains("coder=bob"), "{}", states[1]);
    }
}
