//! `themata cases …`.

use clap::Args;
use themata_workspace::verbs::{CaseFacts, RowKind};

use crate::args::area;
use crate::failure::Failure;

#[derive(Args, Debug)]
struct CaseFactsArgs {
    /// What is printed [default: the key]
    #[arg(long, value_name = "NAME")]
    label: Option<String>,
    /// Who fills a side, for example provider=Alpha; several parties with ;, nobody with -, the side alone where its
    /// party is not told
    #[arg(long = "side", value_name = "SIDE=PARTY")]
    sides: Vec<String>,
    /// The parties of a case that does not tell sides apart
    #[arg(long = "party", value_name = "PARTY")]
    parties: Vec<String>,
    /// A further fact; without a value it is taken away (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl CaseFactsArgs {
    fn facts(&self) -> Result<CaseFacts, Failure> {
        Ok(CaseFacts {
            label: self.label.clone(),
            sides: self.sides.clone(),
            parties: self.parties.clone(),
            set: self.set.clone(),
        })
    }
}

area! {
    /// List the cases with their sides and parties, or change them
    ///
    /// Example: themata cases study.themata
    CasesArgs, CasesVerb, RowKind::Case, CaseFactsArgs, "CASE";
    /// Add a case
    ///
    /// Example: themata cases add R1 --side provider=Alpha --side customer=Beta -s study.themata
    AddCaseArgs: AddCase;
    /// Change what is said of a case
    ///
    /// Example: themata cases change R1 --label 'Relationship 1' -s study.themata
    ChangeCaseArgs: ChangeCase.case;
    /// Give a case another key
    ///
    /// Example: themata cases rekey R1 North -s study.themata
    RekeyCaseArgs;
    /// Delete cases that nothing uses
    ///
    /// Example: themata cases delete R1 -s study.themata
    DeleteCaseArgs;
}
