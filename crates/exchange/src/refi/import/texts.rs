//! The words of sources: where they come from, and the turns, pages and times in them.

use themata_ingest::{Ingested, Options as Reading, TurnDetection};
use themata_model::{
    ByteOffset, LocatorMap, RowId, Source, SourceKey, SourceKind, Text, TextHash, Timestamp, Uuid,
};

use super::Import;
use super::names::without_ending;
use crate::folder::file_stem;
use crate::refi::positions::{Plain, Ruler};
use crate::refi::project::{Medium, Source as Found, Words};

/// Words of a source as found in the package.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) plain: Plain,
    /// The file they came from, and the ending of its name.
    original: Vec<u8>,
    ending: &'static str,
    /// Where they come from, for a person.
    pub(super) from: &'static str,
    extraction: String,
    /// What reading a document of another format told beside the words.
    ingested: Option<Ingested>,
    /// Whether positions were counted in just these words.
    pub(super) is_counted: bool,
}

impl Import<'_> {
    /// Takes in the texts, PDFs and transcripts of the project.
    pub(super) fn all_sources(&mut self) {
        let project = self.project;
        for found in &project.sources {
            match found.medium {
                Medium::Text | Medium::Pdf => self.source(found, None),
                Medium::Picture | Medium::Audio | Medium::Video => self.medium(found),
            }
        }
        // A memo with codings in it is a text that was analysed.
        for note in &project.notes {
            let coded =
                |words: &Words| words.selections.iter().any(|selection| !selection.codings.is_empty());
            if !self.remainder.wrote(note.guid)
                && (!note.codings.is_empty() || note.words.as_ref().is_some_and(coded))
            {
                self.source(note, Some("memo"));
            }
        }
    }

    /// A picture, sound or film: its words are taken in, everything else is kept.
    fn medium(&mut self, found: &Found) {
        let what = match found.medium {
            Medium::Picture => "pictures",
            Medium::Audio => "sound recordings",
            _ => "films",
        };
        self.keep(what);
        if found.words.as_ref().is_some_and(|words| words.content.is_some() || words.plain_path.is_some()) {
            self.source(found, Some("document"));
        } else {
            self.keep_areas(found);
        }
        for transcript in &found.transcripts {
            self.transcript(found, transcript);
        }
    }

    /// A transcript is a source of its own, unless its very file is one already: then it only adds its times.
    fn transcript(&mut self, film: &Found, transcript: &Found) {
        let path = transcript.words.as_ref().and_then(|words| words.plain_path.as_deref());
        let texts = self.project.sources.iter().filter(|source| source.medium == Medium::Text);
        let twin = path.and_then(|path| {
            texts.into_iter().find(|text| {
                text.words.as_ref().is_some_and(|words| words.plain_path.as_deref() == Some(path))
            })
        });
        let has_selections = transcript.words.as_ref().is_some_and(|words| !words.selections.is_empty());
        let twin = twin.and_then(|twin| self.sources.get(&twin.guid)?.first().cloned());
        match twin.filter(|_| !has_selections) {
            Some(key) => {
                self.sources.entry(transcript.guid).or_default().push(key.clone());
                self.sources.entry(film.guid).or_default().push(key.clone());
                self.add_times(&key, transcript);
            }
            None => {
                self.source(transcript, Some("transcript"));
                if let Some(keys) = self.sources.get(&transcript.guid).cloned() {
                    self.sources.entry(film.guid).or_default().extend(keys);
                }
            }
        }
    }

    fn add_times(&mut self, key: &SourceKey, transcript: &Found) {
        let Some(words) = &transcript.words else { return };
        let Some(read) = self.words(transcript) else { return };
        let convention = self.custom();
        let times = times(&Ruler::new(&read.plain, convention), words);
        if let Some(text) =
            self.study.sources.iter_mut().find(|source| source.key == *key).and_then(|s| s.texts.last_mut())
            && text.content == read.plain.content
        {
            put_times(text, times);
        }
    }

    fn source(&mut self, found: &Found, kind: Option<&str>) {
        let is_note = kind == Some("memo");
        let mut id = RowId(found.guid);
        if !self.source_ids.insert(id) {
            let again = self.source_ids.len();
            id = self.study.id.row("source", &format!("{}\u{1f}{again}", found.guid));
            self.source_ids.insert(id);
            self.problem(
                "Sources",
                format!("the source `{}` has the GUID of another; it gets its own", found.name),
            );
        }
        let key: SourceKey = self.names.key("sources", id.0, without_ending(&found.name), "source");
        let read = self.words(found);
        if read.is_none() {
            let place = key.to_string();
            let message =
                "the file with its words is not in the project; its codings are kept without a place";
            self.problem(&place, message);
        }
        let read = read.unwrap_or_else(|| Read {
            is_counted: true,
            from: "nothing",
            ending: "txt",
            ..Read::default()
        });
        if read.plain.replaced {
            let message =
                "its text is damaged: characters were replaced, and places behind them may be wrong";
            self.problem(&key.to_string(), message);
        }
        let (text, language, told) = self.text(found, id, &read);
        let kind = match kind {
            Some(kind) => SourceKind::from(kind),
            None if !text.turns.is_empty() && found.medium == Medium::Text => SourceKind::Transcript,
            None => SourceKind::Document,
        };
        let guids: Vec<Uuid> = [Some(found.guid), found.representation].into_iter().flatten().collect();
        let row = Source {
            id,
            key: key.clone(),
            file: format!("sources/{}.{}", file_stem(key.as_str()), read.ending),
            kind,
            cases: self.cases_of(&guids),
            sides: Vec::new(),
            parties: Vec::new(),
            informants: Vec::new(),
            date: None,
            wave: None,
            recorded: None,
            language,
            attributes: Default::default(),
            texts: vec![text],
        };
        for guid in guids {
            self.sources.entry(guid).or_default().push(key.clone());
        }
        self.study.sources.push(row);
        if !told {
            self.segmented.insert(key.clone());
        }
        // Where the note tells what the original was called, that is another file, which is not in the project.
        if !told && read.from != "nothing" {
            self.originals.insert(key.clone(), read.original.clone());
        }
        self.codings_of(&key, found, &read);
        if is_note {
            self.report.found.sources += 1;
        }
    }

    /// Finds the words of a source: the plain text first, which positions are counted in, then the rich copy.
    pub(super) fn words(&mut self, found: &Found) -> Option<Read> {
        let words = found.words.as_ref();
        if let Some((_, bytes)) = words.and_then(|words| self.package.part(words.plain_path.as_deref()?)) {
            return Some(Read {
                plain: Plain::read(bytes),
                original: bytes.to_vec(),
                ending: "txt",
                from: "plain text",
                extraction: "txt, UTF-8".to_string(),
                ingested: None,
                is_counted: true,
            });
        }
        if let Some(content) = words.and_then(|words| words.content.as_ref()) {
            return Some(Read {
                plain: Plain::of(content),
                original: content.clone().into_bytes(),
                ending: "txt",
                from: "the project itself",
                extraction: "txt, UTF-8".to_string(),
                ingested: None,
                is_counted: true,
            });
        }
        let rich = words.and_then(|words| words.rich_path.as_deref());
        let document = rich.or(found.path.as_deref().filter(|_| found.medium == Medium::Pdf))?;
        let (name, bytes) = self.package.part(document)?;
        let bytes = bytes.to_vec();
        let name = name.to_string();
        let is_pdf = name.to_lowercase().ends_with(".pdf");
        let options = Reading { turns: TurnDetection::Detect, ..Reading::default() };
        match themata_ingest::read(&name, &bytes, &options) {
            Ok((ingested, problems)) => {
                self.problems.extend(problems);
                Some(Read {
                    plain: Plain::of(&ingested.text),
                    original: bytes,
                    ending: if is_pdf { "pdf" } else { "docx" },
                    from: if is_pdf { "the PDF" } else { "the rich text" },
                    extraction: ingested.extraction.clone(),
                    ingested: Some(ingested),
                    is_counted: false,
                })
            }
            Err(error) => {
                self.problem(&found.name, error.to_string());
                None
            }
        }
    }

    /// The text with its turns, its language, and whether the note of Themata told them.
    fn text(&mut self, found: &Found, id: RowId, read: &Read) -> (Text, Option<String>, bool) {
        let content = read.plain.content.clone();
        let hash = TextHash::of(&content);
        if let Some(text) = self.told_text(id, &content, hash) {
            return (text, None, true);
        }
        let (turns, speakers, locators, language) = match &read.ingested {
            Some(ingested) => {
                let ingested = ingested.clone();
                (ingested.turns, ingested.speakers, ingested.locators, ingested.language)
            }
            None => {
                let (turns, speakers, _) = themata_ingest::segment(&content);
                let language = themata_ingest::language(&content, &turns);
                (turns, speakers, LocatorMap::default(), language)
            }
        };
        let times = match &found.words {
            Some(words) if !words.sync_points.is_empty() => {
                times(&Ruler::new(&read.plain, self.custom()), words)
            }
            _ => Vec::new(),
        };
        let id = self.study.id.row("text", &id.to_string());
        let extraction = read.extraction.clone();
        let mut text = Text { id, content, hash, extraction, turns, speakers, locators };
        put_times(&mut text, times);
        (text, language, false)
    }
}

/// Where the sync points of a transcript stand, and their times.
fn times(ruler: &Ruler<'_>, words: &Words) -> Vec<(ByteOffset, Timestamp)> {
    let time = |point: &crate::refi::project::SyncPoint| {
        let at = ruler.byte(usize::try_from(point.position?).ok()?, false)?;
        Some((at, Timestamp(u64::try_from(point.milliseconds?).ok()?)))
    };
    words.sync_points.iter().filter_map(time).collect()
}

/// Gives a text the times of places: a turn that begins at one has its time.
fn put_times(text: &mut Text, times: Vec<(ByteOffset, Timestamp)>) {
    if times.is_empty() {
        return;
    }
    let mut end = ByteOffset(0);
    for turn in &mut text.turns {
        let body = turn.body.map_or(turn.label.end(), |body| body.start());
        let own = times.iter().find(|(at, _)| *at >= end.min(turn.start()) && *at <= body);
        turn.timestamp = turn.timestamp.or(own.map(|(_, time)| *time));
        end = turn.body_end();
    }
    let mut all = text.locators.times().to_vec();
    all.extend(times);
    text.locators = std::mem::take(&mut text.locators).with_times(all);
}
