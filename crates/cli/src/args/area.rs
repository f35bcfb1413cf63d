//! Verbs of the form `themata cases [add | change | rekey | delete]`: rows of one kind, listed without a
//! verb and changed with one.

use themata_workspace::verbs::Verb;

use super::{ActArgs, ListArgs};

/// What somebody wants of rows of one kind.
pub(crate) enum Wish<'a> {
    /// To see them.
    List(&'a ListArgs),
    /// To change them.
    Act(Box<Verb>, &'a ActArgs),
}

/// The arguments of the verbs on rows of one kind. `facts` is a group of arguments with a method
/// `facts` that gives what the workspace takes; a verb beyond the usual ones is named with its arguments,
/// which have a method `verb`.
macro_rules! area {
    (
        $(#[$about:meta])* $args:ident, $verbs:ident, $kind:expr, $facts:ty, $value:tt;
        $(#[$add_about:meta])* $add:ident: $add_verb:ident;
        $(#[$change_about:meta])* $change:ident: $change_verb:ident.$row:ident;
        $(#[$rekey_about:meta])* $rekey:ident;
        $(#[$delete_about:meta])* $delete:ident;
        $($extra:ident($extra_args:ident);)*
    ) => {
        $(#[$about])*
        #[derive(clap::Args, Debug)]
        #[command(args_conflicts_with_subcommands = true)]
        pub(crate) struct $args {
            #[command(subcommand)]
            verb: Option<$verbs>,
            #[command(flatten)]
            list: crate::args::ListArgs,
        }

        #[derive(clap::Subcommand, Debug)]
        enum $verbs {
            Add($add),
            Change($change),
            $($extra($extra_args),)*
            Rekey($rekey),
            Delete($delete),
        }

        $(#[$add_about])*
        #[derive(clap::Args, Debug)]
        struct $add {
            /// The key: short, yours, and never changed by the program
            key: String,
            #[command(flatten)]
            facts: $facts,
            #[command(flatten)]
            act: crate::args::ActArgs,
        }

        $(#[$change_about])*
        #[derive(clap::Args, Debug)]
        struct $change {
            /// Which one
            #[arg(value_name = $value)]
            row: String,
            #[command(flatten)]
            facts: $facts,
            #[command(flatten)]
            act: crate::args::ActArgs,
        }

        $(#[$rekey_about])*
        #[derive(clap::Args, Debug)]
        struct $rekey {
            /// Which one
            #[arg(value_name = $value)]
            row: String,
            /// The new key
            key: String,
            #[command(flatten)]
            act: crate::args::ActArgs,
        }

        $(#[$delete_about])*
        #[derive(clap::Args, Debug)]
        struct $delete {
            /// Which ones
            #[arg(value_name = $value, required = true)]
            rows: Vec<String>,
            #[command(flatten)]
            act: crate::args::ActArgs,
        }

        impl $args {
            /// What is wanted.
            ///
            /// # Errors
            /// When a file that is named cannot be read.
            pub(crate) fn wish(&self) -> Result<crate::args::Wish<'_>, crate::failure::Failure> {
                use crate::args::Wish;
                use themata_workspace::verbs::{$add_verb, $change_verb, DeleteRows, Rekey};
                let Some(verb) = &self.verb else { return Ok(Wish::List(&self.list)) };
                let (verb, act) = match verb {
                    $verbs::Add(add) => {
                        ($add_verb { key: add.key.clone(), facts: add.facts.facts()? }.into(), &add.act)
                    }
                    $verbs::Change(change) => (
                        $change_verb { $row: change.row.clone(), facts: change.facts.facts()? }.into(),
                        &change.act,
                    ),
                    $($verbs::$extra(args) => (args.verb().into(), &args.act),)*
                    $verbs::Rekey(rekey) => {
                        (Rekey { kind: $kind, row: rekey.row.clone(), key: rekey.key.clone() }.into(), &rekey.act)
                    }
                    $verbs::Delete(delete) => {
                        (DeleteRows { kind: $kind, rows: delete.rows.clone() }.into(), &delete.act)
                    }
                };
                Ok(Wish::Act(Box::new(verb), act))
            }
        }
    };
}

pub(crate) use area;
