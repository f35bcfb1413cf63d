//! Writes codings: the one table with many rows.

use rusqlite::params;
use themata_model::mark::main_speaker;
use themata_model::{Coding, Place, Problem, Span, Text, TextIndex};

use super::ids::if_any;
use super::sources::offset;
use super::{Writer, json, number};
use crate::error::Fault;

/// A coding's place and what follows from it, as the table holds it.
pub(crate) struct Placed {
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) line: i64,
    pub(crate) turn: Option<i64>,
    pub(crate) speaker: Option<i64>,
}

impl Writer<'_> {
    /// All codings, in the order of the study.
    pub(super) fn codings(&self) -> Result<(), Fault> {
        let sources = &self.study.sources;
        let mut indexes: Vec<Option<TextIndex<'_>>> = sources.iter().map(|_| None).collect();
        let mut insert = self.db.prepare(
            "INSERT INTO coding (rowid, uuid, position, source_id, code_id, coder_id, start, \"end\", line, turn, \
             speaker, about_case_id, about_side_id, weight, quotation, typed, prefix, suffix, memo, attributes) \
             VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        )?;
        for (n, coding) in (1i64..).zip(&self.study.codings) {
            let source_id = self.ids.source(&coding.source)?;
            let at = usize::try_from(source_id - 1).unwrap_or_default();
            let placed = match coding.span {
                None => None,
                Some(span) => {
                    let text = sources[at].text();
                    let index = indexes[at].get_or_insert_with(|| TextIndex::new(&text.content));
                    Some(place(text, index, span).ok_or_else(|| outside(coding))?)
                }
            };
            let attributes = json(&coding.attributes)?;
            insert.execute(params![
                n,
                coding.id.to_string(),
                source_id,
                if_any(coding.target.code(), |key| self.ids.code(key))?,
                self.ids.coder(&coding.coder)?,
                placed.as_ref().map(|p| p.start),
                placed.as_ref().map(|p| p.end),
                placed.as_ref().map(|p| p.line),
                placed.as_ref().and_then(|p| p.turn),
                placed.as_ref().and_then(|p| p.speaker),
                if_any(coding.about.case.as_ref(), |key| self.ids.case(key))?,
                if_any(coding.about.side.as_ref(), |key| self.ids.side(key))?,
                coding.weight.map(|weight| weight.get()),
                coding.quotation,
                (coding.typed != coding.quotation).then_some(&coding.typed),
                coding.prefix,
                coding.suffix,
                coding.memo,
                attributes,
            ])?;
            self.values("coding_facet", "coding_id", n, coding.target.facets().iter())?;
        }
        Ok(())
    }
}

/// Where `span` stands in `text`, and who says it.
pub(crate) fn place(text: &Text, index: &TextIndex<'_>, span: Span) -> Option<Placed> {
    let (start, end) = index.chars_of_span(span)?;
    // Turns follow one another: the one that holds the start is the last that begins before it.
    let after = text.turns.partition_point(|turn| turn.start() <= span.start());
    let turn = after.checked_sub(1).filter(|i| span.start() < text.turns[*i].body_end());
    Some(Placed {
        start: offset(start),
        end: offset(end),
        line: number(index.line_of(span.start())) - 1,
        turn: turn.map(|i| number(i) - 1),
        speaker: main_speaker(text, span).map(|i| number(i) - 1),
    })
}

fn outside(coding: &Coding) -> Fault {
    let message = format!("coding {} does not lie in the text of source `{}`", coding.id, coding.source);
    Fault::Invalid(vec![Problem::error(Place::file("codings"), message)])
}
