//! `excerpts.csv` and `findings.csv`.

use themata_model::Study;

use super::super::ids::Ids;
use super::super::{Files, columns};
use super::csv_file::{CsvFile, list, optional, unless_derived};

pub(super) fn render(study: &Study, files: &mut Files) {
    let mut file =
        CsvFile::new("excerpts.csv", columns::EXCERPTS).only_if_filled(&["translation", "translator"]);
    let mut ids = Ids::new(study.id, "excerpt");
    for excerpt in &study.excerpts {
        let codings: Vec<_> = excerpt.pieces.iter().map(|piece| piece.coding).collect();
        let exhibits: Vec<_> = excerpt.exhibits.iter().map(|used| &used.exhibit).collect();
        let translation = excerpt.translation.as_ref();
        let fields = vec![
            excerpt.key.to_string(),
            list(&codings),
            excerpt.text.clone().unwrap_or_default(),
            translation.map(|t| t.text.clone()).unwrap_or_default(),
            translation.and_then(|t| t.translator.clone()).unwrap_or_default(),
            excerpt.attribution.as_str().to_string(),
            list(&exhibits),
        ];
        file.row(unless_derived(excerpt.id, ids.derive(excerpt.key.as_str())), fields, &excerpt.attributes);
    }
    file.finish(files);
    let facets: Vec<&str> = study.facets.iter().map(|facet| facet.key.as_str()).collect();
    let columns = [columns::FINDINGS, &facets, columns::FINDINGS_LAST].concat();
    let mut file = CsvFile::new("findings.csv", &columns).only_if_filled(&facets).only_if_filled(&["rating"]);
    let mut ids = Ids::new(study.id, "finding");
    for finding in &study.findings {
        let mut fields = vec![
            finding.key.to_string(),
            optional(finding.exhibit.as_ref()),
            optional(finding.case.as_ref()),
            optional(finding.code.as_ref()),
        ];
        fields.extend(study.facets.iter().map(|facet| optional(finding.facets.get(&facet.key))));
        let evidence: Vec<String> =
            finding.evidence.iter().map(|link| format!("{}:{}", link.stance.as_str(), link.coding)).collect();
        fields.extend([
            finding.text.clone(),
            finding.rating.clone().unwrap_or_default(),
            evidence.join("; "),
        ]);
        file.row(unless_derived(finding.id, ids.derive(finding.key.as_str())), fields, &finding.attributes);
    }
    file.finish(files);
}
