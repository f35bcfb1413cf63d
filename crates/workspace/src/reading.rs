//! A source as one reads it: numbered lines and turns, with the codings in them.

use serde::Serialize;
use themata_model::{ByteOffset, SpeakerRole, Text, TextIndex};

use crate::codings::ListedCoding;
use crate::{Workspace, WorkspaceError};

/// A source, or some lines of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceReading {
    /// Key of the source.
    pub source: String,
    /// What kind of document it is.
    pub kind: String,
    /// Its cases.
    pub cases: Vec<String>,
    /// Who speaks, in order of first appearance.
    pub speakers: Vec<SpeakerReading>,
    /// The lines asked for.
    pub lines: Vec<LineReading>,
    /// How many lines the whole text has.
    pub all_lines: usize,
    /// The codings that have lost their place in it.
    pub lost: Vec<ListedCoding>,
}

/// Who speaks in a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerReading {
    /// The label in the text.
    pub label: String,
    /// `interviewer`, `informant`, or nothing where it is not known.
    pub role: Option<&'static str>,
    /// Key of the informant, where it is known.
    pub informant: Option<String>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineReading {
    /// Its number, from 1.
    pub number: usize,
    /// The turn that begins in it, from 1.
    pub turn: Option<usize>,
    /// The label of who speaks at its beginning.
    pub speaker: Option<String>,
    /// Its words.
    pub text: String,
    /// Where it begins, in code points of the text.
    pub start: usize,
    /// Whether some of it is coded.
    pub coded: bool,
    /// The codings that begin in it.
    pub codings: Vec<ListedCoding>,
}

impl Workspace {
    /// The source with this key, from one line to another (1-based), or whole.
    ///
    /// # Errors
    /// When there is no such source or no such line, or the study cannot be read.
    pub fn read_source(
        &self,
        words: &str,
        lines: Option<(usize, usize)>,
    ) -> Result<SourceReading, WorkspaceError> {
        let (source, codings, book) = self.source_and_codings(words)?;
        let text = source.text();
        let index = TextIndex::new(&text.content);
        let mut all = read_lines(text, &index);
        let n = all.len();
        for coding in &codings {
            let Some(span) = coding.span else { continue };
            let (first, last) = (index.line_of(span.start()), index.line_of(ByteOffset(span.end().0 - 1)));
            let listed = ListedCoding::of(coding, Some(first), &book);
            for line in all.iter_mut().take(last).skip(first - 1) {
                line.coded = true;
            }
            if let Some(line) = all.get_mut(first - 1) {
                line.codings.push(listed);
            }
        }
        if let Some((from, to)) = lines {
            if from == 0 || from > to || from > n {
                let asked = if from == to { from.to_string() } else { format!("{from}–{to}") };
                let asked = format!("`{}` has the lines 1–{n}, not {asked}", source.key);
                return Err(WorkspaceError::refused(asked));
            }
            all.retain(|line| (from..=to).contains(&line.number));
        }
        let lost = codings.iter().filter(|coding| coding.span.is_none());
        Ok(SourceReading {
            source: source.key.to_string(),
            kind: source.kind.as_str().to_string(),
            cases: source.cases.iter().map(ToString::to_string).collect(),
            speakers: speakers(text),
            lines: all,
            all_lines: n,
            lost: lost.map(|coding| ListedCoding::of(coding, None, &book)).collect(),
        })
    }
}

fn read_lines(text: &Text, index: &TextIndex<'_>) -> Vec<LineReading> {
    let mut start = 0;
    let mut lines = Vec::new();
    // A line feed at the end closes the last line and begins no other.
    let content = text.content.strip_suffix('\n').unwrap_or(&text.content);
    for (number, words) in (1..).zip(content.split('\n')) {
        let end = start + words.len();
        let first = text.turns.partition_point(|turn| turn.start().0 < start);
        let begins = text.turns.get(first).filter(|turn| turn.start().0 <= end);
        let speaks = begins.or_else(|| text.turn_at(ByteOffset(start)));
        lines.push(LineReading {
            number,
            turn: begins.map(|_| first + 1),
            speaker: speaks.and_then(|turn| text.speaker(turn)).map(|speaker| speaker.label.clone()),
            text: words.to_string(),
            start: index.char_of(ByteOffset(start)).map_or(0, |at| at.0),
            coded: false,
            codings: Vec::new(),
        });
        start = end + 1;
    }
    lines
}

fn speakers(text: &Text) -> Vec<SpeakerReading> {
    let role = |role: SpeakerRole| match role {
        SpeakerRole::Interviewer => Some("interviewer"),
        SpeakerRole::Informant => Some("informant"),
        SpeakerRole::Unknown => None,
    };
    let one = |speaker: &themata_model::Speaker| SpeakerReading {
        label: speaker.label.clone(),
        role: role(speaker.role),
        informant: speaker.informant.as_ref().map(ToString::to_string),
    };
    text.speakers.iter().map(one).collect()
}
