//! Another version of a source's text; the codings follow their words.

use std::collections::HashMap;

use serde::Serialize;
use themata_ingest::{Ingested, Options};
use themata_model::anchor::{Anchor, Finder, Resolution, Revision, first_words, verify_display};
use themata_model::{
    Coding, RowId, Source, Span, Speaker, Study, Text, TextHash, TextIndex, around_difference, counted,
    counted_as,
};
use themata_store::{Part, Record, Which};

use super::import::name_speakers;
use crate::WorkspaceError;
use crate::verbs::look::{self, short_id};
use crate::verbs::{Act, Said, Scene};

/// Words of a quotation shown in a line of the report.
const SHOWN: usize = 12;

/// Characters of a changed quotation that a report shows, around the first change.
const CHANGE: usize = 80;

/// Letters and digits of words that do not stand elsewhere by chance, and of surroundings that tell them.
const TELLING: usize = 16;

/// Gives a source another version of its text and carries its codings over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditText {
    /// The source.
    pub source: String,
    /// Hash of the text that was edited; refused when the source has another one by now.
    pub of: Option<String>,
    /// Name of the file that holds the new text; its ending tells the format.
    pub file: String,
    /// The bytes of that file.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// How the codings of a source came over.
#[derive(Default)]
struct Report {
    exact: usize,
    moved: usize,
    approximate: Vec<String>,
    // Placed by likeness alone, though no word to be confirmed changed.
    to_look_at: Vec<String>,
    lost: Vec<String>,
    regained: Vec<String>,
    lost_before: usize,
}

impl Act for EditText {
    const VERB: &'static str = "edit-text";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        edit(at, &s, &self.source, self.of.as_ref(), |old| {
            // Who was a speaker stays one, however seldom the label occurs now.
            let known_speakers = old.speakers.iter().map(|speaker| speaker.label.clone()).collect();
            let options = Options { known_speakers, ..Options::default() };
            let (found, problems) = themata_ingest::read(&self.file, &self.bytes, &options)
                .map_err(|error| WorkspaceError::refused(error.to_string()))?;
            Ok((found, problems.into_iter().map(|problem| problem.message).collect()))
        })
    }
}

/// Gives a source the text that `read` finds, with what was remarked, and carries its codings over; of `s` the roster is needed.
pub(super) fn edit(
    at: &mut Scene<'_, '_>,
    s: &Study,
    source: &str,
    of: Option<&String>,
    read: impl FnOnce(&Text) -> Result<(Ingested, Vec<String>), WorkspaceError>,
) -> Result<Said, WorkspaceError> {
    let source = look::source_with_text(at.edit, source)?;
    let Some(old) = source.texts.last() else {
        return Err(WorkspaceError::refused(format!("the source `{}` has no text", source.key)));
    };
    if of.is_some_and(|of| *of != old.hash.to_string()) {
        return Err(WorkspaceError::refused(format!("the text of `{}` was changed meanwhile", source.key))
            .hint("begin again with the text as it is now"));
    }
    let (found, problems) = read(old)?;
    if old.content == found.text {
        return Ok(Said::new(format!("the text of *{}* is as it was", source.key)).source(&source.key));
    }
    if found.text.trim().is_empty() {
        return Err(WorkspaceError::refused(format!("the new text of `{}` holds no words", source.key))
            .hint("`themata sources delete` takes a source out"));
    }
    let new = version(at, s, &source, old, found);
    let codings = at.edit.codings(&Which::InSource(source.key.clone()))?;
    let (codings, report) = carried(codings, old, &new);
    at.edit.put(&Record::Text(&source.key, &new))?;
    let index = TextIndex::new(&new.content);
    for coding in &codings {
        at.edit.put(&Record::Coding(coding, &new, &index))?;
    }
    let said = report.said(&source, codings.len());
    let said = problems.into_iter().fold(said, Said::detail);
    Ok(no_longer_borne_out(at, &source, &codings)?.into_iter().fold(said, Said::detail))
}

/// The new version; who speaks under a label stays known.
fn version(at: &Scene<'_, '_>, s: &Study, source: &Source, old: &Text, found: Ingested) -> Text {
    let Ingested { text: content, extraction, turns, mut speakers, locators, .. } = found;
    for speaker in &mut speakers {
        let same = |other: &&Speaker| other.label == speaker.label;
        let like = |other: &&Speaker| other.label.to_lowercase() == speaker.label.to_lowercase();
        match old.speakers.iter().find(same).or_else(|| old.speakers.iter().find(like)) {
            Some(known) => {
                speaker.informant.clone_from(&known.informant);
                speaker.role = known.role;
            }
            None => name_speakers(s, source, std::slice::from_mut(speaker)),
        }
    }
    let hash = TextHash::of(&content);
    Text { id: at.fresh_id(), content, hash, extraction, turns, speakers, locators }
}

/// The codings in the new text, and how they came there.
fn carried(codings: Vec<Coding>, old: &Text, new: &Text) -> (Vec<Coding>, Report) {
    let finder = Finder::new(&new.content);
    let revision = Revision::between(&old.content, &finder);
    let mut report = Report::default();
    let placed = |mut coding: Coding| {
        let Some(anchor) = coding.anchor() else {
            coding.span = regained(&coding, &finder);
            match coding.span {
                Some(span) => {
                    report.regained.push(line(&coding));
                    stands_at(&mut coding, &new.content, span);
                }
                None => report.lost_before += 1,
            }
            return coding;
        };
        let resolution = revision.carry(&anchor);
        coding.span = resolution.span();
        if let Some(span) = coding.span {
            stands_at(&mut coding, &new.content, span);
        }
        report.count(&coding, &anchor.quotation, resolution);
        coding
    };
    let codings = codings.into_iter().map(placed).collect();
    (codings, report)
}

