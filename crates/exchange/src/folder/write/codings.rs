//! `codings/<coder>.csv`, in the order of the study.

use std::collections::HashMap;

use themata_model::anchor::Anchor;
use themata_model::{Coding, RowId, Study, TextIndex};

use super::super::Files;
use super::super::coding_rows::coding_identity;
use super::super::ids::Ids;
use super::csv_file::{CsvFile, optional, unless_derived};

pub(super) fn render(study: &Study, files: &mut Files) {
    let source_position: HashMap<_, usize> =
        study.sources.iter().enumerate().map(|(i, s)| (&s.key, i)).collect();
    let indices: Vec<TextIndex<'_>> =
        study.sources.iter().map(|source| TextIndex::new(&source.text().content)).collect();
    let order = study.coding_order();
    // The ordinal among equals counts over all files in the order in which a reader mints.
    let mut ids = Ids::new(study.id, "coding");
    for coder in &study.coders {
        let facets: Vec<&str> = study.facets.iter().map(|facet| facet.key.as_str()).collect();
        let mut columns: Vec<String> =
            ["source", "code", "quote", "start", "end", "coder", "about", "weight", "memo"]
                .map(String::from)
                .to_vec();
        columns.extend(facets.iter().map(|facet| format!("{facet}?")));
        columns.extend(["typed?", "status?", "before?", "after?"].map(String::from));
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut file = CsvFile::new(format!("codings/{}.csv", file_name(coder.key.as_str())), &columns);
        for coding in order.iter().map(|&at| &study.codings[at]).filter(|coding| coding.coder == coder.key) {
            let position = source_position.get(&coding.source).copied().unwrap_or(0);
            let fields = fields(study, coding, &indices[position], &mut ids);
            file.row(fields.0, fields.1, &coding.attributes);
        }
        file.finish(files);
    }
}

/// A coder's key as a file name.
fn file_name(key: &str) -> String {
    key.chars().map(|c| if c.is_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect()
}

fn fields(
    study: &Study,
    coding: &Coding,
    index: &TextIndex<'_>,
    ids: &mut Ids,
) -> (Option<RowId>, Vec<String>) {
    let offsets = coding.span.and_then(|span| index.chars_of_span(span)).map(|(a, b)| (a.0, b.0));
    let identity =
        coding_identity(coding.source.as_str(), &coding.coder, &coding.target, &coding.typed, offsets);
    let id = unless_derived(coding.id, ids.derive(&identity));
    let (start, end) = offsets.map(|(a, b)| (a.to_string(), b.to_string())).unwrap_or_default();
    let about: Vec<&str> = [
        coding.about.case.as_ref().map(themata_model::CaseKey::as_str),
        coding.about.side.as_ref().map(themata_model::SideKey::as_str),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut fields = vec![
        coding.source.to_string(),
        optional(coding.target.code()),
        coding.quotation.clone(),
        start,
        end,
        coding.coder.to_string(),
        about.join("/"),
        coding.weight.map(|w| w.get().to_string()).unwrap_or_default(),
        coding.memo.clone(),
    ];
    for facet in &study.facets {
        fields.push(optional(coding.target.facets().get(&facet.key)));
    }
    let typed = if coding.typed == coding.quotation { String::new() } else { coding.typed.clone() };
    let status = if coding.span.is_none() { "lost" } else { "" };
    let derived = coding.span.map(|span| Anchor::of(index.text(), span));
    let same = derived.is_some_and(|anchor| anchor.prefix == coding.prefix && anchor.suffix == coding.suffix);
    let (before, after) =
        if same { Default::default() } else { (coding.prefix.clone(), coding.suffix.clone()) };
    fields.extend([typed, status.to_string(), before, after]);
    (id, fields)
}
