//! `themata excerpt | exhibit | finding`: what is printed and concluded, listed and changed.

use std::path::PathBuf;

use clap::Args;
use themata_workspace::verbs::{ExcerptFacts, ExhibitFacts, FindingFacts, RemoveOutput, RowKind, SetOutput};

use super::{ActArgs, area};
use crate::commands::text_or_file;
use crate::failure::Failure;

#[derive(Args, Debug)]
struct ExcerptFactsArgs {
    /// The codings it is taken from, in the order in which they are printed
    #[arg(long = "coding", value_name = "ID")]
    codings: Vec<String>,
    /// The words as printed, with … where words are left out and [ ] around what you put in
    #[arg(long, conflicts_with = "text_file")]
    text: Option<String>,
    /// The words from a file; - for standard input
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// The words in the language of publication; they are what is printed
    #[arg(long, value_name = "TEXT")]
    translation: Option<String>,
    /// Who translated
    #[arg(long, value_name = "NAME")]
    translator: Option<String>,
    /// How the speaker is named: a grade, or words of your own
    #[arg(long, value_name = "GRADE")]
    attribution: Option<String>,
    /// Where it is used
    #[arg(long = "exhibit", value_name = "EXHIBIT")]
    exhibits: Vec<String>,
    /// A further fact (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl ExcerptFactsArgs {
    fn facts(&self) -> Result<ExcerptFacts, Failure> {
        Ok(ExcerptFacts {
            codings: self.codings.clone(),
            text: text_or_file(self.text.as_ref(), self.text_file.as_ref())?,
            translation: self.translation.clone(),
            translator: self.translator.clone(),
            attribution: self.attribution.clone(),
            exhibits: self.exhibits.clone(),
            set: self.set.clone(),
        })
    }
}

area! {
    /// List the excerpts that are printed, or change them
    ///
    /// The words printed must stand in the codings that the excerpt is taken from.
    ///
    /// Example: themata excerpt study.themata
    ExcerptArgs, ExcerptVerb, RowKind::Excerpt, ExcerptFactsArgs, "EXCERPT";
    /// Add an excerpt
    ///
    /// Example: themata excerpt add X1 --coding 5d2c91aa --text 'We … decide together' -s study.themata
    AddExcerptArgs: AddExcerpt;
    /// Change an excerpt
    ///
    /// Example: themata excerpt change X1 --exhibit table-2 -s study.themata
    ChangeExcerptArgs: ChangeExcerpt.excerpt;
    /// Give an excerpt another key
    ///
    /// Example: themata excerpt rekey X1 decide -s study.themata
    RekeyExcerptArgs;
    /// Delete excerpts
    ///
    /// Example: themata excerpt delete X1 -s study.themata
    DeleteExcerptArgs;
}

#[derive(Args, Debug)]
struct ExhibitFactsArgs {
    /// The caption
    #[arg(long)]
    title: Option<String>,
    /// What it is in the paper [default: table]
    #[arg(long, value_parser = ["table", "figure", "body"])]
    kind: Option<String>,
}

impl ExhibitFactsArgs {
    fn facts(&self) -> Result<ExhibitFacts, Failure> {
        Ok(ExhibitFacts { title: self.title.clone(), kind: self.kind.clone() })
    }
}

area! {
    /// List the exhibits of the paper, or change them
    ///
    /// Example: themata exhibit study.themata
    ExhibitArgs, ExhibitVerb, RowKind::Exhibit, ExhibitFactsArgs, "EXHIBIT";
    /// Add an exhibit
    ///
    /// Example: themata exhibit add table-2 --title 'Evidence of each category' -s study.themata
    AddExhibitArgs: AddExhibit;
    /// Change an exhibit
    ///
    /// Example: themata exhibit change table-2 --title 'Evidence' -s study.themata
    ChangeExhibitArgs: ChangeExhibit.exhibit;
    /// Give an exhibit another key
    ///
    /// Example: themata exhibit rekey table-2 table-3 -s study.themata
    RekeyExhibitArgs;
    /// Delete exhibits that no excerpt and no finding uses
    ///
    /// Example: themata exhibit delete table-2 -s study.themata
    DeleteExhibitArgs;
    Output(OutputArgs);
    NoOutput(NoOutputArgs);
}

