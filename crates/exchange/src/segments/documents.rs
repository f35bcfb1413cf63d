//! The documents of a table: those of the study, and those that are made of their segments.

use std::collections::{BTreeMap, HashMap, HashSet};

use themata_model::{
    Attributes, ByteOffset, CodeKey, CoderKey, RowId, Source, SourceKey, SourceKind, Span, Study, Text,
    TextHash,
};

use super::columns::Columns;
use super::rows::Segment;
use super::{SegmentOptions, SegmentReading, SegmentTold};
use crate::folder::columns as reserved;

/// Which document a row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// The one at this position in the study.
    There(usize),
    /// The one at this position among the new ones.
    New(usize),
    /// None.
    Unknown,
}

/// The documents of a table.
pub(super) struct Documents {
    by_name: HashMap<String, Document>,
    new: Vec<New>,
}

/// A document made of segments.
struct New {
    source: Source,
    paragraphs: Vec<Paragraph>,
    by_words: HashMap<String, Vec<usize>>,
    text: String,
}

struct Paragraph {
    span: Option<Span>,
    /// Who gave it which code.
    used: HashSet<(CodeKey, CoderKey)>,
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, ending))
            if (1..=5).contains(&ending.len()) && ending.chars().all(char::is_alphanumeric) =>
        {
            stem
        }
        _ => name,
    }
}

