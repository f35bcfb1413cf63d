//! `themata informants …`.

use clap::Args;
use themata_workspace::verbs::{InformantFacts, RowKind};

use crate::args::area;
use crate::failure::Failure;

#[derive(Args, Debug)]
struct InformantFactsArgs {
    /// The party the person belongs to; - for none
    #[arg(long, value_name = "PARTY")]
    party: Option<String>,
    /// Job title as recorded
    #[arg(long)]
    title: Option<String>,
    /// How many people it stands for
    #[arg(long, value_name = "N")]
    count: Option<u32>,
    /// The cases the person speaks for [default: every case of the party]
    #[arg(long = "case", value_name = "CASE")]
    cases: Vec<String>,
    /// A further fact, for example name=Anna; without a value it is taken away (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl InformantFactsArgs {
    fn facts(&self) -> Result<InformantFacts, Failure> {
        Ok(InformantFacts {
            party: self.party.clone(),
            title: self.title.clone(),
            count: self.count,
            cases: self.cases.clone(),
            set: self.set.clone(),
        })
    }
}

area! {
    /// List the informants with title, party and cases, or change them
    ///
    /// Example: themata informants study.themata
    InformantsArgs, InformantsVerb, RowKind::Informant, InformantFactsArgs, "INFORMANT";
    /// Add an informant
    ///
    /// Example: themata informants add I1 --party Beta --title buyer -s study.themata
    AddInformantArgs: AddInformant;
    /// Change what is said of an informant
    ///
    /// Example: themata informants change I1 --title 'head of purchasing' -s study.themata
    ChangeInformantArgs: ChangeInformant.informant;
    /// Give an informant another key
    ///
    /// Example: themata informants rekey I1 B1 -s study.themata
    RekeyInformantArgs;
    /// Delete informants that nothing uses
    ///
    /// Example: themata informants delete I1 -s study.themata
    DeleteInformantArgs;
}
