//! `themata memo | members`: what the researchers thought and what the people studied said.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use themata_workspace::verbs::{
    AddMemberCheck, AddMemo, ChangeMemberCheck, ChangeMemo, DeleteRows, MemberCheckFacts, MemoFacts, Rekey,
    RowKind, Verb,
};

use super::{ActArgs, ListArgs, Wish};
use crate::commands::text_or_file;
use crate::failure::Failure;

/// List the memos, or write them
///
/// A memo is about anything: code:A, case:R1, source:S1, coding:5d2c91aa, or study.
///
/// Example: themata memo study.themata
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct MemoArgs {
    #[command(subcommand)]
    verb: Option<MemoVerb>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Subcommand, Debug)]
enum MemoVerb {
    /// List the memos
    ///
    /// Example: themata memo list study.themata
    List(ListArgs),
    Add(AddMemoArgs),
    Change(ChangeMemoArgs),
    Rekey(RekeyMemoArgs),
    Delete(DeleteMemoArgs),
}

#[derive(Args, Debug)]
struct MemoFactsArgs {
    /// What it is about, for example code:A [default: study]
    #[arg(long, value_name = "THING")]
    about: Option<String>,
    /// What kind of thought it holds [default: note]
    #[arg(long, value_parser = ["theoretical", "methodological", "reflexive", "note"])]
    kind: Option<String>,
    /// The note
    #[arg(long, conflicts_with = "text_file")]
    text: Option<String>,
    /// The note from a file; - for standard input
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// The date [default: today]
    #[arg(long)]
    date: Option<String>,
    /// A further fact (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl MemoFactsArgs {
    fn facts(&self) -> Result<MemoFacts, Failure> {
        Ok(MemoFacts {
            about: self.about.clone(),
            kind: self.kind.clone(),
            text: text_or_file(self.text.as_ref(), self.text_file.as_ref())?,
            date: self.date.clone(),
            set: self.set.clone(),
        })
    }
}

/// Write a memo
///
/// Example: themata memo add --about code:A --kind theoretical --text 'Not trust, but habit.' -s study.themata
#[derive(Args, Debug)]
struct AddMemoArgs {
    #[command(flatten)]
    facts: MemoFactsArgs,
    /// The key; made from what it is about and the day unless told
    #[arg(long)]
    key: Option<String>,
    #[command(flatten)]
    act: ActArgs,
}

/// Change a memo
///
/// Example: themata memo change code-a-2026-02-03 --kind reflexive -s study.themata
#[derive(Args, Debug)]
struct ChangeMemoArgs {
    /// Which one
    memo: String,
    #[command(flatten)]
    facts: MemoFactsArgs,
    #[command(flatten)]
    act: ActArgs,
}

/// Give a memo another key
///
/// Example: themata memo rekey code-a-2026-02-03 habit -s study.themata
#[derive(Args, Debug)]
struct RekeyMemoArgs {
    /// Which one
    memo: String,
    /// The new key
    key: String,
    #[command(flatten)]
    act: ActArgs,
}

/// Delete memos
///
/// Example: themata memo delete habit -s study.themata
#[derive(Args, Debug)]
struct DeleteMemoArgs {
    /// Which ones
    #[arg(value_name = "MEMO", required = true)]
    memos: Vec<String>,
    #[command(flatten)]
    act: ActArgs,
}

impl MemoArgs {
    /// What is wanted.
    ///
    /// # Errors
    /// When a file that is named cannot be read.
    pub(crate) fn wish(&self) -> Result<Wish<'_>, Failure> {
        let kind = RowKind::Memo;
        let (verb, act): (Verb, &ActArgs) = match &self.verb {
            None => return Ok(Wish::List(&self.list)),
            Some(MemoVerb::List(list)) => return Ok(Wish::List(list)),
            Some(MemoVerb::Add(args)) => {
                (AddMemo { key: args.key.clone(), facts: args.facts.facts()? }.into(), &args.act)
            }
            Some(MemoVerb::Change(args)) => {
                (ChangeMemo { memo: args.memo.clone(), facts: args.facts.facts()? }.into(), &args.act)
            }
            Some(MemoVerb::Rekey(args)) => {
                (Rekey { kind, row: args.memo.clone(), key: args.key.clone() }.into(), &args.act)
            }
            Some(MemoVerb::Delete(args)) => (DeleteRows { kind, rows: args.memos.clone() }.into(), &args.act),
        };
        Ok(Wish::Act(Box::new(verb), act))
    }
}