impl Documents {
    pub(super) fn of(
        file: &str,
        study: &Study,
        options: &SegmentOptions,
        rows: &[Segment],
        reading: &mut SegmentReading,
        fresh: &mut dyn FnMut(&'static str, &str) -> RowId,
    ) -> Documents {
        let mut documents = Documents { by_name: HashMap::new(), new: Vec::new() };
        let mut taken: HashSet<String> = study.sources.iter().map(|source| source.key.to_string()).collect();
        let mut unknown: Vec<(String, usize, usize)> = Vec::new();
        for row in rows {
            let name = documents.called(file, row);
            let found = match documents.by_name.get(&folded(&name)) {
                Some(found) => *found,
                None => {
                    let there = position(study, &name);
                    let found = match there {
                        Some(at) => Document::There(at),
                        None if options.create_documents => {
                            documents.new.push(New::of(study, options, file, &name, &mut taken, fresh));
                            Document::New(documents.new.len() - 1)
                        }
                        None => Document::Unknown,
                    };
                    documents.by_name.insert(folded(&name), found);
                    found
                }
            };
            if found == Document::Unknown {
                match unknown.iter_mut().find(|(own, ..)| *own == name) {
                    Some((_, _, n)) => *n += 1,
                    None => unknown.push((name, row.line, 1)),
                }
            }
        }
        for (name, line, n) in unknown {
            let rows = themata_model::counted(n, "row");
            let why = format!("there is no document `{name}` ({rows}); `--create` makes one of its segments");
            reading.report.left_out.push(SegmentTold::new(line, why));
            reading.report.taken = reading.report.taken.saturating_sub(n);
        }
        documents
    }

    /// What the document of a row is called: as the table itself where it names none.
    fn called(&self, file: &str, row: &Segment) -> String {
        if row.document.is_empty() { stem(file).to_string() } else { row.document.clone() }
    }

    /// The document that a row means.
    pub(super) fn meant(&self, file: &str, row: &Segment) -> Document {
        self.by_name.get(&folded(&self.called(file, row))).copied().unwrap_or(Document::Unknown)
    }

    pub(super) fn key(&self, study: &Study, document: Document) -> Option<SourceKey> {
        match document {
            Document::There(at) => study.sources.get(at).map(|source| source.key.clone()),
            Document::New(at) => self.new.get(at).map(|new| new.source.key.clone()),
            Document::Unknown => None,
        }
    }

    /// The place of a segment in a new document: a paragraph of its own, which several codes and coders share; what says the same
    /// again has another.
    pub(super) fn paragraph(
        &mut self,
        at: usize,
        words: &str,
        code: &CodeKey,
        coder: &CoderKey,
    ) -> Option<Span> {
        let new = self.new.get_mut(at)?;
        let by = (code.clone(), coder.clone());
        let same = new.by_words.get(words).cloned().unwrap_or_default();
        for at in &same {
            let Some(paragraph) = new.paragraphs.get_mut(*at) else { continue };
            if paragraph.used.insert(by.clone()) {
                return paragraph.span;
            }
        }
        if !new.text.is_empty() {
            new.text.push_str("\n\n");
        }
        let start = ByteOffset(new.text.len());
        new.text.push_str(words);
        let span = Span::new(&new.text, start, ByteOffset(new.text.len())).ok();
        new.by_words.entry(words.to_string()).or_default().push(new.paragraphs.len());
        new.paragraphs.push(Paragraph { span, used: HashSet::from([by]) });
        span
    }

    /// The text of a new document so far.
    pub(super) fn text(&self, at: usize) -> &str {
        self.new.get(at).map_or("", |new| new.text.as_str())
    }

    /// The new documents with their texts.
    pub(super) fn into_sources(self) -> Vec<Source> {
        let with_text = |mut new: New| {
            for text in &mut new.source.texts {
                text.content = std::mem::take(&mut new.text);
                text.hash = TextHash::of(&text.content);
            }
            new.source
        };
        self.new.into_iter().map(with_text).collect()
    }
}

impl New {
    fn of(
        study: &Study,
        options: &SegmentOptions,
        file: &str,
        name: &str,
        taken: &mut HashSet<String>,
        fresh: &mut dyn FnMut(&'static str, &str) -> RowId,
    ) -> New {
        let plain: String =
            stem(name).chars().map(|c| if c == ';' || c.is_control() { ' ' } else { c }).collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = if plain.is_empty() { "document".to_string() } else { plain };
        let numbered = (2..).map(|n| format!("{plain} ({n})"));
        let key = std::iter::once(plain.clone()).chain(numbered).find(|key| taken.insert(key.clone()));
        let key = key.unwrap_or(plain);
        let path = |n: usize| {
            let name: String = key.chars().map(|c| if "/\\:*?\"<>|".contains(c) { '-' } else { c }).collect();
            let name = name.trim_start_matches('.').trim_end_matches('~').to_string();
            if n == 1 { format!("sources/{name}.txt") } else { format!("sources/{name}-{n}.txt") }
        };
        let file_there = |path: &String| {
            study.sources.iter().any(|source| source.file.to_lowercase() == path.to_lowercase())
                || taken.contains(path)
        };
        let own = (1..).map(path).find(|path| !file_there(path)).unwrap_or_default();
        taken.insert(own.clone());
        let id = fresh("source", &key);
        let text = Text {
            id: fresh("text", &key),
            content: String::new(),
            hash: TextHash::of(""),
            extraction: format!("segments of {file}"),
            turns: Vec::new(),
            speakers: Vec::new(),
            locators: Default::default(),
        };
        let source = Source {
            id,
            // The name was made one that a key can be.
            key: key.parse().or_else(|_| "document".parse()).expect("a word is a key"),
            file: own,
            kind: SourceKind::from(options.kind.as_str()),
            cases: Vec::new(),
            sides: Vec::new(),
            parties: Vec::new(),
            informants: Vec::new(),
            date: None,
            wave: None,
            recorded: None,
            language: study.language.clone(),
            attributes: Attributes::new(),
            texts: vec![text],
        };
        New { source, paragraphs: Vec::new(), by_words: HashMap::new(), text: String::new() }
    }
}

/// The document of the study that a name means: by key, file, or either without the ending.
fn position(study: &Study, name: &str) -> Option<usize> {
    let lower = folded(name);
    let own = |source: &Source| {
        let file = source.file.rsplit('/').next().unwrap_or(&source.file).to_string();
        [source.key.to_string(), source.file.clone(), file.clone(), stem(&file).to_string()]
    };
    let by =
        |fits: &dyn Fn(&String) -> bool| study.sources.iter().position(|source| own(source).iter().any(fits));
    by(&|own| folded(own) == lower).or_else(|| by(&|own| folded(stem(own)) == folded(stem(name))))
}

/// Names that columns of these lists have a meaning for.
fn is_reserved(study: &Study, name: &str) -> bool {
    let lists = [reserved::SOURCES, reserved::CODINGS, reserved::CODINGS_LAST].concat();
    lists.contains(&name) || name == "id" || study.facets.iter().any(|facet| facet.key.as_str() == name)
}

impl Documents {
    /// Gives what further columns say to the documents, and returns what differs within a document, for the codings of each
    /// row.
    pub(super) fn take_attributes(
        &mut self,
        file: &str,
        study: &Study,
        columns: &Columns,
        rows: &[Segment],
        reading: &mut SegmentReading,
    ) -> Vec<Attributes> {
        let mut of_rows: Vec<Attributes> = vec![Attributes::new(); rows.len()];
        for (n, (_, head)) in columns.others.iter().enumerate() {
            let name = if is_reserved(study, head) { format!("{head} (told)") } else { head.clone() };
            let mut values: BTreeMap<String, HashSet<&str>> = BTreeMap::new();
            for row in rows {
                let value = row.others.get(n).map_or("", String::as_str);
                if !value.is_empty() {
                    values.entry(folded(&self.called(file, row))).or_default().insert(value);
                }
            }
            if values.is_empty() {
                continue;
            }
            let is_of_documents = values.values().all(|values| values.len() == 1);
            let list = if is_of_documents { "sources" } else { "codings" };
            reading.declared.entry(list).or_default().insert(name.clone());
            if !is_of_documents {
                for (row, own) in rows.iter().zip(&mut of_rows) {
                    if let Some(value) = row.others.get(n).filter(|value| !value.is_empty()) {
                        own.insert(name.clone(), value.clone());
                    }
                }
                continue;
            }
            for (document, values) in values {
                let Some(value) = values.into_iter().next() else { continue };
                match self.by_name.get(&document) {
                    Some(Document::New(at)) => {
                        if let Some(new) = self.new.get_mut(*at) {
                            new.source.attributes.insert(name.clone(), value.to_string());
                        }
                    }
                    Some(Document::There(at)) => {
                        // What is known of a document stays.
                        if let Some(source) =
                            study.sources.get(*at).filter(|s| !s.attributes.contains_key(&name))
                        {
                            let told = Attributes::from([(name.clone(), value.to_string())]);
                            match reading.told.iter_mut().find(|(key, _)| *key == source.key) {
                                Some((_, own)) => own.extend(told),
                                None => reading.told.push((source.key.clone(), told)),
                            }
                        }
                    }
                    Some(Document::Unknown) | None => {}
                }
            }
        }
        of_rows
    }
}
