//! Sources, and of their texts what reading the originals again would not give.

use std::collections::BTreeSet;

use themata_model::{Source, Speaker, Study, Text, TextHash, TextIndex};

use super::super::ids::{Ids, identity};
use super::super::sources::{default_text, role_word};
use super::super::{Files, Folder, columns};
use super::csv_file::{CsvFile, file_stem, list, optional, unless_derived};

pub(super) fn render(folder: &Folder, files: &mut Files) {
    let study = &folder.study;
    let mut sheets = Sheets::new();
    let mut ids = Ids::new(study.id, "source");
    for source in &study.sources {
        let original = folder.originals.get(&source.key);
        let id = unless_derived(source.id, ids.derive(source.key.as_str()));
        sheets.source(source, id, original.map(|bytes| TextHash::of_bytes(bytes)));
        let by_default = original.and_then(|bytes| default_text(study, source, &source.file, bytes).ok());
        match (by_default, source.texts.as_slice()) {
            (Some((default, _)), [only]) if same_but_speakers(&default, only) => {
                sheets.changed_speakers(source, &default.speakers, &only.speakers);
            }
            (_, versions) => {
                for (number, text) in (1..).zip(versions) {
                    sheets.version(study, source, number, number == versions.len(), text, files);
                }
            }
        }
    }
    sheets.finish(files);
}

fn same_but_speakers(default: &Text, text: &Text) -> bool {
    let labels = |speakers: &[Speaker]| speakers.iter().map(|s| s.label.clone()).collect::<Vec<_>>();
    let unclear = |speakers: &[Speaker]| {
        let mut known = labels(speakers);
        known.sort();
        known.windows(2).any(|pair| pair[0] == pair[1])
    };
    default.id == text.id
        && default.content == text.content
        && default.extraction == text.extraction
        && default.turns == text.turns
        && default.locators == text.locators
        && labels(&default.speakers) == labels(&text.speakers)
        && (default.speakers == text.speakers || !unclear(&text.speakers))
}

struct Sheets {
    sources: CsvFile,
    texts: CsvFile,
    turns: CsvFile,
    speakers: CsvFile,
    pages: CsvFile,
    locators: CsvFile,
    /// Names of texts that are given, in lower case.
    taken: BTreeSet<String>,
}

impl Sheets {
    fn new() -> Self {
        Sheets {
            sources: CsvFile::new("sources.csv", columns::SOURCES),
            texts: CsvFile::new("texts.csv", columns::TEXTS),
            turns: CsvFile::new("turns.csv", columns::TURNS),
            speakers: CsvFile::new("speakers.csv", columns::SPEAKERS).only_if_filled(&["version"]),
            pages: CsvFile::new("pages.csv", columns::PAGES),
            locators: CsvFile::new("locators.csv", columns::LOCATORS),
            taken: BTreeSet::new(),
        }
    }

    fn source(&mut self, source: &Source, id: Option<themata_model::RowId>, hash: Option<TextHash>) {
        let recorded = match source.recorded {
            None => "",
            Some(true) => "yes",
            Some(false) => "no",
        };
        let fields = vec![
            source.key.to_string(),
            source.file.clone(),
            source.kind.as_str().to_string(),
            list(&source.cases),
            list(&source.sides),
            list(&source.parties),
            list(&source.informants),
            source.date.clone().unwrap_or_default(),
            optional(source.wave.as_ref()),
            recorded.to_string(),
            source.language.clone().unwrap_or_default(),
            optional(hash.as_ref()),
        ];
        self.sources.row(id, fields, &source.attributes);
    }

    /// Roles and informants that were set by hand.
    fn changed_speakers(&mut self, source: &Source, default: &[Speaker], set: &[Speaker]) {
        for (_, speaker) in default.iter().zip(set).filter(|(default, set)| default != set) {
            self.speaker(source, String::new(), speaker);
        }
    }

    fn speaker(&mut self, source: &Source, version: String, speaker: &Speaker) {
        let fields = vec![
            source.key.to_string(),
            version,
            speaker.label.clone(),
            role_word(speaker.role).to_string(),
            optional(speaker.informant.as_ref()),
        ];
        self.speakers.row(None, fields, &Default::default());
    }

    /// A text in full: content, turns, speakers, pages, numbers and times.
    fn version(
        &mut self,
        study: &Study,
        source: &Source,
        number: usize,
        current: bool,
        text: &Text,
        files: &mut Files,
    ) {
        let none = Default::default();
        let key = source.key.to_string();
        let version = number.to_string();
        let stem = file_stem(&key);
        let file = self.free(if current { stem } else { format!("{stem}.{version}") });
        let derived = study.id.row("text", &identity(&[&key, &version]));
        let fields =
            vec![key.clone(), version.clone(), file.clone(), text.hash.to_string(), text.extraction.clone()];
        self.texts.row(unless_derived(text.id, derived), fields, &none);
        files.insert(file, text.content.clone().into_bytes());
        for speaker in &text.speakers {
            self.speaker(source, version.clone(), speaker);
        }
        let index = TextIndex::new(&text.content);
        let chars = |span: themata_model::Span| {
            let ends = index.chars_of_span(span).map(|(start, end)| (start.0.to_string(), end.0.to_string()));
            ends.unwrap_or_default()
        };
        for turn in &text.turns {
            let (label_start, label_end) = chars(turn.label);
            let (start, end) = turn.body.map(chars).unwrap_or_default();
            let milliseconds = turn.timestamp.map(|t| t.0.to_string()).unwrap_or_default();
            let speaker = (turn.speaker + 1).to_string();
            let fields =
                vec![key.clone(), version.clone(), speaker, label_start, label_end, start, end, milliseconds];
            self.turns.row(None, fields, &none);
        }
        for (start, page) in text.locators.pages() {
            let start = index.char_of(*start).map(|c| c.0.to_string()).unwrap_or_default();
            self.pages.row(None, vec![key.clone(), version.clone(), start, page.clone()], &none);
        }
        for mark in text.locators.marks(&text.content) {
            let start = index.char_of(mark.start).map(|c| c.0.to_string()).unwrap_or_default();
            let number = mark.number.map(|(number, _)| number.to_string()).unwrap_or_default();
            let milliseconds = mark.time.map(|time| time.0.to_string()).unwrap_or_default();
            self.locators.row(None, vec![key.clone(), version.clone(), start, number, milliseconds], &none);
        }
    }

    /// The path of a text, with a number where another text has it; some systems take upper and lower case
    /// for the same.
    fn free(&mut self, stem: String) -> String {
        let numbered = (2..).map(|n| format!("{stem}-{n}"));
        let taken = &mut self.taken;
        let mut free = std::iter::once(stem.clone()).chain(numbered);
        format!("texts/{}.txt", free.find(|stem| taken.insert(stem.to_lowercase())).unwrap_or_default())
    }

    fn finish(self, files: &mut Files) {
        for sheet in [self.sources, self.texts, self.turns, self.speakers, self.pages, self.locators] {
            sheet.finish(files);
        }
    }
}
