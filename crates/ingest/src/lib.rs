//! Documents to canonical text with turns, speakers, timestamps and locators.
//!
//! [`read`] takes the bytes of a document and gives back [`Ingested`]: the text as it will be
//! stored and never recomputed, and what was found in it. [`segment`] finds the turns of a text
//! that is canonical already, and [`passages`] the paragraphs to index.
//!
//! ```
//! let bytes = b"Interviewer: Who decides?\r\n\r\nRespondent: We both do.\r\n";
//! let (document, problems) = themata_ingest::read("r1.txt", bytes, &Default::default()).unwrap();
//! assert!(problems.is_empty());
//! assert_eq!(document.turns.len(), 2);
//! assert_eq!(document.turns[1].body.unwrap().of(&document.text), "We both do.");
//! ```
//!
//! The canonical text is the document's own: of a plain text the file itself, decoded and with line ends
//! made LF; of any other format its words, paragraph by paragraph. What is left out is said. The crate knows
//! no study, so it never says which informant a speaker is.

mod decode;
mod error;
mod hint;
mod inner_times;
mod language;
mod reader;
mod segment;
mod words;

use themata_model::{ByteOffset, LocatorMap, Place, Problem, Speaker, Timestamp, Turn, counted_as};

pub use error::IngestError;
pub use language::language;
pub use reader::container::Container;
pub use reader::survey::{Respondent, Sheet, Survey, SurveyOptions, is_survey, read_sheet, read_survey};
pub use segment::{SpeakerStyle, passages, role_reasons, segment};
pub use words::words;

/// A document as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ingested {
    /// The canonical text: UTF-8, line ends LF, no byte order mark, no NUL.
    pub text: String,
    /// Format and encoding, for example `txt, UTF-8`.
    pub extraction: String,
    /// Turns in text order, not overlapping; empty where the text marks no speakers.
    pub turns: Vec<Turn>,
    /// Speakers in order of first appearance; none is mapped to an informant yet.
    pub speakers: Vec<Speaker>,
    /// Speakers whose label is written otherwise than the document names them, as name and label.
    pub renamed: Vec<(String, String)>,
    /// Pages, printed numbers and times, where the document has some.
    pub locators: LocatorMap,
    /// What the document says of itself, as name and value: `title` and `date` beside its text, and whatever the front
    /// matter of a plain text tells.
    pub metadata: Vec<(String, String)>,
    /// BCP 47 tag of the language, where it can be told reliably.
    pub language: Option<String>,
    /// The layout in which the speakers are marked.
    pub style: Option<SpeakerStyle>,
}

impl Ingested {
    /// The label under which a speaker stands who is called so in the document; a label is its own.
    pub fn label<'a>(&'a self, name: &'a str) -> &'a str {
        let folded = name.to_lowercase();
        let is_label = self.speakers.iter().any(|speaker| speaker.label.to_lowercase() == folded);
        let mut renamed = self.renamed.iter().filter(|(told, _)| !is_label && told.to_lowercase() == folded);
        renamed.next().map_or(name, |(_, label)| label)
    }
}

/// How a document is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Name of the encoding (as on the web: `utf-8`, `windows-1252`, …); `None` to find out.
    pub encoding: Option<String>,
    /// Whether turns are looked for.
    pub turns: TurnDetection,
    /// Labels known to be speakers, as printed without punctuation; they count however seldom they
    /// occur, and case does not matter.
    pub known_speakers: Vec<String>,
}

/// Whether turns are looked for in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TurnDetection {
    /// Turns are told from the layout.
    #[default]
    Detect,
    /// The text is taken as it is, without turns (reports, contracts, notes).
    AsIs,
}

/// Reads the document `name`; the name chooses the format together with the content, and stands in
/// the problems.
///
/// # Errors
/// When the format has no reader, the content is no text, or the encoding asked for does not exist.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Result<(Ingested, Vec<Problem>), IngestError> {
    let extract = reader::extract(name, bytes, options)?;
    let mut problems = extract.problems;
    let text = extract.text;
    if text.trim().is_empty() {
        problems.push(Problem::warning(Place::file(name), format!("`{name}` is empty")));
    }
    let (mut turns, speakers, style) = match options.turns {
        TurnDetection::Detect => segment::segment_with(&text, &options.known_speakers, &extract.marked),
        TurnDetection::AsIs => Default::default(),
    };
    let mut hints = Vec::new();
    if options.turns == TurnDetection::Detect {
        hints = hint::hints(name, &text, &turns, &speakers, style, &extract.marked);
    }
    let mut times = extract.times;
    if options.turns == TurnDetection::Detect && turns.is_empty() && times.is_empty() {
        let marks = reader::timed::marks(&text);
        // Why there are no turns is said once.
        if marks.is_known || hints.is_empty() {
            hints.extend(marks.in_words().map(|message| Problem::warning(Place::file(name), message)));
        }
        times.extend(marks.places.into_iter().filter(|_| marks.is_known));
    }
    if times.is_empty() && !turns.is_empty() {
        let inner = inner_times::read(&text, &turns);
        if !inner.is_empty() {
            let what = counted_as(inner.len(), "time stands", "times stand");
            let message = format!("{what} inside of turns, and are kept beside the text, too");
            hints.push(Problem::warning(Place::file(name), message));
        }
        times = inner;
    }
    problems.extend(hints);
    precise(&mut turns, &times);
    let mut language = extract.language;
    // Programs write `en` into every page that they make.
    if extract.extraction.starts_with("html") && language.as_deref().is_some_and(|tag| tag.starts_with("en"))
    {
        let told = language::language(&text, &turns).filter(|told| told != "en");
        let message = |told: &String| {
            format!("the page says that it is in English; its words are in `{told}`, which is taken")
        };
        problems.extend(told.as_ref().map(|told| Problem::warning(Place::file(name), message(told))));
        language = told.or(language);
    }
    let language = language.or_else(|| language::language(&text, &turns));
    let ingested = Ingested {
        extraction: extract.extraction,
        turns,
        speakers,
        renamed: extract.renamed,
        locators: extract.locators.with_numbers(extract.paragraphs).with_times(times),
        metadata: extract.metadata,
        language,
        style,
        text,
    };
    Ok((ingested, problems))
}

/// Gives turns whose labels print whole seconds the fractions that are known of their first words.
fn precise(turns: &mut [Turn], times: &[(ByteOffset, Timestamp)]) {
    let mut times = times.iter().peekable();
    for turn in turns {
        let Some(body) = turn.body else { continue };
        while times.next_if(|(at, _)| *at < body.start()).is_some() {}
        let first = times.peek().filter(|(at, _)| *at == body.start()).map(|(_, time)| *time);
        let is_same = |time: &Timestamp| turn.timestamp.is_some_and(|shown| shown.0 == time.0 / 1000 * 1000);
        turn.timestamp = first.filter(is_same).or(turn.timestamp);
    }
}