/// Gives a coding its place in the new text, with the words and surroundings of now. What was first typed or
/// marked stays.
fn stands_at(coding: &mut Coding, text: &str, span: Span) {
    let Anchor { quotation, prefix, suffix, .. } = Anchor::of(text, span);
    coding.typed = first_words(&coding.typed, &coding.quotation, &quotation).to_string();
    (coding.span, coding.quotation, coding.prefix, coding.suffix) = (Some(span), quotation, prefix, suffix);
}

/// Where the words of a lost coding stand again: once in the text, and not by chance.
fn regained(coding: &Coding, finder: &Finder<'_>) -> Option<Span> {
    let places = finder.occurrences_with_ends(&coding.quotation);
    let [only] = places.as_slice() else { return None };
    let solid = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    if solid(&coding.quotation) >= TELLING {
        return Some(*only);
    }
    let around = Anchor::of(finder.text(), *only);
    let same = |a: &str, b: &str| a.trim() == b.trim() && solid(a) > 0;
    let known = same(&around.prefix, &coding.prefix) || same(&around.suffix, &coding.suffix);
    known.then_some(*only)
}

impl Report {
    /// Counts a coding that had the words `were` and stands where it stands now. What is approximate by
    /// the words is what stays to be confirmed.
    fn count(&mut self, coding: &Coding, were: &str, resolution: Resolution) {
        let score = match resolution {
            Resolution::Exact(_) => return self.exact += 1,
            Resolution::Moved(_) => return self.moved += 1,
            Resolution::Lost => return self.lost.push(line(coding)),
            Resolution::Approximate { score, .. } => score,
        };
        let (id, name) = (short_id(coding.id), name(coding));
        let (was, is) = around_difference(were, &coding.quotation, CHANGE);
        if coding.is_unconfirmed() {
            let told = format!("approximate ({score:.2}): {id} {name}: “{was}” is now “{is}”");
            self.approximate.push(told);
        } else {
            self.moved += 1;
            let told = match was == is {
                true => format!("look at {id} {name}: “{is}” stands in other surroundings"),
                false => format!("{id} {name}: “{was}” is now “{is}”, which is no other word"),
            };
            self.to_look_at.push(told);
        }
    }

    fn said(self, source: &Source, all: usize) -> Said {
        let sentence = match all {
            0 => format!("edited the text of *{}*", source.key),
            _ => format!(
                "edited the text of *{}*: {} exact, {} moved, {} approximate, {} lost",
                source.key,
                counted(self.exact, "coding"),
                self.moved,
                self.approximate.len(),
                self.lost.len()
            ),
        };
        let mut said = Said::new(sentence).source(&source.key);
        let any = !self.approximate.is_empty();
        said = self.approximate.into_iter().fold(said, Said::detail);
        if any {
            said = said.detail("look at what is approximate, then `themata confirm ID` or move its borders");
        }
        said = self.to_look_at.into_iter().fold(said, Said::detail);
        said = self.lost.into_iter().map(|line| format!("lost: {line}")).fold(said, Said::detail);
        said = self.regained.into_iter().map(|line| format!("found again: {line}")).fold(said, Said::detail);
        match self.lost_before {
            0 => said,
            n => said.detail(format!(
                "{} lost before and still {}",
                counted_as(n, "coding was", "codings were"),
                if n == 1 { "is" } else { "are" }
            )),
        }
    }
}

fn line(coding: &Coding) -> String {
    format!("{} {}: “{}”", short_id(coding.id), name(coding), opening(&coding.quotation))
}

/// The code and the coder.
fn name(coding: &Coding) -> String {
    let code = coding.target.code().map(ToString::to_string);
    format!("{} by {}", code.unwrap_or_else(|| "facet value".to_string()), coding.coder)
}

/// The first words of a quotation on one line.
fn opening(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..SHOWN) {
        Some(first) if words.len() > SHOWN => format!("{} …", first.join(" ")),
        _ => words.join(" "),
    }
}

/// Lines on the excerpts whose display text their codings bore out, and no longer do.
fn no_longer_borne_out(
    at: &Scene<'_, '_>,
    source: &Source,
    codings: &[Coding],
) -> Result<Vec<String>, WorkspaceError> {
    let here: HashMap<RowId, &str> = codings.iter().map(|c| (c.id, c.quotation.as_str())).collect();
    let mut lines = Vec::new();
    for excerpt in at.edit.resting_on(&Which::InSource(source.key.clone()))?.excerpts {
        let Some(text) = &excerpt.text else { continue };
        let far: Vec<RowId> =
            excerpt.pieces.iter().map(|piece| piece.coding).filter(|id| !here.contains_key(id)).collect();
        let far = at.edit.codings(&Which::Ids(far))?;
        let far: HashMap<RowId, &str> = far.iter().map(|c| (c.id, c.quotation.as_str())).collect();
        let words = excerpt.pieces.iter().filter_map(|p| here.get(&p.coding).or_else(|| far.get(&p.coding)));
        let words: Vec<&str> = words.copied().collect();
        if !verify_display(text, &words).is_borne_out() {
            lines.push(format!("excerpt `{}` shows words that its codings do not have", excerpt.key));
        }
    }
    Ok(lines)
}