/// Say which table or figure prints an exhibit
///
/// Example: themata exhibit output table-2 table evidence --set level=category -s study.themata
#[derive(Args, Debug)]
struct OutputArgs {
    /// The exhibit
    exhibit: String,
    /// Whether a table or a figure prints it
    #[arg(value_parser = ["table", "figure"])]
    what: String,
    /// Which one, as in `themata table` and `themata figure`
    #[arg(value_name = "NAME")]
    name: String,
    /// An option of the table or figure, for example level=category (can be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    options: Vec<String>,
    #[command(flatten)]
    act: ActArgs,
}

impl OutputArgs {
    fn verb(&self) -> SetOutput {
        SetOutput {
            exhibit: self.exhibit.clone(),
            what: self.what.clone(),
            name: self.name.clone(),
            options: self.options.clone(),
        }
    }
}

/// Let nothing print an exhibit any more
///
/// Example: themata exhibit no-output table-2 -s study.themata
#[derive(Args, Debug)]
struct NoOutputArgs {
    /// The exhibit
    exhibit: String,
    #[command(flatten)]
    act: ActArgs,
}

impl NoOutputArgs {
    fn verb(&self) -> RemoveOutput {
        RemoveOutput { exhibit: self.exhibit.clone() }
    }
}

#[derive(Args, Debug)]
struct FindingFactsArgs {
    /// The sentence that is printed
    #[arg(long, conflicts_with = "text_file")]
    text: Option<String>,
    /// The sentence from a file; - for standard input
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// The exhibit it belongs to
    #[arg(long, value_name = "EXHIBIT")]
    exhibit: Option<String>,
    /// The case
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// The code, of any level
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// A value of the cell, for example phase=advanced (can be repeated)
    #[arg(long = "value", value_name = "FACET=VALUE")]
    facets: Vec<String>,
    /// A judgement such as converge or high
    #[arg(long, value_name = "TEXT")]
    rating: Option<String>,
    /// A coding that speaks for it (can be repeated)
    #[arg(long, value_name = "ID")]
    supports: Vec<String>,
    /// A coding that limits it (can be repeated)
    #[arg(long, value_name = "ID")]
    qualifies: Vec<String>,
    /// A coding that speaks against it (can be repeated)
    #[arg(long, value_name = "ID")]
    contradicts: Vec<String>,
    /// A coding that is evidence no more (can be repeated)
    #[arg(long, value_name = "ID")]
    without: Vec<String>,
    /// A further fact, for example reason='two of three say so' (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl FindingFactsArgs {
    fn facts(&self) -> Result<FindingFacts, Failure> {
        Ok(FindingFacts {
            text: text_or_file(self.text.as_ref(), self.text_file.as_ref())?,
            exhibit: self.exhibit.clone(),
            case: self.case.clone(),
            code: self.code.clone(),
            facets: self.facets.clone(),
            rating: self.rating.clone(),
            supports: self.supports.clone(),
            qualifies: self.qualifies.clone(),
            contradicts: self.contradicts.clone(),
            without: self.without.clone(),
            set: self.set.clone(),
        })
    }
}

area! {
    /// List the findings with their evidence, or change them
    ///
    /// A finding is what you conclude for one cell of a comparison.
    ///
    /// Example: themata finding study.themata
    FindingArgs, FindingVerb, RowKind::Finding, FindingFactsArgs, "FINDING";
    /// Add a finding
    ///
    /// Example: themata finding add F1 --case R1 --code A --text 'Both sides see it.' -s study.themata
    AddFindingArgs: AddFinding;
    /// Change a finding or its evidence
    ///
    /// Example: themata finding change F1 --contradicts 5d2c91aa -s study.themata
    ChangeFindingArgs: ChangeFinding.finding;
    /// Give a finding another key
    ///
    /// Example: themata finding rekey F1 both-sides -s study.themata
    RekeyFindingArgs;
    /// Delete findings
    ///
    /// Example: themata finding delete F1 -s study.themata
    DeleteFindingArgs;
}
