//! Sources: documents with their text, turns, speakers and locators.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::{
    Attributes, ByteOffset, CaseKey, InformantKey, PartyKey, RowId, SideKey, SourceKey, Span, WaveKey,
};

/// What kind of document a source is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// A verbatim transcript of an interview.
    Transcript,
    /// Notes of an unrecorded interview; never printed as verbatim unwarned.
    Notes,
    /// A report.
    Report,
    /// A contract or agreement.
    Contract,
    /// Any other document.
    Document,
    /// A kind of the study's own.
    Other(String),
}

impl SourceKind {
    /// Whether the source records an interview (or another encounter with informants).
    pub fn is_interview(&self) -> bool {
        matches!(self, SourceKind::Transcript | SourceKind::Notes)
    }

    /// The word used in files.
    pub fn as_str(&self) -> &str {
        match self {
            SourceKind::Transcript => "transcript",
            SourceKind::Notes => "notes",
            SourceKind::Report => "report",
            SourceKind::Contract => "contract",
            SourceKind::Document => "document",
            SourceKind::Other(word) => word,
        }
    }
}

impl From<&str> for SourceKind {
    fn from(word: &str) -> Self {
        match word {
            "transcript" | "interview" => SourceKind::Transcript,
            "notes" => SourceKind::Notes,
            "report" => SourceKind::Report,
            "contract" => SourceKind::Contract,
            "document" | "" => SourceKind::Document,
            other => SourceKind::Other(other.to_string()),
        }
    }
}

/// A document of the study.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: SourceKey,
    /// Path of the original inside the study folder, with `/`.
    pub file: String,
    /// What kind of document it is.
    pub kind: SourceKind,
    /// Cases the source belongs to.
    pub cases: Vec<CaseKey>,
    /// Side the source speaks from, where it speaks from one.
    pub sides: Vec<SideKey>,
    /// Parties the source comes from.
    pub parties: Vec<PartyKey>,
    /// Informants who speak in it.
    pub informants: Vec<InformantKey>,
    /// Date as written by the author (ISO 8601 where it is one).
    pub date: Option<String>,
    /// Wave of data collection; never a phase of the process studied.
    pub wave: Option<WaveKey>,
    /// Whether the encounter was recorded; `None` when not told or not an encounter.
    pub recorded: Option<bool>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// Further columns.
    pub attributes: Attributes,
    /// All versions of the text, oldest first; never empty. The last one is current.
    pub texts: Vec<Text>,
}

impl Source {
    /// The current text.
    ///
    /// # Panics
    /// Never for a study that came through [`crate::validate`]: a source has at least one text.
    pub fn text(&self) -> &Text {
        self.texts.last().expect("a source has at least one text")
    }

    /// The labels that are taken for the only informant of the source because nobody said who they are,
    /// where more than one speaker beside the interviewer would be that informant; none where it is clear.
    pub fn labels_taken_for_one(&self) -> Vec<&str> {
        let [only] = self.informants.as_slice() else { return Vec::new() };
        let speakers = self.texts.last().map_or(&[][..], |text| &text.speakers);
        let answers = speakers.iter().filter(|speaker| speaker.role != SpeakerRole::Interviewer);
        let taken: Vec<&Speaker> =
            answers.filter(|speaker| speaker.informant.as_ref().is_none_or(|one| one == only)).collect();
        let unsaid = taken.iter().filter(|speaker| speaker.informant.is_none());
        if taken.len() < 2 { Vec::new() } else { unsaid.map(|speaker| speaker.label.as_str()).collect() }
    }
}

/// One immutable version of a source's canonical text, with what was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Row id.
    pub id: RowId,
    /// The canonical text: UTF-8, line ends LF, no NUL.
    pub content: String,
    /// SHA-256 of the content.
    pub hash: TextHash,
    /// What the text was extracted from and how, for example `txt, UTF-8`.
    pub extraction: String,
    /// Turns in text order, not overlapping.
    pub turns: Vec<Turn>,
    /// Speakers in order of first appearance.
    pub speakers: Vec<Speaker>,
    /// Pages, printed numbers and times, where the original has some.
    pub locators: LocatorMap,
}

impl Text {
    /// The turn that holds `position`, label included.
    pub fn turn_at(&self, position: ByteOffset) -> Option<&Turn> {
        let next = self.turns.partition_point(|turn| turn.start() <= position);
        self.turns[..next].last().filter(|turn| position < turn.body_end())
    }

