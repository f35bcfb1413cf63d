//! Texts of which there are several versions: which one stays, and where the codings made on the
//! others stand in it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use themata_model::anchor::{Anchor, Finder, Resolution, Revision, first_words};
use themata_model::{CharOffset, Span, SpeakerRole, Text, TextIndex};

use super::rulings::{MergeSide, Rulings, Stand};
use super::schema::{Tables, row, text};
use super::words;
use crate::error::Fault;
use crate::image::Image;
use crate::read::Reader;
use crate::write::place;

/// How codings that one copy added came over to the text of the other one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Their words stand where they stood.
    pub exact: usize,
    /// Their words stand elsewhere.
    pub moved: usize,
    /// Similar words stand there; somebody has to look.
    pub approximate: usize,
    /// Their words are gone; they are kept without a place.
    pub lost: usize,
}

/// The databases of the copies, for contents and whole texts.
pub(super) struct Files<'a> {
    pub(super) base: Option<&'a Connection>,
    pub(super) ours: &'a Connection,
    pub(super) theirs: &'a Connection,
}

impl<'a> Files<'a> {
    /// The database of one copy.
    pub(super) fn of(&self, side: MergeSide) -> &'a Connection {
        match side {
            MergeSide::Ours => self.ours,
            MergeSide::Theirs => self.theirs,
        }
    }
}

/// The text that a source ends up with.
pub(super) struct Final {
    /// Its id.
    pub(super) text: String,
    /// Its content's hash.
    sha: String,
    /// The copy that has it as its current text.
    from: MergeSide,
}

/// The texts of all sources, by the source's id.
pub(super) type Finals = BTreeMap<String, Final>;

fn current<'t>(tables: &'t Tables, source: &str) -> Option<(&'t str, &'t str)> {
    let id = text(row(tables, "source", source)?, "text_id")?;
    Some((id, text(row(tables, "text", id)?, "sha256")?))
}

/// Decides for every source which text it ends up with: the one that was edited, or a conflict.
pub(super) fn finals(
    files: &Files<'_>,
    (base, ours, theirs): (&Tables, &Tables, &Tables),
    rulings: &mut Rulings<'_>,
) -> Result<Finals, Fault> {
    let none = BTreeMap::new();
    let sources = |tables: &Tables| tables.get("source").unwrap_or(&none).keys().cloned().collect::<Vec<_>>();
    let all: BTreeSet<String> = sources(ours).into_iter().chain(sources(theirs)).collect();
    let mut finals = Finals::new();
    for source in all {
        let chosen = |(id, sha): (&str, &str), from| Final { text: id.into(), sha: sha.into(), from };
        let (our, their) = (current(ours, &source), current(theirs, &source));
        let question = ("source".to_string(), source.clone(), "text".to_string());
        let is_contested = rulings.contested(&question).is_some();
        let before = current(base, &source).map(|(_, sha)| sha).filter(|_| !is_contested);
        let found = match (our, their) {
            (None, None) => continue,
            (Some(our), None) => chosen(our, MergeSide::Ours),
            (None, Some(their)) => chosen(their, MergeSide::Theirs),
            (Some(our), Some(their)) if our.1 == their.1 || before == Some(their.1) => {
                chosen(our, MergeSide::Ours)
            }
            (Some(our), Some(their)) if before == Some(our.1) => chosen(their, MergeSide::Theirs),
            (Some(our), Some(their)) => {
                let told = |sha: Option<&str>| -> Result<Option<String>, Fault> {
                    sha.map_or(Ok(None), |sha| content(files, sha))
                };
                let (o, t, b) = (told(Some(our.1))?, told(Some(their.1))?, told(before)?);
                let (o, t) = (o.unwrap_or_default(), t.unwrap_or_default());
                let (o_line, t_line) = words::first_difference(&o, &t);
                let stand = b.map(|b| Stand::Words(words::first_difference(&b, &o).0));
                match rulings.ask(question, stand, Stand::Words(o_line), Stand::Words(t_line)) {
                    MergeSide::Ours => chosen(our, MergeSide::Ours),
                    MergeSide::Theirs => chosen(their, MergeSide::Theirs),
                }
            }
        };
        finals.insert(source, found);
    }
    Ok(finals)
}

