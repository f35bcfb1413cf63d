//! Writes sources with their texts, turns and originals.

use std::collections::BTreeMap;

use themata_model::{
    CharOffset, Place, Problem, Source, SourceKey, Span, SpeakerRole, Text, TextIndex, Turn,
};

use super::ids::if_any;
use super::{Writer, json, number};
use crate::content;
use crate::error::Fault;

impl Writer<'_> {
    /// All sources, with the bytes they were extracted from.
    pub(super) fn sources(&self, originals: &BTreeMap<SourceKey, Vec<u8>>) -> Result<(), Fault> {
        let mut texts_before = 0;
        for (n, source) in (1i64..).zip(&self.study.sources) {
            // The last text is the current one.
            self.source(n, source, texts_before + number(source.texts.len()) - 1)?;
            for (position, text) in (0i64..).zip(&source.texts) {
                texts_before += 1;
                self.text(texts_before, n, position, source, text)?;
            }
        }
        for (key, bytes) in originals {
            let source = self.ids.source(key)?;
            let owner = &self.study.sources[usize::try_from(source - 1).unwrap_or_default()];
            let id = owner.id.0.derive("original").to_string();
            let hash = content::keep(self.db, bytes)?.to_string();
            self.insert("original", "uuid, source_id, sha256", &[&id, &source, &hash])?;
        }
        Ok(())
    }

    fn source(&self, n: i64, source: &Source, text: i64) -> Result<(), Fault> {
        let wave = source.wave.as_ref().map(|wave| wave.as_str());
        let attributes = json(&source.attributes)?;
        self.insert(
            "source",
            "rowid, uuid, position, key, file, kind, date, wave, recorded, language, attributes, text_id",
            &[
                &n,
                &source.id.to_string(),
                &n,
                &source.key.as_str(),
                &source.file,
                &source.kind.as_str(),
                &source.date,
                &wave,
                &source.recorded,
                &source.language,
                &attributes,
                &text,
            ],
        )?;
        let cases = source.cases.iter().map(|key| self.ids.case(key));
        self.members("source_case", "source_id, case_id, position", n, cases)?;
        let sides = source.sides.iter().map(|key| self.ids.side(key));
        self.members("source_side", "source_id, side_id, position", n, sides)?;
        let parties = source.parties.iter().map(|key| self.ids.party(key));
        self.members("source_party", "source_id, party_id, position", n, parties)?;
        let informants = source.informants.iter().map(|key| self.ids.informant(key));
        self.members("source_informant", "source_id, informant_id, position", n, informants)
    }

    fn text(&self, n: i64, source_id: i64, position: i64, source: &Source, text: &Text) -> Result<(), Fault> {
        if content::keep(self.db, text.content.as_bytes())? != text.hash {
            let message = format!("the hash of a text of source `{}` is not that of its words", source.key);
            return Err(Fault::Invalid(vec![Problem::error(Place::file("sources"), message)]));
        }
        self.insert(
            "text",
            "rowid, uuid, source_id, position, sha256, extraction",
            &[&n, &text.id.to_string(), &source_id, &position, &text.hash.to_string(), &text.extraction],
        )?;
        for (rank, speaker) in (0i64..).zip(&text.speakers) {
            let informant = if_any(speaker.informant.as_ref(), |key| self.ids.informant(key))?;
            self.insert(
                "speaker",
                "text_id, position, label, role, informant_id",
                &[&n, &rank, &speaker.label, &role_word(speaker.role), &informant],
            )?;
        }
        let index = TextIndex::new(&text.content);
        for (rank, turn) in (0i64..).zip(&text.turns) {
            self.turn(n, rank, turn, &index, source)?;
        }
        for (rank, (start, name)) in (0i64..).zip(text.locators.pages()) {
            let start = index.char_of(*start).ok_or_else(|| outside(source, "a page"))?;
            self.insert("page", "text_id, position, start, name", &[&n, &rank, &offset(start), name])?;
        }
        let char_of = |at| index.char_of(at).ok_or_else(|| outside(source, "a number or time"));
        for (rank, mark) in (0i64..).zip(text.locators.marks(&text.content)) {
            let start = offset(char_of(mark.start)?);
            let end = mark.number.map(|(_, end)| char_of(end)).transpose()?.map(offset);
            let timestamp = mark.time.map(|time| i64::try_from(time.0).unwrap_or(i64::MAX));
            self.insert(
                "locator",
                "text_id, position, start, number, \"end\", timestamp_ms",
                &[&n, &rank, &start, &mark.number.map(|(number, _)| number), &end, &timestamp],
            )?;
        }
        Ok(())
    }

    fn turn(
        &self,
        text: i64,
        rank: i64,
        turn: &Turn,
        index: &TextIndex<'_>,
        source: &Source,
    ) -> Result<(), Fault> {
        let chars = |span: Span| index.chars_of_span(span).ok_or_else(|| outside(source, "a turn"));
        let label = chars(turn.label)?;
        let body = turn.body.map(chars).transpose()?;
        let speaker = number(turn.speaker) - 1;
        let timestamp = turn.timestamp.map(|t| i64::try_from(t.0).unwrap_or(i64::MAX));
        self.insert(
            "turn",
            "text_id, position, speaker, label_start, label_end, body_start, body_end, timestamp_ms",
            &[
                &text,
                &rank,
                &speaker,
                &offset(label.0),
                &offset(label.1),
                &body.map(|b| offset(b.0)),
                &body.map(|b| offset(b.1)),
                &timestamp,
            ],
        )
    }
}

/// The word that the table holds.
pub(crate) fn role_word(role: SpeakerRole) -> &'static str {
    match role {
        SpeakerRole::Interviewer => "interviewer",
        SpeakerRole::Informant => "informant",
        SpeakerRole::Unknown => "unknown",
    }
}

pub(super) fn offset(position: CharOffset) -> i64 {
    // A position counts characters in memory.
    i64::try_from(position.0).unwrap_or(i64::MAX)
}

fn outside(source: &Source, what: &str) -> Fault {
    let message = format!("{what} of source `{}` does not lie in its text", source.key);
    Fault::Invalid(vec![Problem::error(Place::file("sources"), message)])
}
