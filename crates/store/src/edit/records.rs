//! From the types of the model to the rows that hold them.

use rusqlite::OptionalExtension;
use serde_json::{Value, json};
use themata_model::{
    Case, Code, Coder, Coding, Excerpt, Exhibit, Facet, FacetAssignment, FacetKey, Finding, Framework,
    Informant, Level, Link, MemberCheck, Memo, MemoAnchor, NamedState, Output, OutputKind, Party, Place,
    Placement, Problem, Question, Settlement, Side, Source, SourceKey, Span, Study, Text, TextIndex,
};

use crate::content;
use crate::error::Fault;
use crate::image::{Image, Images};
use crate::write::{place, role_word};

/// Something that [`super::Edit::put`] writes.
#[derive(Clone, Copy, Debug)]
pub enum Record<'a> {
    /// The study itself: title, citation, licence, language, declared attributes; its lists are left alone.
    Study(&'a Study),
    /// A side.
    Side(&'a Side),
    /// A facet with its values.
    Facet(&'a Facet),
    /// A level of the codebook.
    Level(&'a Level),
    /// A framework; what its codes are and where they hang is left alone.
    Framework(&'a Framework),
    /// A code, as it is in the framework in use.
    Code(&'a Code),
    /// A party.
    Party(&'a Party),
    /// A case with its sides.
    Case(&'a Case),
    /// An informant.
    Informant(&'a Informant),
    /// A source without its texts.
    Source(&'a Source),
    /// A new version of a source's text, which becomes the current one.
    Text(&'a SourceKey, &'a Text),
    /// Who speaks in the current text of a source.
    Speakers(&'a SourceKey, &'a Text),
    /// The bytes that a source was extracted from.
    Original(&'a SourceKey, &'a [u8]),
    /// A coder.
    Coder(&'a Coder),
    /// A coding in the current text of its source, which is given.
    Coding(&'a Coding, &'a Text, &'a TextIndex<'a>),
    /// A placement.
    Placement(&'a Placement),
    /// A settlement.
    Settlement(&'a Settlement),
    /// An exhibit.
    Exhibit(&'a Exhibit),
    /// An output.
    Output(&'a Output),
    /// An excerpt.
    Excerpt(&'a Excerpt),
    /// A finding.
    Finding(&'a Finding),
    /// A memo.
    Memo(&'a Memo),
    /// A link.
    Link(&'a Link),
    /// A question.
    Question(&'a Question),
    /// A member check.
    MemberCheck(&'a MemberCheck),
    /// A named state.
    NamedState(&'a NamedState),
}

/// A row with the rows that belong to it.
pub(super) struct Rows {
    pub(super) table: &'static str,
    /// Without a position (null) the row keeps its place, or comes last.
    pub(super) row: Image,
    /// Table, column that names the owner, rows.
    pub(super) lists: Vec<(&'static str, &'static str, Vec<Image>)>,
}

/// An image from a JSON object.
pub(super) fn image(value: Value) -> Image {
    match value {
        Value::Object(columns) => columns.into_iter().collect(),
        _ => Image::new(),
    }
}

fn attributes(values: &themata_model::Attributes) -> Result<String, Fault> {
    crate::write::json(values)
}

/// Looks keys up in the file.
pub(super) struct Keys<'a, 'db>(pub(super) &'a Images<'db>);

impl Keys<'_, '_> {
    pub(super) fn uuid(&self, table: &str, what: &str, key: &str) -> Result<Value, Fault> {
        let sql = format!("SELECT uuid FROM \"{table}\" WHERE key = ?");
        let found: Option<String> =
            self.0.db.prepare_cached(&sql)?.query_row([key], |row| row.get(0)).optional()?;
        found.map(Value::String).ok_or_else(|| unknown(what, key))
    }

    pub(super) fn if_any<K: AsRef<str>>(
        &self,
        table: &str,
        what: &str,
        key: Option<K>,
    ) -> Result<Value, Fault> {
        key.map_or(Ok(Value::Null), |key| self.uuid(table, what, key.as_ref()))
    }

    fn facet_value(&self, facet: &FacetKey, key: &str) -> Result<Value, Fault> {
        let sql = "SELECT v.uuid FROM facet_value v JOIN facet f ON f.rowid = v.facet_id WHERE f.key = ? AND v.key = ?";
        let found: Option<String> =
            self.0.db.prepare_cached(sql)?.query_row([facet.as_str(), key], |row| row.get(0)).optional()?;
        found.map(Value::String).ok_or_else(|| unknown("facet value", key))
    }

    /// The columns `facet_id`, `assignment`, `value_id`.
    fn assignment(&self, row: &mut Image, facet: &FacetKey, value: &FacetAssignment) -> Result<(), Fault> {
        let (word, value) = match value {
            FacetAssignment::All => ("all", Value::Null),
            FacetAssignment::None => ("none", Value::Null),
            FacetAssignment::Value(key) => ("value", self.facet_value(facet, key.as_str())?),
        };
        row.insert("facet_id".into(), self.uuid("facet", "facet", facet.as_str())?);
        row.insert("assignment".into(), word.into());
        row.insert("value_id".into(), value);
        Ok(())
    }

    fn values<'v>(
        &self,
        owner: (&str, &str),
        values: impl Iterator<Item = (&'v FacetKey, &'v FacetAssignment)>,
    ) -> Result<Vec<Image>, Fault> {
        values
            .map(|(facet, value)| {
                let mut row = image(json!({ owner.0: owner.1 }));
                self.assignment(&mut row, facet, value)?;
                Ok(row)
            })
            .collect()
    }
}

fn unknown(what: &str, key: &str) -> Fault {
    Fault::Invalid(vec![Problem::error(Place::file(what), format!("there is no {what} `{key}`"))])
}

/// A list of members with their rank: `owner` column and UUID, the member's column, the members.
fn members(owner: (&str, &str), column: &str, members: Vec<Value>) -> Vec<Image> {
    let row =
        |(rank, member): (usize, Value)| image(json!({ owner.0: owner.1, column: member, "position": rank }));
    members.into_iter().enumerate().map(row).collect()
}

impl Record<'_> {
    /// The rows that hold the record.
    pub(super) fn rows(&self, images: &Images<'_>) -> Result<Rows, Fault> {
        let keys = Keys(images);
        let plain = |table, value| Ok(Rows { table, row: image(value), lists: Vec::new() });
        match *self {
            Record::Study(s) => {
                let declared =
                    serde_json::to_string(&s.attributes).map_err(|error| Fault::Value(error.to_string()))?;
                plain(
                    "study",
                    json!({"uuid": s.id.0.to_string(), "key": s.key.as_str(), "title": s.title, "citation": s.citation,
                        "licence": s.licence, "synthetic": i64::from(s.synthetic), "language": s.language,
                        "declared_attributes": declared}),
                )
            }
            Record::Side(s) => plain(
                "side",
                json!({"uuid": s.id.to_string(), "position": null, "key": s.key.as_str(), "name": s.name}),
            ),
            Record::Facet(facet) => Ok(facet_rows(facet)),
            Record::Level(l) => plain(
                "level",
                json!({"uuid": l.id.to_string(), "position": null, "key": l.key.as_str(), "name": l.name,
                    "open": i64::from(l.open)}),
            ),
            Record::Framework(f) => plain(
                "framework",
                json!({"uuid": f.id.to_string(), "position": null, "key": f.key.as_str(), "name": f.name,
                    "definition": f.definition, "reason": f.reason, "date": f.date,
                    "coder_id": keys.if_any("coder", "coder", f.coder.as_ref().map(|k| k.as_str()))?}),
            ),
            Record::Code(code) => code_rows(&keys, code),
            Record::Party(p) => plain(
                "party",
                json!({"uuid": p.id.to_string(), "position": null, "key": p.key.as_str(), "name": p.name,
                    "attributes": attributes(&p.attributes)?}),
            ),
            Record::Case(case) => case_rows(&keys, case),
            Record::Informant(informant) => informant_rows(&keys, informant),
            Record::Source(source) => source_rows(&keys, source),
            Record::Text(source, text) => text_rows(&keys, source, text),
            Record::Speakers(source, text) => {
                let mut rows = text_rows(&keys, source, text)?;
                rows.lists.retain(|(table, _, _)| *table == "speaker");
                Ok(rows)
            }
            Record::Original(source, bytes) => original_rows(&keys, source, bytes),
            Record::Coder(c) => plain(
                "coder",
                json!({"uuid": c.id.to_string(), "position": null, "key": c.key.as_str(), "name": c.name,
                    "attributes": attributes(&c.attributes)?}),
            ),
            Record::Coding(coding, text, index) => coding_rows(&keys, coding, text, index),
            Record::Placement(p) => {
                let mut row = image(json!({"uuid": p.id.to_string(), "position": null,
                    "rater_id": keys.uuid("coder", "coder", p.rater.as_str())?,
                    "code_id": keys.uuid("code", "code", p.code.as_str())?,
                    "case_id": keys.if_any("study_case", "case", p.case.as_ref().map(|k| k.as_str()))?,
                    "reason": p.reason}));
                keys.assignment(&mut row, &p.facet, &p.value)?;
                Ok(Rows { table: "placement", row, lists: Vec::new() })
            }
            Record::Settlement(s) => {
                let mut row = image(json!({"uuid": s.id.to_string(), "position": null,
                    "code_id": keys.uuid("code", "code", s.code.as_str())?,
                    "case_id": keys.if_any("study_case", "case", s.case.as_ref().map(|k| k.as_str()))?,
                    "reason": s.reason}));
                keys.assignment(&mut row, &s.facet, &s.value)?;
                Ok(Rows { table: "settlement", row, lists: Vec::new() })
            }
            Record::Exhibit(e) => plain(
                "exhibit",
                json!({"uuid": e.id.to_string(), "position": null, "key": e.key.as_str(), "title": e.title,
                    "kind": e.kind.as_str()}),
            ),
            Record::Output(output) => {
                let (kind, name) = match &output.kind {
                    OutputKind::Table(name) => ("table", name),
                    OutputKind::Figure(name) => ("figure", name),
                };
                plain(
                    "output",
                    json!({"uuid": output.id.to_string(), "position": null, "kind": kind, "name": name,
                        "exhibit_id": keys.uuid("exhibit", "exhibit", output.exhibit.as_str())?,
                        "options": crate::write::json(&output.options)?}),
                )
            }
            Record::Excerpt(excerpt) => excerpt_rows(&keys, excerpt),
            Record::Finding(finding) => finding_rows(&keys, finding),
            Record::Memo(memo) => memo_rows(&keys, memo),
            Record::Link(link) => link_rows(&keys, link),
            Record::Question(q) => plain(
                "question",
                json!({"uuid": q.id.to_string(), "position": null, "key": q.key.as_str(), "text": q.text,
                    "attributes": attributes(&q.attributes)?}),
            ),
            Record::MemberCheck(check) => member_rows(&keys, check),
            Record::NamedState(s) => plain(
                "named_state",
                json!({"uuid": s.id.to_string(), "position": null, "name": s.name, "op": s.op.to_string(),
                    "at": s.at, "coder": s.coder, "note": s.note}),
            ),
        }
    }
}

fn facet_rows(facet: &Facet) -> Rows {
    let uuid = facet.id.to_string();
    let value = |(rank, v): (usize, &themata_model::FacetValue)| {
        image(json!({"uuid": v.id.to_string(), "facet_id": uuid, "position": rank + 1, "key": v.key.as_str(),
            "name": v.name, "definition": v.definition}))
    };
    Rows {
        table: "facet",
        row: image(json!({"uuid": uuid, "position": null, "key": facet.key.as_str(), "name": facet.name,
            "ordered": i64::from(facet.ordered)})),
        lists: vec![("facet_value", "facet_id", facet.values.iter().enumerate().map(value).collect())],
    }
}

fn code_rows(keys: &Keys<'_, '_>, code: &Code) -> Result<Rows, Fault> {
    let uuid = code.id.to_string();
    let owner = ("code_id", uuid.as_str());
    let (parent, framework, parents) = super::frameworks::place(keys, code)?;
    let texts = |texts: &[String]| texts.iter().cloned().map(Value::String).collect::<Vec<_>>();
    Ok(Rows {
        table: "code",
        row: image(json!({"uuid": uuid, "position": null, "key": code.key.as_str(),
            "level_id": keys.uuid("level", "level", code.level.as_str())?,
            "parent_id": parent, "marker": code.marker, "name": code.name, "definition": code.definition, "inclusion": code.inclusion,
            "exclusion": code.exclusion, "origin": code.origin.map(|o| o.as_str()),
            "colour": code.colour.map(|c| c.to_string()), "attributes": attributes(&code.attributes)?})),
        lists: vec![
            ("code_alias", "code_id", members(owner, "alias", texts(&code.aliases))),
            ("code_reference", "code_id", members(owner, "reference", texts(&code.references))),
            ("code_prefill", "code_id", keys.values(owner, code.prefilled.iter())?),
            ("code_framework", "code_id", framework),
            ("code_parent", "code_id", parents),
        ],
    })
}

fn case_rows(keys: &Keys<'_, '_>, case: &Case) -> Result<Rows, Fault> {
    let uuid = case.id.to_string();
    let (mut sides, mut parties) = (Vec::new(), Vec::new());
    for (position, side) in case.sides.iter().enumerate() {
        let side_id = keys.if_any("side", "side", side.side.as_ref().map(|k| k.as_str()))?;
        sides.push(image(json!({"case_id": uuid, "position": position, "side_id": side_id})));
        for (rank, party) in side.parties.iter().enumerate() {
            let party_id = keys.uuid("party", "party", party.as_str())?;
            parties.push(image(json!({"case_id": uuid, "side_position": position, "party_id": party_id,
                "position": rank})));
        }
    }
    Ok(Rows {
        table: "study_case",
        row: image(json!({"uuid": uuid, "position": null, "key": case.key.as_str(), "label": case.label,
            "attributes": attributes(&case.attributes)?})),
        lists: vec![("case_side", "case_id", sides), ("case_side_party", "case_id", parties)],
    })
}

fn informant_rows(keys: &Keys<'_, '_>, informant: &Informant) -> Result<Rows, Fault> {
    let uuid = informant.id.to_string();
    let cases = informant.cases.iter().map(|key| keys.uuid("study_case", "case", key.as_str()));
    Ok(Rows {
        table: "informant",
        row: image(json!({"uuid": uuid, "position": null, "key": informant.key.as_str(),
            "party_id": keys.if_any("party", "party", informant.party.as_ref().map(|k| k.as_str()))?,
            "title": informant.title, "count": informant.count, "attributes": attributes(&informant.attributes)?})),
        lists: vec![(
            "informant_case",
            "informant_id",
            members(("informant_id", &uuid), "case_id", cases.collect::<Result<_, _>>()?),
        )],
    })
}

fn source_rows(keys: &Keys<'_, '_>, source: &Source) -> Result<Rows, Fault> {
    let uuid = source.id.to_string();
    let owner = ("source_id", uuid.as_str());
    // The pointer to the current text is moved by `Record::Text`.
    let text: Option<String> = keys
        .0
        .db
        .prepare_cached("SELECT t.uuid FROM source s JOIN text t ON t.rowid = s.text_id WHERE s.uuid = ?")?
        .query_row([&uuid], |row| row.get(0))
        .optional()?;
    let cases = source.cases.iter().map(|key| keys.uuid("study_case", "case", key.as_str()));
    let sides = source.sides.iter().map(|key| keys.uuid("side", "side", key.as_str()));
    let parties = source.parties.iter().map(|key| keys.uuid("party", "party", key.as_str()));
    let informants = source.informants.iter().map(|key| keys.uuid("informant", "informant", key.as_str()));
    Ok(Rows {
        table: "source",
        row: image(json!({"uuid": uuid, "position": null, "key": source.key.as_str(), "file": source.file,
            "kind": source.kind.as_str(), "date": source.date, "wave": source.wave.as_ref().map(|w| w.as_str()),
            "recorded": source.recorded.map(i64::from), "language": source.language,
            "attributes": attributes(&source.attributes)?, "text_id": text})),
        lists: vec![
            ("source_case", "source_id", members(owner, "case_id", cases.collect::<Result<_, _>>()?)),
            ("source_side", "source_id", members(owner, "side_id", sides.collect::<Result<_, _>>()?)),
            ("source_party", "source_id", members(owner, "party_id", parties.collect::<Result<_, _>>()?)),
            (
                "source_informant",
                "source_id",
                members(owner, "informant_id", informants.collect::<Result<_, _>>()?),
            ),
        ],
    })
}

fn text_rows(keys: &Keys<'_, '_>, source: &SourceKey, text: &Text) -> Result<Rows, Fault> {
    let uuid = text.id.to_string();
    if content::keep(keys.0.db, text.content.as_bytes())? != text.hash {
        return Err(Fault::Value(format!("the text of source `{source}` has another hash than it says")));
    }
    let index = TextIndex::new(&text.content);
    let outside = |what: &str| {
        let message = format!("{what} of source `{source}` does not lie in its text");
        Fault::Invalid(vec![Problem::error(Place::file("sources"), message)])
    };
    let chars = |span: Span| index.chars_of_span(span).ok_or_else(|| outside("a turn"));
    let (mut speakers, mut turns) = (Vec::new(), Vec::new());
    let (mut pages, mut locators) = (Vec::new(), Vec::new());
    for (position, speaker) in text.speakers.iter().enumerate() {
        let informant =
            keys.if_any("informant", "informant", speaker.informant.as_ref().map(|k| k.as_str()))?;
        speakers.push(image(json!({"text_id": uuid, "position": position, "label": speaker.label,
            "role": role_word(speaker.role), "informant_id": informant})));
    }
    for (position, turn) in text.turns.iter().enumerate() {
        let label = chars(turn.label)?;
        let body = turn.body.map(chars).transpose()?;
        turns.push(image(json!({"text_id": uuid, "position": position, "speaker": turn.speaker,
            "label_start": label.0.0, "label_end": label.1.0, "body_start": body.map(|b| b.0.0),
            "body_end": body.map(|b| b.1.0), "timestamp_ms": turn.timestamp.map(|t| t.0)})));
    }
    for (position, (start, name)) in text.locators.pages().iter().enumerate() {
        let start = index.char_of(*start).ok_or_else(|| outside("a page"))?;
        pages.push(image(json!({"text_id": uuid, "position": position, "start": start.0, "name": name})));
    }
    let char_of = |at| index.char_of(at).map(|at| at.0).ok_or_else(|| outside("a number or time"));
    for (position, mark) in text.locators.marks(&text.content).into_iter().enumerate() {
        let end = mark.number.map(|(_, end)| char_of(end)).transpose()?;
        locators.push(image(json!({"text_id": uuid, "position": position, "start": char_of(mark.start)?,
            "number": mark.number.map(|(number, _)| number), "end": end,
            "timestamp_ms": mark.time.map(|time| time.0)})));
    }
    let source_id = keys.uuid("source", "source", source.as_str())?;
    let sql = "SELECT ifnull((SELECT position FROM text WHERE uuid = ?1), \
               (SELECT ifnull(max(t.position), -1) + 1 FROM text t JOIN source s ON s.rowid = t.source_id WHERE s.key = ?2))";
    let position: i64 =
        keys.0.db.prepare_cached(sql)?.query_row((&uuid, source.as_str()), |row| row.get(0))?;
    Ok(Rows {
        table: "text",
        row: image(json!({"uuid": uuid, "source_id": source_id, "position": position,
            "sha256": text.hash.to_string(), "extraction": text.extraction})),
        lists: vec![
            ("speaker", "text_id", speakers),
            ("turn", "text_id", turns),
            ("page", "text_id", pages),
            ("locator", "text_id", locators),
        ],
    })
}

fn original_rows(keys: &Keys<'_, '_>, source: &SourceKey, bytes: &[u8]) -> Result<Rows, Fault> {
    let hash = content::keep(keys.0.db, bytes)?;
    let source_id = keys.uuid("source", "source", source.as_str())?;
    let owner: themata_model::RowId =
        source_id.as_str().unwrap_or_default().parse().map_err(|error: String| Fault::Value(error))?;
    Ok(Rows {
        table: "original",
        row: image(json!({"uuid": owner.0.derive("original").to_string(), "source_id": source_id,
            "sha256": hash.to_string()})),
        lists: Vec::new(),
    })
}

fn coding_rows(
    keys: &Keys<'_, '_>,
    coding: &Coding,
    text: &Text,
    index: &TextIndex<'_>,
) -> Result<Rows, Fault> {
    let uuid = coding.id.to_string();
    let outside = || {
        let message = format!("coding {uuid} does not lie in the text of source `{}`", coding.source);
        Fault::Invalid(vec![Problem::error(Place::file("codings"), message)])
    };
    let mut row = image(json!({"uuid": uuid, "position": null,
        "source_id": keys.uuid("source", "source", coding.source.as_str())?,
        "code_id": keys.if_any("code", "code", coding.target.code().map(|k| k.as_str()))?,
        "coder_id": keys.uuid("coder", "coder", coding.coder.as_str())?,
        "start": null, "end": null, "line": null, "turn": null, "speaker": null,
        "about_case_id": keys.if_any("study_case", "case", coding.about.case.as_ref().map(|k| k.as_str()))?,
        "about_side_id": keys.if_any("side", "side", coding.about.side.as_ref().map(|k| k.as_str()))?,
        "weight": coding.weight.map(|w| w.get()), "quotation": coding.quotation,
        "typed": (coding.typed != coding.quotation).then_some(&coding.typed), "prefix": coding.prefix,
        "suffix": coding.suffix, "memo": coding.memo, "attributes": attributes(&coding.attributes)?}));
    if let Some(span) = coding.span {
        let placed = place(text, index, span).ok_or_else(outside)?;
        row.extend(image(
            json!({"start": placed.start, "end": placed.end, "line": placed.line, "turn": placed.turn,
            "speaker": placed.speaker}),
        ));
    }
    let values = keys.values(("coding_id", &uuid), coding.target.facets().iter())?;
    Ok(Rows { table: "coding", row, lists: vec![("coding_facet", "coding_id", values)] })
}

fn excerpt_rows(keys: &Keys<'_, '_>, excerpt: &Excerpt) -> Result<Rows, Fault> {
    let uuid = excerpt.id.to_string();
    let owner = ("excerpt_id", uuid.as_str());
    let pieces = excerpt.pieces.iter().map(|piece| Value::String(piece.coding.to_string())).collect();
    let exhibits = excerpt.exhibits.iter().map(|used| keys.uuid("exhibit", "exhibit", used.exhibit.as_str()));
    Ok(Rows {
        table: "excerpt",
        row: image(json!({"uuid": uuid, "position": null, "key": excerpt.key.as_str(), "text": excerpt.text,
            "translation": excerpt.translation.as_ref().map(|t| &t.text),
            "translator": excerpt.translation.as_ref().and_then(|t| t.translator.as_ref()),
            "attribution": excerpt.attribution.as_str(), "attributes": attributes(&excerpt.attributes)?})),
        lists: vec![
            ("excerpt_coding", "excerpt_id", members(owner, "coding_id", pieces)),
            (
                "excerpt_exhibit",
                "excerpt_id",
                members(owner, "exhibit_id", exhibits.collect::<Result<_, _>>()?),
            ),
        ],
    })
}

fn finding_rows(keys: &Keys<'_, '_>, finding: &Finding) -> Result<Rows, Fault> {
    let uuid = finding.id.to_string();
    let evidence = finding.evidence.iter().enumerate().map(|(rank, link)| {
        image(
            json!({"finding_id": uuid, "coding_id": link.coding.to_string(), "stance": link.stance.as_str(),
            "position": rank}),
        )
    });
    Ok(Rows {
        table: "finding",
        row: image(json!({"uuid": uuid, "position": null, "key": finding.key.as_str(),
            "exhibit_id": keys.if_any("exhibit", "exhibit", finding.exhibit.as_ref().map(|k| k.as_str()))?,
            "case_id": keys.if_any("study_case", "case", finding.case.as_ref().map(|k| k.as_str()))?,
            "code_id": keys.if_any("code", "code", finding.code.as_ref().map(|k| k.as_str()))?,
            "text": finding.text, "rating": finding.rating, "attributes": attributes(&finding.attributes)?})),
        lists: vec![
            ("finding_facet", "finding_id", keys.values(("finding_id", &uuid), finding.facets.iter())?),
            ("finding_evidence", "finding_id", evidence.collect()),
        ],
    })
}

fn anchor(anchor: &MemoAnchor) -> (Value, Value) {
    match anchor {
        MemoAnchor::Study => (Value::Null, Value::Null),
        MemoAnchor::Row { kind, key } => (kind.as_str().into(), key.as_str().into()),
    }
}

fn memo_rows(keys: &Keys<'_, '_>, memo: &Memo) -> Result<Rows, Fault> {
    let (kind, key) = anchor(&memo.anchor);
    Ok(Rows {
        table: "memo",
        row: image(json!({"uuid": memo.id.to_string(), "position": null, "key": memo.key.as_str(),
            "about_kind": kind, "about_key": key, "kind": memo.kind.as_str(),
            "coder_id": keys.if_any("coder", "coder", memo.coder.as_ref().map(|k| k.as_str()))?,
            "date": memo.date, "text": memo.text, "attributes": attributes(&memo.attributes)?})),
        lists: Vec::new(),
    })
}

fn link_rows(keys: &Keys<'_, '_>, link: &Link) -> Result<Rows, Fault> {
    let uuid = link.id.to_string();
    let evidence = link.evidence.iter().map(|id| Value::String(id.to_string())).collect();
    Ok(Rows {
        table: "link",
        row: image(json!({"uuid": uuid, "position": null,
            "from_id": keys.uuid("code", "code", link.from.as_str())?, "kind": link.kind.0,
            "to_id": keys.uuid("code", "code", link.to.as_str())?, "reason": link.reason,
            "attributes": attributes(&link.attributes)?})),
        lists: vec![("link_evidence", "link_id", members(("link_id", &uuid), "coding_id", evidence))],
    })
}

fn member_rows(keys: &Keys<'_, '_>, check: &MemberCheck) -> Result<Rows, Fault> {
    let uuid = check.id.to_string();
    let shown = check.shown.iter().enumerate().map(|(rank, shown)| {
        let (kind, key) = anchor(shown);
        image(json!({"member_check_id": uuid, "position": rank, "about_kind": kind, "about_key": key}))
    });
    Ok(Rows {
        table: "member_check",
        row: image(json!({"uuid": uuid, "position": null, "key": check.key.as_str(),
            "informant_id": keys.if_any("informant", "informant", check.informant.as_ref().map(|k| k.as_str()))?,
            "party_id": keys.if_any("party", "party", check.party.as_ref().map(|k| k.as_str()))?,
            "date": check.date, "response": check.response, "revision": check.revision,
            "coder_id": keys.if_any("coder", "coder", check.coder.as_ref().map(|k| k.as_str()))?,
            "attributes": attributes(&check.attributes)?})),
        lists: vec![("member_check_shown", "member_check_id", shown.collect())],
    })
}