/// Brings the codings of all copies into the final texts, and returns how those came over that only
/// one of the copies has.
pub(super) fn carry(
    files: &Files<'_>,
    finals: &Finals,
    base: &mut Tables,
    ours: &mut Tables,
    theirs: &mut Tables,
    rulings: &mut Rulings<'_>,
) -> Result<Carried, Fault> {
    let ids = |tables: &Tables| -> BTreeSet<String> {
        tables.get("coding").into_iter().flat_map(BTreeMap::keys).cloned().collect()
    };
    let (our_ids, their_ids) = (ids(ours), ids(theirs));
    let mut carried = Carried::default();
    for (source, last) in finals {
        let stale = |tables: &Tables| -> Option<String> {
            let (_, sha) = current(tables, source)?;
            (sha != last.sha).then(|| sha.to_string())
        };
        let olds = [stale(base), stale(ours), stale(theirs)];
        if olds.iter().all(Option::is_none) {
            continue;
        }
        let Some(new) = whole(files, last)? else { continue };
        let (finder, index) = (Finder::new(&new.content), TextIndex::new(&new.content));
        let copies = [(&mut *base, &BTreeSet::new()), (&mut *ours, &their_ids), (&mut *theirs, &our_ids)];
        for (at, ((tables, others), old)) in copies.into_iter().zip(olds).enumerate() {
            let Some(old) = old else { continue };
            let Some(old) = content(files, &old)? else { continue };
            let (revision, old_index) = (Revision::between(&old, &finder), TextIndex::new(&old));
            let codings = tables.get_mut("coding").into_iter().flatten();
            for (id, image) in codings.filter(|(_, image)| text(image, "source_id") == Some(source.as_str()))
            {
                let was = image.clone();
                let Some(found) = moved(image, &old_index, &revision, &new, &index) else { continue };
                if at == 0 || others.contains(id) {
                    continue;
                }
                let quoted = words::opening(text(&was, "quotation").unwrap_or_default());
                let now = words::opening(text(image, "quotation").unwrap_or_default());
                let coding = words::ending(id);
                match found {
                    Resolution::Exact(_) => carried.exact += 1,
                    Resolution::Moved(_) => carried.moved += 1,
                    Resolution::Approximate { score, .. } => {
                        carried.approximate += 1;
                        rulings.note(format!(
                            "coding {coding} is approximate ({score:.2}): “{quoted}” is now “{now}”"
                        ));
                    }
                    Resolution::Lost => {
                        carried.lost += 1;
                        rulings.note(format!(
                            "coding {coding} is lost: “{quoted}” does not stand in the text that was kept"
                        ));
                    }
                }
            }
        }
    }
    Ok(carried)
}

/// Brings one coding into the new text; `None` when it had no place before.
fn moved(
    image: &mut Image,
    old: &TextIndex<'_>,
    revision: &Revision<'_>,
    new: &Text,
    index: &TextIndex<'_>,
) -> Option<Resolution> {
    let offset =
        |column: &str| image.get(column).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    let span = old.span_of_chars(CharOffset(offset("start")?), CharOffset(offset("end")?)).ok()?;
    let string = |column: &str| text(image, column).unwrap_or_default().to_string();
    let anchor =
        Anchor { span, quotation: string("quotation"), prefix: string("prefix"), suffix: string("suffix") };
    let found = revision.carry(&anchor);
    let typed = text(image, "typed").unwrap_or(&anchor.quotation).to_string();
    put(image, found.span(), new, index);
    if let Some(span) = found.span() {
        let Anchor { quotation, prefix, suffix, .. } = Anchor::of(&new.content, span);
        // What was first typed or marked stays.
        let typed = first_words(&typed, &anchor.quotation, &quotation).to_string();
        let typed = if typed == quotation { Value::Null } else { typed.into() };
        for (column, value) in [("quotation", quotation), ("prefix", prefix), ("suffix", suffix)] {
            image.insert(column.into(), value.into());
        }
        image.insert("typed".into(), typed);
    }
    Some(found)
}

