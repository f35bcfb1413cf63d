//! `members.csv` and `snapshots.csv`.

use themata_model::Study;

use super::super::ids::Ids;
use super::super::{Files, columns};
use super::csv_file::{CsvFile, list, optional, unless_derived};

pub(super) fn render(study: &Study, files: &mut Files) {
    let mut file = CsvFile::new("members.csv", columns::MEMBERS);
    let mut ids = Ids::new(study.id, "member-check");
    for check in &study.member_checks {
        let fields = vec![
            check.key.to_string(),
            optional(check.informant.as_ref()),
            optional(check.party.as_ref()),
            optional(check.date.as_ref()),
            list(&check.shown),
            check.response.clone(),
            check.revision.clone(),
            optional(check.coder.as_ref()),
        ];
        file.row(unless_derived(check.id, ids.derive(check.key.as_str())), fields, &check.attributes);
    }
    file.finish(files);
    let mut file = CsvFile::new("snapshots.csv", columns::SNAPSHOTS);
    let mut ids = Ids::new(study.id, "named-state");
    for state in &study.snapshots {
        let fields = vec![
            state.name.clone(),
            state.op.to_string(),
            optional(state.at.as_ref()),
            optional(state.coder.as_ref()),
            state.note.clone(),
        ];
        file.row(unless_derived(state.id, ids.derive(&state.name)), fields, &Default::default());
    }
    file.finish(files);
}
