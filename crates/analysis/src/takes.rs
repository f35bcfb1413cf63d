//! Which options each kind of table and figure takes. What a table cannot do is refused, so that
//! no note claims a restriction that was not applied.

use crate::{Options, SourceOrder, TableError, Within};

/// The restrictions; the facets' are written `--where`.
const FILTERS: [&str; 6] = ["case", "side", "party", "coder", "code", "where"];

/// What every table of codings can be restricted by.
const CODINGS: &[&str] = &FILTERS;

/// What an option is given for: some kinds are both a table and a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exhibit {
    /// A table.
    Table,
    /// A figure.
    Figure,
}

/// A kind with the options it takes beside `title` and `exhibit`, which all take: filters, then others.
type Takes = (&'static str, &'static [&'static str], &'static [&'static str]);

const TABLES: &[Takes] = &[
    ("informants", &["case", "side", "party"], &["by", "attributes"]),
    (
        "evidence",
        CODINGS,
        &[
            "excerpts",
            "level",
            "transpose",
            "allow-repeats",
            "attribution",
            "excerpts-per-cell",
            "locator",
            "fill",
        ],
    ),
    PROOF,
    // Findings are about a code in a case, whoever spoke.
    (
        "cross-case",
        &["case", "code"],
        &["facet", "level", "transpose", "allow-repeats", "attribution", "locator", "draft"],
    ),
    ("dyads", CODINGS, &["level", "allow-repeats", "attribution", "excerpts-per-cell", "locator"]),
    FRAMEWORK,
    ACTIVITIES,
    ("coverage", CODINGS, &["level"]),
    ("frequency", CODINGS, &["level", "by"]),
    MATRIX,
    ("co-occurrence", CODINGS, &["level", "within", "coefficient"]),
    ("saturation", CODINGS, &["level", "order", "all-sources"]),
    ("codebook", CODINGS, &[]),
];

const FIGURES: &[Takes] = &[
    ("data-structure", &["code"], &[]),
    PROOF,
    FRAMEWORK,
    ACTIVITIES,
    ("frequency", CODINGS, &["level", "by"]),
    // Restricted to one side there is nothing to compare.
    ("dyads", &["case", "party", "coder", "code", "where"], &["level"]),
    MATRIX,
    ("co-occurrence", CODINGS, &["level", "within"]),
    ("saturation", CODINGS, &["level", "order", "all-sources"]),
];

/// Values are settled for a code, over all or for a case.
const FRAMEWORK: Takes = ("framework", &["case", "code"], &["facet"]);

/// The quotations of each code.
const PROOF: Takes = (
    "proof",
    CODINGS,
    &[
        "excerpts",
        "level",
        "allow-repeats",
        "attribution",
        "excerpts-per-cell",
        "locator",
        "fill",
        "quotations-first",
    ],
);

/// The codes of a level where two facets meet.
const ACTIVITIES: Takes =
    ("activities", CODINGS, &["level", "rows", "columns", "unit", "excerpts", "findings", "all-apart"]);

/// Counts where two facets meet.
const MATRIX: Takes =
    ("matrix", CODINGS, &["level", "rows", "columns", "unit", "excerpts", "only-values", "all-apart"]);

/// Refuses the first option that is set and that `kind` does not take.
///
/// # Errors
/// [`TableError::NotRestricted`] for a filter, [`TableError::NotTaken`] for another option.
pub(crate) fn refuse_others(exhibit: Exhibit, kind: &str, options: &Options) -> Result<(), TableError> {
    let listed = match exhibit {
        Exhibit::Table => TABLES,
        Exhibit::Figure => FIGURES,
    };
    let Some((kind, filters, others)) = listed.iter().find(|(known, _, _)| *known == kind) else {
        return Ok(());
    };
    for (filter, is_set) in FILTERS.into_iter().zip(filters_set(options)) {
        if is_set && !filters.contains(&filter) {
            let by = if filter == "where" { "values of facets" } else { filter };
            return Err(TableError::NotRestricted { kind, by });
        }
    }
    for (option, is_set) in others_set(options) {
        let is_general = option == "heads" && (exhibit == Exhibit::Table || *kind == "proof");
        if is_set && !is_general && !others.contains(&option) {
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

fn others_set(options: &Options) -> [(&'static str, bool); 24] {
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
        ("rows", options.rows.is_some()),
        ("columns", options.columns.is_some()),
        ("unit", options.unit.is_some()),
        ("within", options.within != Within::default()),
        ("coefficient", options.coefficient),
        ("order", options.order != SourceOrder::default()),
        ("all-sources", options.all_sources),
        ("excerpts", !options.excerpts.is_empty()),
        ("only-values", options.only_values),
        ("all-apart", options.all_apart),
        ("findings", options.findings),
        ("heads", !options.heads.is_empty()),
        ("quotations-first", options.quotations_first),
        ("attributes", !options.attributes.is_empty()),
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
        let kinds = |listed: &[super::Takes]| listed.iter().map(|(kind, _, _)| *kind).collect::<Vec<_>>();
        assert_eq!(kinds(super::TABLES), TABLES.iter().map(|(kind, _)| *kind).collect::<Vec<_>>());
        assert_eq!(kinds(super::FIGURES), FIGURES.iter().map(|(kind, _)| *kind).collect::<Vec<_>>());
        let b = Builder::dyads();
        let options = Options { level: "themes".parse().ok(), ..Options::default() };
        assert!(figure("data-structure", &b.study, &b.marks(), &options).is_err());
    }
}