/// Writes the place of a coding and what follows from it.
fn put(image: &mut Image, span: Option<Span>, new: &Text, index: &TextIndex<'_>) {
    let placed = span.and_then(|span| place(new, index, span));
    let columns = [
        ("start", placed.as_ref().map(|p| p.start)),
        ("end", placed.as_ref().map(|p| p.end)),
        ("line", placed.as_ref().map(|p| p.line)),
        ("turn", placed.as_ref().and_then(|p| p.turn)),
        ("speaker", placed.as_ref().and_then(|p| p.speaker)),
    ];
    for (column, value) in columns {
        image.insert(column.into(), value.map_or(Value::Null, Value::from));
    }
}

/// Says anew who speaks the words of codings, where the copies differ in which part a speaker has.
pub(super) fn say_who_speaks(
    files: &Files<'_>,
    finals: &Finals,
    merged: &mut Tables,
    ours: &Tables,
    theirs: &Tables,
) -> Result<(), Fault> {
    let none = BTreeMap::new();
    let roles = |tables: &Tables, id: &str| -> Vec<String> {
        let rows = tables.get("speaker").unwrap_or(&none).values();
        let of_text = rows.filter(|image| text(image, "text_id") == Some(id));
        let mut parts: Vec<(i64, String)> = of_text
            .map(|image| {
                let position = image.get("position").and_then(Value::as_i64).unwrap_or_default();
                (position, text(image, "role").unwrap_or_default().to_string())
            })
            .collect();
        parts.sort();
        parts.into_iter().map(|(_, role)| role).collect()
    };
    for (source, last) in finals {
        let now = roles(merged, &last.text);
        let differs = |tables: &Tables| {
            let then = roles(tables, &last.text);
            !then.is_empty() && then != now
        };
        if !(differs(ours) || differs(theirs)) || row(merged, "source", source).is_none() {
            continue;
        }
        let Some(mut whole) = whole(files, last)? else { continue };
        for (speaker, role) in whole.speakers.iter_mut().zip(&now) {
            speaker.role = match role.as_str() {
                "interviewer" => SpeakerRole::Interviewer,
                "informant" => SpeakerRole::Informant,
                _ => SpeakerRole::Unknown,
            };
        }
        let content = whole.content.clone();
        let index = TextIndex::new(&content);
        let codings = merged.get_mut("coding").into_iter().flat_map(BTreeMap::values_mut);
        for image in codings.filter(|image| text(image, "source_id") == Some(source.as_str())) {
            let offset = |column: &str| {
                image
                    .get(column)
                    .and_then(Value::as_u64)
                    .and_then(|n| usize::try_from(n).ok())
                    .map(CharOffset)
            };
            let span = offset("start").zip(offset("end")).and_then(|(a, b)| index.span_of_chars(a, b).ok());
            if span.is_some() {
                put(image, span, &whole, &index);
            }
        }
    }
    Ok(())
}

/// The text that a source ends up with, with its turns.
fn whole(files: &Files<'_>, last: &Final) -> Result<Option<Text>, Fault> {
    for side in [last.from, last.from.other()] {
        if let Some(found) = Reader::new(files.of(side)).text(&last.text)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The words of a text by its hash, whichever file has them.
fn content(files: &Files<'_>, sha: &str) -> Result<Option<String>, Fault> {
    for db in [Some(files.ours), Some(files.theirs), files.base].into_iter().flatten() {
        let sql = "SELECT CAST(bytes AS TEXT) FROM content WHERE sha256 = ?";
        let found: Option<String> = db.prepare_cached(sql)?.query_row([sha], |row| row.get(0)).optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