    /// The speaker of a turn.
    pub fn speaker(&self, turn: &Turn) -> Option<&Speaker> {
        self.speakers.get(turn.speaker)
    }
}

/// SHA-256 of a canonical text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextHash([u8; 32]);

impl TextHash {
    /// Returns the hash of `text`.
    pub fn of(text: &str) -> Self {
        TextHash::of_bytes(text.as_bytes())
    }

    /// Returns the hash of `bytes`.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        TextHash(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextHash({self})")
    }
}

impl FromStr for TextHash {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{s}` is not a SHA-256 hash (64 hexadecimal digits)");
        if s.len() != 64 || !s.is_ascii() {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&s[2 * i..2 * i + 2], 16).map_err(|_| wrong())?;
        }
        Ok(TextHash(bytes))
    }
}

/// A stretch by one speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Position in [`Text::speakers`].
    pub speaker: usize,
    /// The label as it stands in the text, punctuation and timestamp included.
    pub label: Span,
    /// The words; `None` when the speaker says nothing.
    pub body: Option<Span>,
    /// When the turn begins, where the text says so.
    pub timestamp: Option<Timestamp>,
}

impl Turn {
    /// First byte of the label.
    pub fn start(&self) -> ByteOffset {
        self.label.start()
    }

    /// Byte after the last one of the body (of the label when there is no body).
    pub fn body_end(&self) -> ByteOffset {
        self.body.map_or(self.label.end(), Span::end)
    }
}

/// Time since the start of the recording, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub u64);

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / 1000;
        write!(f, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
        if !self.0.is_multiple_of(1000) {
            write!(f, ".{:03}", self.0 % 1000)?;
        }
        Ok(())
    }
}

/// Who speaks under a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The label as printed in the text, without punctuation and timestamp.
    pub label: String,
    /// Interviewer, informant, or not known.
    pub role: SpeakerRole,
    /// The informant, where the label is known to be one.
    pub informant: Option<InformantKey>,
}

/// The part a speaker has in an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeakerRole {
    /// Asks the questions.
    Interviewer,
    /// Answers.
    Informant,
    /// Neither is known.
    Unknown,
}

/// What an original tells of places in its canonical text, so that a passage can be cited by page, number or time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocatorMap {
    // Invariant: all are sorted by position.
    pages: Vec<(ByteOffset, String)>,
    numbers: Vec<(ByteOffset, String)>,
    times: Vec<(ByteOffset, Timestamp)>,
}

impl LocatorMap {
    /// Returns the map; `pages` holds where each page begins and what it is called.
    /// Of several that begin at one place, which are empty but for the last, the order stays.
    pub fn new(mut pages: Vec<(ByteOffset, String)>) -> Self {
        pages.sort_by_key(|(start, _)| *start);
        LocatorMap { pages, ..LocatorMap::default() }
    }

    /// The same with the numbers that the original prints beside its paragraphs or lines.
    #[must_use]
    pub fn with_numbers(self, mut numbers: Vec<(ByteOffset, String)>) -> Self {
        numbers.sort();
        LocatorMap { numbers, ..self }
    }

    /// The same with places of which the original tells the time: each caption of a film, each utterance of a
    /// speech recogniser.
    #[must_use]
    pub fn with_times(self, mut times: Vec<(ByteOffset, Timestamp)>) -> Self {
        times.sort();
        LocatorMap { times, ..self }
    }

    /// The pages in text order.
    pub fn pages(&self) -> &[(ByteOffset, String)] {
        &self.pages
    }

    /// The page `position` stands on.
    pub fn page_at(&self, position: ByteOffset) -> Option<&str> {
        let next = self.pages.partition_point(|(start, _)| *start <= position);
        self.pages[..next].last().map(|(_, name)| name.as_str())
    }

    /// The numbers printed beside paragraphs or lines, in text order; they are not in the text.
    pub fn numbers(&self) -> &[(ByteOffset, String)] {
        &self.numbers
    }

    /// The number printed beside what stands at `position` of `content`: a number holds up to the end of its line.
    pub fn number_at(&self, position: ByteOffset, content: &str) -> Option<&str> {
        let next = self.numbers.partition_point(|(start, _)| *start <= position);
        let (start, number) = self.numbers[..next].last()?;
        let between = content.get(start.0..position.0)?;
        (!between.contains('\n')).then_some(number)
    }

    /// The places with a time of their own, in text order.
    pub fn times(&self) -> &[(ByteOffset, Timestamp)] {
        &self.times
    }

    /// The numbers and times together, in text order: each with up to where its number holds, the number, and the time.
    pub fn marks<'a>(&'a self, content: &'a str) -> Vec<LocatorMark<'a>> {
        let end = |start: ByteOffset| {
            let rest = content.get(start.0..).unwrap_or("");
            ByteOffset(start.0 + rest.find('\n').unwrap_or(rest.len()))
        };
        let numbers = self.numbers.iter().map(|(start, number)| LocatorMark {
            start: *start,
            number: Some((number.as_str(), end(*start))),
            time: None,
        });
        let times = self.times.iter().map(|(start, time)| LocatorMark {
            start: *start,
            number: None,
            time: Some(*time),
        });
        let mut marks: Vec<LocatorMark<'a>> = numbers.chain(times).collect();
        marks.sort_by_key(|mark| mark.start);
        marks
    }

    /// The last place at or before `position` with a time of its own, and the time.
    pub fn time_at(&self, position: ByteOffset) -> Option<(ByteOffset, Timestamp)> {
        let next = self.times.partition_point(|(start, _)| *start <= position);
        self.times[..next].last().copied()
    }
}

/// What is told of one place of a text: a number or a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocatorMark<'a> {
    /// The place.
    pub start: ByteOffset,
    /// A number printed beside it, and where the line ends that it holds for.
    pub number: Option<(&'a str, ByteOffset)>,
    /// A time.
    pub time: Option<Timestamp>,
}

/// Where a passage stands, for a reader who wants to find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locator {
    /// The source.
    pub source: SourceKey,
    /// Line of the canonical text, 1-based.
    pub line: usize,
    /// Page, where the original has pages.
    pub page: Option<String>,
    /// Number printed beside the paragraph or line, where the original prints some.
    pub number: Option<String>,
    /// The last time that is told at or before it: that of its turn, or of a place within.
    pub timestamp: Option<Timestamp>,
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source, self.line)?;
        if let Some(page) = &self.page {
            write!(f, ", p. {page}")?;
        }
        if let Some(number) = &self.number {
            write!(f, ", no. {number}")?;
        }
        if let Some(timestamp) = self.timestamp {
            write!(f, ", {timestamp}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_as_it_is_written() {
        let hash = TextHash::of("abc");
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert!("ba78".parse::<TextHash>().is_err());
        assert!("ö".repeat(32).parse::<TextHash>().is_err());
    }

    #[test]
    fn timestamps_print_as_clock_times() {
        assert_eq!(Timestamp(3_723_000).to_string(), "01:02:03");
        assert_eq!(Timestamp(3_723_050).to_string(), "01:02:03.050");
    }

    #[test]
    fn a_page_holds_until_the_next_begins() {
        let map = LocatorMap::new(vec![(ByteOffset(10), "2".into()), (ByteOffset(0), "1".into())]);
        assert_eq!(map.page_at(ByteOffset(9)), Some("1"));
        assert_eq!(map.page_at(ByteOffset(10)), Some("2"));
    }

    #[test]
    fn a_number_holds_to_the_end_of_its_line_and_a_time_until_the_next() {
        let text = "One two.\nThree.\nFour.";
        let numbers = vec![(ByteOffset(9), "2".into()), (ByteOffset(0), "1".into())];
        let times = vec![(ByteOffset(4), Timestamp(2000)), (ByteOffset(0), Timestamp(1000))];
        let map = LocatorMap::default().with_numbers(numbers).with_times(times);
        let number = |at| map.number_at(ByteOffset(at), text);
        assert_eq!((number(0), number(5), number(9), number(16)), (Some("1"), Some("1"), Some("2"), None));
        assert_eq!(map.time_at(ByteOffset(3)), Some((ByteOffset(0), Timestamp(1000))));
        assert_eq!(map.time_at(ByteOffset(20)), Some((ByteOffset(4), Timestamp(2000))));
        assert_eq!(LocatorMap::default().time_at(ByteOffset(20)), None);
    }
}