/// List the member checks, or note them
///
/// A member check: somebody who was studied was shown a part of the analysis, answered, and the
/// analysis was revised or not.
///
/// Example: themata members study.themata
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct MembersArgs {
    #[command(subcommand)]
    verb: Option<MembersVerb>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Subcommand, Debug)]
enum MembersVerb {
    /// List the member checks
    ///
    /// Example: themata members list study.themata
    List(ListArgs),
    Add(AddMemberCheckArgs),
    Change(ChangeMemberCheckArgs),
    Rekey(RekeyMemberCheckArgs),
    Delete(DeleteMemberCheckArgs),
}

#[derive(Args, Debug)]
struct MemberCheckFactsArgs {
    /// Who was asked
    #[arg(long, value_name = "INFORMANT")]
    informant: Option<String>,
    /// Whose people were asked
    #[arg(long, value_name = "PARTY")]
    party: Option<String>,
    /// What was shown, for example exhibit:table-2 (can be repeated)
    #[arg(long, value_name = "THING")]
    shown: Vec<String>,
    /// What they said of it
    #[arg(long, value_name = "TEXT", conflicts_with = "text_file")]
    response: Option<String>,
    /// The response from a file; - for standard input
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// What was changed because of it
    #[arg(long, value_name = "TEXT")]
    revision: Option<String>,
    /// The date [default: today]
    #[arg(long)]
    date: Option<String>,
    /// A further fact (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl MemberCheckFactsArgs {
    fn facts(&self) -> Result<MemberCheckFacts, Failure> {
        Ok(MemberCheckFacts {
            informant: self.informant.clone(),
            party: self.party.clone(),
            date: self.date.clone(),
            shown: self.shown.clone(),
            response: text_or_file(self.response.as_ref(), self.text_file.as_ref())?,
            revision: self.revision.clone(),
            set: self.set.clone(),
        })
    }
}

/// Note a member check
///
/// Example: themata members add --informant I1 --shown code:A --response 'That is us.' -s study.themata
#[derive(Args, Debug)]
struct AddMemberCheckArgs {
    #[command(flatten)]
    facts: MemberCheckFactsArgs,
    /// The key; made from who was asked and the day unless told
    #[arg(long)]
    key: Option<String>,
    #[command(flatten)]
    act: ActArgs,
}

/// Change a member check
///
/// Example: themata members change i1-2026-02-03 --revision 'A was split' -s study.themata
#[derive(Args, Debug)]
struct ChangeMemberCheckArgs {
    /// Which one
    #[arg(value_name = "CHECK")]
    check: String,
    #[command(flatten)]
    facts: MemberCheckFactsArgs,
    #[command(flatten)]
    act: ActArgs,
}

/// Give a member check another key
///
/// Example: themata members rekey i1-2026-02-03 M1 -s study.themata
#[derive(Args, Debug)]
struct RekeyMemberCheckArgs {
    /// Which one
    #[arg(value_name = "CHECK")]
    check: String,
    /// The new key
    key: String,
    #[command(flatten)]
    act: ActArgs,
}

/// Delete member checks
///
/// Example: themata members delete M1 -s study.themata
#[derive(Args, Debug)]
struct DeleteMemberCheckArgs {
    /// Which ones
    #[arg(value_name = "CHECK", required = true)]
    checks: Vec<String>,
    #[command(flatten)]
    act: ActArgs,
}

impl MembersArgs {
    /// What is wanted.
    ///
    /// # Errors
    /// When a file that is named cannot be read.
    pub(crate) fn wish(&self) -> Result<Wish<'_>, Failure> {
        let kind = RowKind::MemberCheck;
        let (verb, act): (Verb, &ActArgs) = match &self.verb {
            None => return Ok(Wish::List(&self.list)),
            Some(MembersVerb::List(list)) => return Ok(Wish::List(list)),
            Some(MembersVerb::Add(args)) => {
                (AddMemberCheck { key: args.key.clone(), facts: args.facts.facts()? }.into(), &args.act)
            }
            Some(MembersVerb::Change(args)) => (
                ChangeMemberCheck { check: args.check.clone(), facts: args.facts.facts()? }.into(),
                &args.act,
            ),
            Some(MembersVerb::Rekey(args)) => {
                (Rekey { kind, row: args.check.clone(), key: args.key.clone() }.into(), &args.act)
            }
            Some(MembersVerb::Delete(args)) => {
                (DeleteRows { kind, rows: args.checks.clone() }.into(), &args.act)
            }
        };
        Ok(Wish::Act(Box::new(verb), act))
    }
}
