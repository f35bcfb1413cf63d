//! Codes, nested as in the project, on the levels of a study.

use std::collections::BTreeMap;

use themata_model::{Code, CodeKey, Codebook, Colour, FacetAssignment, RowId};

use super::Import;
use super::levels;
use crate::refi::project;
use crate::refi::rows::Told;

impl Import<'_> {
    pub(super) fn codebook(&mut self) {
        for row in self.remainder.rows("facet-codes") {
            let row: Told<'_> = row;
            if let (Some(id), Some(facet)) = (row.parse("id"), row.parse("facet")) {
                self.facet_codes.insert(id, (facet, assignment(&row.text("value"))));
            }
        }
        let mut found: Vec<&project::Code> = Vec::new();
        let mut codes: Vec<Code> = Vec::new();
        // Positions of the project to positions of the codebook.
        let mut kept: Vec<Option<usize>> = Vec::new();
        for code in &self.project.codes {
            if self.remainder.wrote(code.guid) || self.facet_codes.contains_key(&code.guid) {
                kept.push(None);
                continue;
            }
            if self.codes.contains_key(&code.guid) {
                self.problem(
                    "CodeBook",
                    format!("the code `{}` has the GUID of another; taken once", code.name),
                );
                kept.push(None);
                continue;
            }
            let above = code.parent.and_then(|at| kept.get(at).copied().flatten());
            let key: CodeKey = self.names.key("codes", code.guid, &code.name, "code");
            self.codes.insert(code.guid, key.clone());
            kept.push(Some(codes.len()));
            found.push(code);
            codes.push(Code {
                id: RowId(code.guid),
                key,
                level: "category".parse().expect("a word is a key"),
                framework: None,
                parent: above.map(|at| codes[at].key.clone()),
                marker: None,
                name: self.said(&code.name),
                aliases: Vec::new(),
                definition: self.said(&code.description),
                inclusion: String::new(),
                exclusion: String::new(),
                origin: None,
                references: Vec::new(),
                colour: code.colour.as_deref().and_then(colour),
                prefilled: BTreeMap::new(),
                attributes: not_codable(code.is_codable),
            });
        }
        if codes.iter().any(|code| !code.attributes.is_empty()) {
            self.declare("codes", "codable");
        }
        self.overlay_codes(&mut codes);
        self.study.codebook = self.with_levels(codes);
    }

    /// The codebook on the levels that the note tells, else on those that the options ask for.
    fn with_levels(&mut self, codes: Vec<Code>) -> Codebook {
        if let Some(told) = self.told_levels(&codes) {
            match Codebook::new(told.0, told.1) {
                Ok(book) => return book,
                Err(faults) => {
                    let why = faults.first().map(ToString::to_string).unwrap_or_default();
                    self.problem("CodeBook", format!("the levels told do not fit the codes any more: {why}"));
                }
            }
        }
        let sets = &self.project.sets;
        match levels::on_levels(self.study.id, &codes, &self.options.levels, sets, &mut self.problems) {
            Ok(book) => book,
            Err(faults) => {
                for fault in faults.iter().take(5) {
                    self.problem(
                        "CodeBook",
                        format!("{fault}; all levels are taken from the depth of the codes"),
                    );
                }
                let mut nothing = Vec::new();
                let by_depth = Default::default();
                levels::on_levels(self.study.id, &codes, &by_depth, sets, &mut nothing).unwrap_or_default()
            }
        }
    }
}

/// What is remembered of a code that other tools do not let code with.
fn not_codable(is_codable: bool) -> BTreeMap<String, String> {
    if is_codable { BTreeMap::new() } else { [("codable".to_string(), "no".to_string())].into() }
}

/// A colour of REFI-QDA, which may be written with three digits.
pub(crate) fn colour(text: &str) -> Option<Colour> {
    let short: Option<Vec<char>> =
        text.strip_prefix('#').filter(|d| d.len() == 3).map(|d| d.chars().collect());
    match short {
        Some(digits) => {
            let doubled: String = digits.iter().flat_map(|digit| [*digit, *digit]).collect();
            format!("#{doubled}").parse().ok()
        }
        None => text.parse().ok(),
    }
}

/// The assignment that is written as one word.
pub(super) fn assignment(word: &str) -> FacetAssignment {
    match word {
        "all" => FacetAssignment::All,
        "none" => FacetAssignment::None,
        value => value.parse().map_or(FacetAssignment::None, FacetAssignment::Value),
    }
}
