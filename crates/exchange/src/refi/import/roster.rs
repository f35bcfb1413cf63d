//! Cases of the project, and which sources and selections they hold.

use themata_model::CaseKey;

use super::Import;
use crate::refi::options::Tells;

impl Import<'_> {
    /// Whether the cases of the project are the cases of the study.
    pub(super) fn cases_are_cases(&self) -> bool {
        let others = [&self.options.side_from, &self.options.party_from, &self.options.informant_from];
        match &self.options.case_from {
            Some(told) => matches!(told, Tells::Cases),
            None => !others.into_iter().any(|told| matches!(told, Some(Tells::Cases))),
        }
    }

    pub(super) fn roster(&mut self) {
        if !self.cases_are_cases() {
            return;
        }
        // A case without a name only says what the values of a source are.
        for case in self.project.cases.iter().filter(|case| case.is_named()) {
            if self.cases.contains_key(&case.guid) {
                self.problem(
                    "Cases",
                    format!("the case `{}` has the GUID of another; taken once", case.name),
                );
                continue;
            }
            let variables: Vec<(String, String)> = case
                .values
                .iter()
                .filter_map(|value| Some((self.variable(value.variable)?, value.text.clone())))
                .collect();
            let description = case.description.trim().to_string();
            let row = self.case(case.guid, &case.name);
            for (name, value) in variables {
                row.attributes.insert(name, value);
            }
            if !description.is_empty() {
                row.attributes.insert("description".to_string(), description);
            }
            let names: Vec<String> = row.attributes.keys().cloned().collect();
            let key: CaseKey = row.key.clone();
            for name in names {
                self.declare("cases", &name);
            }
            for selection in &case.selections {
                self.case_of_selection.entry(*selection).or_insert_with(|| key.clone());
            }
            for _ in 0..case.codes {
                self.keep("codes of cases");
            }
        }
    }

    /// The cases that hold a source or one of the things it is made of.
    pub(super) fn cases_of(&self, guids: &[themata_model::Uuid]) -> Vec<CaseKey> {
        let holds =
            |case: &&crate::refi::project::Case| case.sources.iter().any(|source| guids.contains(source));
        let keys =
            self.project.cases.iter().filter(holds).filter_map(|case| self.cases.get(&case.guid).cloned());
        let mut found: Vec<CaseKey> = Vec::new();
        for key in keys {
            if !found.contains(&key) {
                found.push(key);
            }
        }
        found
    }
}
