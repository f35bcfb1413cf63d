//! Parts of studies that every fixture needs.

use std::collections::BTreeMap;

use themata_model::{
    Attributes, ByteOffset, Code, Level, Origin, Source, SourceKind, Span, Speaker, StudyId, Text, TextHash,
    Timestamp, Turn,
};

/// One turn before its text is put together.
pub(crate) struct Said {
    /// Position in the list of speakers.
    pub(crate) speaker: usize,
    /// Seconds from the start.
    pub(crate) at: Option<u64>,
    /// The words; empty for a silent turn.
    pub(crate) words: String,
}

/// Puts turns together to a text such as `Anna [00:00:05]: words`, a line each.
pub(crate) fn text(
    study: StudyId,
    identity: &str,
    preface: &str,
    speakers: Vec<Speaker>,
    said: &[Said],
) -> Text {
    let mut content = preface.to_string();
    let mut bounds = Vec::new();
    for turn in said {
        let start = content.len();
        content.push_str(&speakers[turn.speaker].label);
        let timestamp = turn.at.map(|seconds| Timestamp(seconds * 1000));
        if let Some(timestamp) = timestamp {
            content.push_str(&format!(" [{timestamp}]"));
        }
        content.push(':');
        let label_end = content.len();
        content.push(' ');
        let body = content.len();
        content.push_str(&turn.words);
        bounds.push((turn.speaker, start, label_end, body, content.len(), timestamp));
        content.push('\n');
    }
    let span = |start, end| Span::new(&content, ByteOffset(start), ByteOffset(end)).ok();
    let turns = bounds.into_iter().filter_map(|(speaker, start, label_end, body, end, timestamp)| {
        Some(Turn { speaker, label: span(start, label_end)?, body: span(body, end), timestamp })
    });
    let turns = turns.collect();
    Text {
        id: study.row("text", identity),
        hash: TextHash::of(&content),
        extraction: "txt, UTF-8".into(),
        turns,
        speakers,
        locators: Default::default(),
        content,
    }
}

/// A transcript without anybody.
pub(crate) fn source(study: StudyId, key: &str, texts: Vec<Text>) -> Source {
    Source {
        id: study.row("source", key),
        key: key.parse().expect("a key of a fixture is a key"),
        file: format!("sources/{key}.txt"),
        kind: SourceKind::Transcript,
        cases: vec![],
        sides: vec![],
        parties: vec![],
        informants: vec![],
        date: None,
        wave: None,
        recorded: None,
        language: None,
        attributes: Attributes::new(),
        texts,
    }
}

/// A level.
pub(crate) fn level(study: StudyId, key: &str, name: &str, open: bool) -> Level {
    let id = study.row("level", key);
    Level { id, key: key.parse().expect("a key of a fixture is a key"), name: name.into(), open }
}

/// A code with nothing but a name.
pub(crate) fn code(study: StudyId, key: &str, level: &str, parent: Option<&str>, name: &str) -> Code {
    Code {
        id: study.row("code", key),
        key: key.parse().expect("a key of a fixture is a key"),
        level: level.parse().expect("a key of a fixture is a key"),
        framework: None,
        parent: parent.map(|key| key.parse().expect("a key of a fixture is a key")),
        marker: None,
        name: name.into(),
        aliases: vec![],
        definition: String::new(),
        inclusion: String::new(),
        exclusion: String::new(),
        origin: Some(Origin::Emergent),
        references: vec![],
        colour: None,
        prefilled: BTreeMap::new(),
        attributes: Attributes::new(),
    }
}
