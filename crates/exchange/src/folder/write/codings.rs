//! `codings/<coder>.csv`, in the order of the study.

use std::collections::{BTreeSet, HashMap};

use themata_model::anchor::Anchor;
use themata_model::{About, Coding, RowId, Study, TextIndex};

use super::super::coding_rows::coding_identity;
use super::super::ids::Ids;
use super::super::{Files, columns};
use super::csv_file::{CsvFile, file_stem, optional, unless_derived};

pub(super) fn render(study: &Study, files: &mut Files) {
    let source_position: HashMap<_, usize> =
        study.sources.iter().enumerate().map(|(i, s)| (&s.key, i)).collect();
    let indices: Vec<TextIndex<'_>> =
        study.sources.iter().map(|source| TextIndex::new(&source.text().content)).collect();
    let order = study.coding_order();
    // The ordinal among equals counts over all files in the order in which a reader mints.
    let mut ids = Ids::new(study.id, "coding");
    let facets: Vec<&str> = study.facets.iter().map(|facet| facet.key.as_str()).collect();
    let columns = [columns::CODINGS, &facets, columns::CODINGS_LAST].concat();
    for (coder, name) in study.coders.iter().zip(file_names(study)) {
        let file = CsvFile::new(format!("codings/{name}.csv"), &columns);
        let mut file = file.only_if_filled(&facets).only_if_filled(columns::CODINGS_LAST);
        for coding in order.iter().map(|&at| &study.codings[at]).filter(|coding| coding.coder == coder.key) {
            let position = source_position.get(&coding.source).copied().unwrap_or(0);
            let fields = fields(study, coding, &indices[position], &mut ids);
            file.row(fields.0, fields.1, &coding.attributes);
        }
        file.finish(files);
    }
}

/// The coders' keys as names of files: no two alike on any file system, none hidden.
fn file_names(study: &Study) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut names = Vec::new();
    for coder in &study.coders {
        let stem = file_stem(coder.key.as_str());
        let numbered = (2..).map(|n| format!("{stem}-{n}"));
        let mut free = std::iter::once(stem.clone()).chain(numbered);
        names.extend(free.find(|name| taken.insert(name.to_lowercase())));
    }
    names
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
    let mut fields = vec![
        coding.source.to_string(),
        optional(coding.target.code()),
        coding.quotation.clone(),
        start,
        end,
        coding.coder.to_string(),
        about(study, &coding.about),
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

/// `R2`, `customer` or `R2/customer`; `R2/` and `/customer` where the word alone may be read otherwise.
fn about(study: &Study, about: &About) -> String {
    let is_case = |word: &str| study.cases.iter().any(|case| case.key.as_str() == word);
    let is_side = |word: &str| study.sides.iter().any(|side| side.key.as_str() == word);
    match (&about.case, &about.side) {
        (None, None) => String::new(),
        (Some(case), Some(side)) => format!("{case}/{side}"),
        (Some(case), None) if case.as_str().contains('/') || is_side(case.as_str()) => format!("{case}/"),
        (Some(case), None) => case.to_string(),
        (None, Some(side)) if side.as_str().contains('/') || is_case(side.as_str()) => format!("/{side}"),
        (None, Some(side)) => side.to_string(),
    }
}
