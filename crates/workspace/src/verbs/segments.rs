//! Taking coded segments in from a table that another tool exported.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Serialize;
use themata_exchange::{SegmentField, SegmentOptions, SegmentReading, SegmentTold, read_segments};
use themata_model::{CoderKey, RowId, Severity, Source, SourceKey, Study, TextIndex, counted, counted_as};
use themata_store::{Part, Record, Which};

use super::attributes::head;
use super::{Act, Said, Scene, codebook};
use crate::WorkspaceError;

/// Takes coded segments in as codings: into the documents that the study has, and where it has none, into documents made of
/// the segments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportSegments {
    /// Name of the table.
    pub file: String,
    /// What columns tell, as `column=field`.
    pub map: Vec<String>,
    /// Whether codes and documents that are not known are made; they are where the study has none at all.
    pub create: bool,
    /// What kind of document those made of segments are.
    pub kind: String,
    /// What is in the table.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

impl Act for ImportSegments {
    const VERB: &'static str = "import-segments";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let mut s = at.edit.parts(&[Part::Roster, Part::Codebook, Part::Sources])?;
        for source in &mut s.sources {
            if let Some(whole) = at.edit.source(&source.key)? {
                *source = whole;
            }
        }
        s.codings = at.edit.codings(&Which::All)?;
        let make_codes = self.create || s.codebook.codes().is_empty();
        let reading = self.read(&s, at.coder()?, make_codes, &mut |_, _| crate::clock::fresh_id())?;
        let mut study = head(&s);
        declare(&mut study, &reading);
        if study.attributes != s.attributes {
            at.edit.put(&Record::Study(&study))?;
        }
        for coder in &reading.coders {
            at.edit.put(&Record::Coder(coder))?;
        }
        if let Some(book) = &reading.codebook {
            codebook::write(at, &s.codebook, book)?;
        }
        for (key, told) in &reading.told {
            if let Some(source) = s.sources.iter_mut().find(|source| source.key == *key) {
                source.attributes.extend(told.clone());
                at.edit.put(&Record::Source(source))?;
            }
        }
        let known: Vec<RowId> = s.sources.iter().map(|source| source.id).collect();
        for source in reading.sources.iter().filter(|source| !known.contains(&source.id)) {
            at.edit.put(&Record::Source(source))?;
            at.edit.put(&Record::Text(&source.key, source.text()))?;
            at.edit.put(&Record::Original(&source.key, source.text().content.as_bytes()))?;
        }
        let sources: HashMap<&SourceKey, &Source> =
            s.sources.iter().chain(&reading.sources).map(|source| (&source.key, source)).collect();
        let mut indices: HashMap<&SourceKey, TextIndex<'_>> = HashMap::new();
        for coding in &reading.codings {
            let Some(source) = sources.get(&coding.source) else { continue };
            let text = source.text();
            let index = indices.entry(&source.key).or_insert_with(|| TextIndex::new(&text.content));
            at.edit.put(&Record::Coding(coding, text, index))?;
        }
        Ok(self.said(&reading))
    }
}

/// Declares the attributes that came along.
pub(crate) fn declare(study: &mut Study, reading: &SegmentReading) {
    for (list, names) in &reading.declared {
        study.attributes.entry((*list).to_string()).or_default().extend(names.iter().cloned());
    }
}

impl ImportSegments {
    /// Reads the table against a study.
    ///
    /// # Errors
    /// When a column is said to tell what none can, or the table has to be mended first.
    pub(crate) fn read(
        &self,
        s: &Study,
        coder: CoderKey,
        make_codes: bool,
        fresh: &mut dyn FnMut(&'static str, &str) -> RowId,
    ) -> Result<SegmentReading, WorkspaceError> {
        let options = SegmentOptions {
            map: self.map.iter().map(|pair| mapped(pair)).collect::<Result<_, _>>()?,
            create_codes: make_codes,
            create_documents: self.create || s.sources.is_empty(),
            coder,
            kind: self.kind.clone(),
        };
        let reading = read_segments(&self.file, &self.bytes, s, &options, fresh);
        if reading.codebook.is_some() {
            return Ok(reading);
        }
        let is_error = |problem: &themata_model::Problem| problem.severity == Severity::Error;
        let problems = reading.problems.into_iter().filter(is_error).collect();
        Err(WorkspaceError::Unmended { path: PathBuf::from(&self.file), problems })
    }

    /// What became of the rows, in words.
    pub(crate) fn said(&self, reading: &SegmentReading) -> Said {
        let report = &reading.report;
        let codings = counted(reading.codings.len(), "coding");
        let rows = counted(report.taken, "row");
        let mut said = Said::new(format!("took in {codings} from {rows} of the table *{}*", self.file));
        reading.new_codes.iter().for_each(|code| said.codes.push(code.to_string()));
        reading.sources.iter().for_each(|source| said.sources.push(source.key.to_string()));
        let mut line = |text: String| said.details.push(text);
        let left = report.rows.saturating_sub(report.taken);
        line(format!("{}: {} taken in, {left} left out", counted(report.rows, "row"), report.taken));
        let codes = counted(report.by_code.len(), "code");
        let new = counted_as(reading.new_codes.len(), "new code", "new codes");
        line(format!("{codings} of {codes}, {new}"));
        if report.own > 0 {
            let documents = counted(reading.sources.len(), "document");
            line(format!("{} in {documents} made of their segments", counted(report.own, "coding")));
        }
        if report.exact > 0 {
            line(format!("exact: {}", counted(report.exact, "coding")));
        }
        for coder in &reading.coders {
            line(format!("new coder `{}`", coder.key));
        }
        let mut listed = |what: &str, told: &[SegmentTold]| {
            if !told.is_empty() {
                line(format!("{what}: {}", told.len()));
                told.iter().for_each(|one| line(format!("  line {}: {}", one.line, one.why)));
            }
        };
        listed("approximate, to be confirmed", &report.approximate);
        listed("ambiguous, kept without a place", &report.ambiguous);
        listed("lost, kept without a place", &report.lost);
        listed("said twice", &report.doubles);
        listed("left out", &report.left_out);
        said.details.extend(reading.problems.iter().map(|problem| format!("look: {problem}")));
        said.incomplete = Self::is_incomplete(reading);
        said
    }

    /// Whether something was left out or has no place.
    fn is_incomplete(reading: &SegmentReading) -> bool {
        let report = &reading.report;
        !(report.left_out.is_empty() && report.ambiguous.is_empty() && report.lost.is_empty())
    }
}

/// What a column tells, as a person says it.
fn mapped(pair: &str) -> Result<(String, SegmentField), WorkspaceError> {
    let words = SegmentField::words().join(", ");
    let Some((column, field)) = pair.rsplit_once('=') else {
        return Err(WorkspaceError::refused(format!("`{pair}` is not of the form COLUMN=FIELD"))
            .hint(format!("write for example `--map 'Quote=segment'`; the fields are {words}")));
    };
    match SegmentField::of(field) {
        Some(field) => Ok((column.trim().to_string(), field)),
        None => {
            Err(super::look::unknown("field of a table of segments", field.trim(), SegmentField::words())
                .hint(format!("the fields are {words}")))
        }
    }
}
