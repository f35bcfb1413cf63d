//! Which options each kind of table and figure takes. What a table cannot do is refused, so that
//! no note claims a restriction that was not applied.

use crate::{Options, TableError};

/// The restrictions; the facets' are written `--where`.
const FILTERS: [&str; 6] = ["case", "side", "party", "coder", "code", "where"];

/// What every table of codings can be restricted by.
const CODINGS: &[&str] = &FILTERS;

/// The options of each kind beside `title` and `exhibit`, which all take: filters, then others.
const TAKES: &[(&str, &[&str], &[&str])] = &[
    ("informants", &["case", "side", "party"], &[]),
    (
        "evidence",
        CODINGS,
        &["level", "transpose", "allow-repeats", "attribution", "excerpts-per-cell", "locator", "fill"],
    ),
    ("proof", CODINGS, &["level", "allow-repeats", "attribution", "excerpts-per-cell", "locator", "fill"]),
    // Findings are about a code in a case, whoever spoke.
    (
        "cross-case",
        &["case", "code"],
        &["facet", "level", "transpose", "allow-repeats", "attribution", "locator", "draft"],
    ),
    ("dyads", CODINGS, &["level", "allow-repeats", "attribution", "excerpts-per-cell", "locator"]),
    // Values are settled for a code, over all or for a case.
    ("framework", &["case", "code"], &["facet"]),
    ("coverage", CODINGS, &["level"]),
    ("frequency", CODINGS, &["level", "by"]),
    ("codebook", CODINGS, &[]),
    ("data-structure", &["code"], &[]),
];

/// Refuses the first option that is set and that `kind` does not take.
///
/// # Errors
/// [`TableError::NotRestricted`] for a filter, [`TableError::NotTaken`] for another option.
pub(crate) fn refuse_others(kind: &str, options: &Options) -> Result<(), TableError> {
    let Some((kind, filters, others)) = TAKES.iter().find(|(known, _, _)| *known == kind) else {
        return Ok(());
    };
    for (filter, is_set) in FILTERS.into_iter().zip(filters_set(options)) {
        if is_set && !filters.contains(&filter) {
            let by = if filter == "where" { "values of facets" } else { filter };
            return Err(TableError::NotRestricted { kind, by });
        }
    }
    for (option, is_set) in others_set(options) {
        if is_set && !others.contains(&option) {
            return Err(TableError::NotTaken { kind, option });
        }
    }
    if *kind == "framework" && options.filter.cases.len() > 1 {
        return Err(TableError::NotRestricted { kind, by: "several cases: values are settled for one" });
    }
    Ok(())
}

/// Whether each of [`FILTERS`] restricts something.
fn filters_set(options: &Options) -> [bool; 6] {
    let filter = &options.filter;
    [
        !filter.cases.is_empty(),
        !filter.sides.is_empty(),
        !filter.parties.is_empty(),
        !filter.coders.is_empty(),
        !filter.codes.is_empty(),
        !filter.facets.is_empty(),
    ]
}

fn others_set(options: &Options) -> [(&'static str, bool); 10] {
    [
        ("facet", options.facet.is_some()),
        ("level", options.level.is_some()),
        ("transpose", options.transpose),
        ("allow-repeats", options.allow_repeats),
        ("attribution", options.attribution.is_some()),
        ("excerpts-per-cell", options.excerpts_per_cell.is_some()),
        ("locator", options.locator.is_some()),
        ("fill", options.fill.is_some()),
        ("draft", options.draft.is_some()),
        ("by", options.by.is_some()),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::testing::Builder;
    use crate::{FIGURES, Options, TABLES, figure, table};

    fn refusal(kind: &str, name: &str, value: &str) -> String {
        let b = Builder::dyads();
        let map = BTreeMap::from([(name.to_string(), value.to_string())]);
        let options = Options::from_map(&b.study, &map, &[]).unwrap();
        let made = table(kind, &b.study, &b.marks(), &options);
        made.map_or_else(|error| error.to_string(), |_| "made".to_string())
    }

    #[test]
    fn a_restriction_that_cannot_apply_is_refused() {
        let told = [
            refusal("framework", "side", "maker"),
            refusal("framework", "case", "R1;R2"),
            refusal("framework", "coder", "ann"),
            refusal("cross-case", "phase", "late"),
            refusal("informants", "coder", "ann"),
            refusal("frequency", "transpose", "true"),
            refusal("cross-case", "case", "R1"),
        ];
        insta::assert_snapshot!(told.join("\n"), @r"
        `framework` cannot be restricted by side
        `framework` cannot be restricted by several cases: values are settled for one
        `framework` cannot be restricted by coder
        `cross-case` cannot be restricted by values of facets
        `informants` cannot be restricted by coder
        `frequency` does not take the option `transpose`
        made
        ");
    }

    #[test]
    fn every_kind_is_listed() {
        let listed = |kind: &str| super::TAKES.iter().any(|(known, _, _)| *known == kind);
        assert!(TABLES.iter().chain(FIGURES).all(|(kind, _)| listed(kind)));
        let b = Builder::dyads();
        let options = Options { level: "themes".parse().ok(), ..Options::default() };
        assert!(figure("data-structure", &b.study, &b.marks(), &options).is_err());
    }
}
