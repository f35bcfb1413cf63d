//! `themata sides | parties | cases | informants | coders | facets | questions`: the roster, listed and changed.

mod cases;
mod facets;
mod informants;

use clap::Args;
use themata_workspace::verbs::{CoderFacts, PartyFacts, QuestionFacts, RowKind, SideFacts};

use super::area;
use crate::failure::Failure;

pub(crate) use cases::CasesArgs;
pub(crate) use facets::FacetsArgs;
pub(crate) use informants::InformantsArgs;

#[derive(Args, Debug)]
struct SideFactsArgs {
    /// What is printed [default: the key]
    #[arg(long)]
    name: Option<String>,
}

impl SideFactsArgs {
    fn facts(&self) -> Result<SideFacts, Failure> {
        Ok(SideFacts { name: self.name.clone() })
    }
}

area! {
    /// List the sides, or change them
    ///
    /// A side is a part in a case, such as provider and customer.
    ///
    /// Example: themata sides study.themata
    SidesArgs, SidesVerb, RowKind::Side, SideFactsArgs, "SIDE";
    /// Add a side
    ///
    /// Example: themata sides add customer --name Customers -s study.themata
    AddSideArgs: AddSide;
    /// Change what is said of a side
    ///
    /// Example: themata sides change customer --name Clients -s study.themata
    ChangeSideArgs: ChangeSide.side;
    /// Give a side another key
    ///
    /// Example: themata sides rekey customer client -s study.themata
    RekeySideArgs;
    /// Delete sides that nothing uses
    ///
    /// Example: themata sides delete customer -s study.themata
    DeleteSideArgs;
}

#[derive(Args, Debug)]
struct PartyFactsArgs {
    /// The pseudonym that is printed [default: the key]
    #[arg(long)]
    name: Option<String>,
    /// A further fact, for example industry=rail; without a value it is taken away (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl PartyFactsArgs {
    fn facts(&self) -> Result<PartyFacts, Failure> {
        Ok(PartyFacts { name: self.name.clone(), set: self.set.clone() })
    }
}

area! {
    /// List the parties, or change them
    ///
    /// A party is a company, unit or other organisation under its pseudonym; facts about it are its own.
    ///
    /// Example: themata parties study.themata
    PartiesArgs, PartiesVerb, RowKind::Party, PartyFactsArgs, "PARTY";
    /// Add a party
    ///
    /// Example: themata parties add Beta --set industry=rail --set country=SE -s study.themata
    AddPartyArgs: AddParty;
    /// Change what is said of a party
    ///
    /// Example: themata parties change Beta --set employees=900 -s study.themata
    ChangePartyArgs: ChangeParty.party;
    /// Give a party another key
    ///
    /// Example: themata parties rekey Beta B -s study.themata
    RekeyPartyArgs;
    /// Delete parties that nothing uses
    ///
    /// Example: themata parties delete Beta -s study.themata
    DeletePartyArgs;
}

#[derive(Args, Debug)]
struct CoderFactsArgs {
    /// What is printed [default: the key]
    #[arg(long)]
    name: Option<String>,
    /// A further fact; without a value it is taken away (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl CoderFactsArgs {
    fn facts(&self) -> Result<CoderFacts, Failure> {
        Ok(CoderFacts { name: self.name.clone(), set: self.set.clone() })
    }
}

area! {
    /// List the coders, or change them
    ///
    /// Example: themata coders study.themata
    CodersArgs, CodersVerb, RowKind::Coder, CoderFactsArgs, "CODER";
    /// Add a coder
    ///
    /// Example: themata coders add bob --name 'Bob Miller' -s study.themata
    AddCoderArgs: AddCoder;
    /// Change what is said of a coder
    ///
    /// Example: themata coders change bob --name Robert -s study.themata
    ChangeCoderArgs: ChangeCoder.who;
    /// Give a coder another key
    ///
    /// Example: themata coders rekey bob rob -s study.themata
    RekeyCoderArgs;
    /// Delete coders who have done nothing
    ///
    /// Example: themata coders delete bob -s study.themata
    DeleteCoderArgs;
}

#[derive(Args, Debug)]
struct QuestionFactsArgs {
    /// The question
    #[arg(long)]
    text: Option<String>,
    /// A further fact; without a value it is taken away (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl QuestionFactsArgs {
    fn facts(&self) -> Result<QuestionFacts, Failure> {
        Ok(QuestionFacts { text: self.text.clone(), set: self.set.clone() })
    }
}

area! {
    /// List the questions of the guide and of the research, or change them
    ///
    /// Example: themata questions study.themata
    QuestionsArgs, QuestionsVerb, RowKind::Question, QuestionFactsArgs, "QUESTION";
    /// Add a question
    ///
    /// Example: themata questions add Q1 --text 'How did it begin?' -s study.themata
    AddQuestionArgs: AddQuestion;
    /// Change a question
    ///
    /// Example: themata questions change Q1 --text 'How did it start?' -s study.themata
    ChangeQuestionArgs: ChangeQuestion.question;
    /// Give a question another key
    ///
    /// Example: themata questions rekey Q1 opening -s study.themata
    RekeyQuestionArgs;
    /// Delete questions
    ///
    /// Example: themata questions delete Q1 -s study.themata
    DeleteQuestionArgs;
}
