//! The options by which codings are chosen and exhibits shown.

use std::collections::BTreeMap;

use clap::Args;

use crate::failure::Failure;

/// Which codings count, and what is shown of them
#[derive(Args, Debug, Default)]
pub(crate) struct Choices {
    /// Caption
    #[arg(long)]
    title: Option<String>,
    /// Only these cases (several with ;)
    #[arg(long, value_name = "CASE", help_heading = "Which codings count")]
    case: Option<String>,
    /// Only speakers of these sides
    #[arg(long, value_name = "SIDE", help_heading = "Which codings count")]
    side: Option<String>,
    /// Only speakers of these parties
    #[arg(long, value_name = "PARTY", help_heading = "Which codings count")]
    party: Option<String>,
    /// Only these coders
    #[arg(long, value_name = "CODER", help_heading = "Which codings count")]
    coder: Option<String>,
    /// Only these codes and what is below them
    #[arg(long, value_name = "CODE", help_heading = "Which codings count")]
    code: Option<String>,
    /// Only this value of a facet, for example phase=advanced, or phase=only:advanced to leave out what is of all
    /// values (can be repeated)
    #[arg(long = "where", value_name = "FACET=VALUE", help_heading = "Which codings count")]
    facets: Vec<String>,
    /// The facet of parts and columns, usually the phases
    #[arg(long, value_name = "FACET")]
    facet: Option<String>,
    /// The exhibit of the paper: its excerpts and findings are shown
    #[arg(long, value_name = "EXHIBIT")]
    exhibit: Option<String>,
    /// The level of the codebook whose codes are the rows
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Rows and columns change places
    #[arg(long)]
    transpose: bool,
    /// Excerpts of the paper's body may be repeated
    #[arg(long)]
    allow_repeats: bool,
    /// How speakers are named: title-party, vague-party, title-side, title, party, side-case, respondent, none
    #[arg(long, value_name = "GRADE")]
    attribution: Option<String>,
    /// How many excerpts the program chooses for a cell
    #[arg(long, value_name = "N")]
    excerpts_per_cell: Option<usize>,
    /// Print where each quotation stands
    #[arg(long)]
    locator: bool,
    /// Fill cells for which no excerpt was chosen
    #[arg(long)]
    fill: bool,
    /// Leave cells without a finding empty instead of drafting them
    #[arg(long)]
    no_draft: bool,
    /// Break counts down by case, side, party, informant, coder or source; set informants out by case
    #[arg(long, value_name = "WHAT")]
    by: Option<String>,
    /// What the rows of a matrix are: a facet, a level, code, case, side, case-side, party, informant, source,
    /// wave or coder; of activities: a facet
    #[arg(long, value_name = "FACET")]
    rows: Option<String>,
    /// What the columns of a matrix are, named as the rows are
    #[arg(long, value_name = "FACET")]
    columns: Option<String>,
    /// What is counted in a matrix or of activities: codings, spans, informants, interviews, sources, cases or excerpts
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Print or count the excerpts of these exhibits
    #[arg(long, value_name = "EXHIBIT")]
    excerpts: Option<String>,
    /// Leave out the row and the column of what has no value
    #[arg(long)]
    only_values: bool,
    /// Give what is of all values of a facet a row or column of its own, in a matrix or of activities
    #[arg(long)]
    all_apart: bool,
    /// Print the findings of the cells
    #[arg(long)]
    findings: bool,
    /// Quotations first, then what they are evidence of
    #[arg(long)]
    quotations_first: bool,
    /// What stands at the heads of the columns, in their order (several with ;, empty ones stay)
    #[arg(long, value_name = "HEADS")]
    heads: Option<String>,
    /// Which facts of the companies are columns: `name`, attributes, `side/attribute`, several in a column with +
    #[arg(long, value_name = "ATTRIBUTES")]
    attributes: Option<String>,
    /// What codings share for their codes to stand together: span (one character at least), passage or turn
    #[arg(long, value_name = "WHAT")]
    within: Option<String>,
    /// Give the coefficient of co-occurrence in place of the count
    #[arg(long)]
    coefficient: bool,
    /// Go through the interviews by date or as the study lists them: date or study
    #[arg(long, value_name = "ORDER")]
    order: Option<String>,
    /// Go through documents that are no interviews too
    #[arg(long)]
    all_sources: bool,
}

impl Choices {
    /// The choices by their name.
    ///
    /// # Errors
    /// When a `--where` is not `facet=value`.
    pub(crate) fn to_map(&self) -> Result<BTreeMap<String, String>, Failure> {
        let mut map = BTreeMap::new();
        let texts = [
            ("title", &self.title),
            ("case", &self.case),
            ("side", &self.side),
            ("party", &self.party),
            ("coder", &self.coder),
            ("code", &self.code),
            ("facet", &self.facet),
            ("exhibit", &self.exhibit),
            ("level", &self.level),
            ("attribution", &self.attribution),
            ("by", &self.by),
            ("rows", &self.rows),
            ("columns", &self.columns),
            ("unit", &self.unit),
            ("excerpts", &self.excerpts),
            ("heads", &self.heads),
            ("attributes", &self.attributes),
            ("within", &self.within),
            ("order", &self.order),
        ];
        for (name, value) in texts {
            map.extend(value.clone().map(|value| (name.to_string(), value)));
        }
        let flags = [
            ("transpose", self.transpose),
            ("allow-repeats", self.allow_repeats),
            ("locator", self.locator),
            ("fill", self.fill),
            ("only-values", self.only_values),
            ("all-apart", self.all_apart),
            ("findings", self.findings),
            ("quotations-first", self.quotations_first),
            ("coefficient", self.coefficient),
            ("all-sources", self.all_sources),
        ];
        for (name, _) in flags.iter().filter(|(_, given)| *given) {
            map.insert((*name).to_string(), "true".to_string());
        }
        if self.no_draft {
            map.insert("draft".to_string(), "false".to_string());
        }
        map.extend(self.excerpts_per_cell.map(|n| ("excerpts-per-cell".to_string(), n.to_string())));
        for pair in &self.facets {
            let Some((facet, value)) = pair.split_once('=') else {
                return Err(Failure::usage(format!("`{pair}` is not of the form FACET=VALUE"))
                    .hint("write for example `--where phase=advanced`"));
            };
            map.entry(facet.trim().to_string())
                .and_modify(|values: &mut String| {
                    values.push(';');
                    values.push_str(value.trim());
                })
                .or_insert_with(|| value.trim().to_string());
        }
        Ok(map)
    }
}
