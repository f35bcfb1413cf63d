//! Arguments of a verb that are declared when the verb is meant: a run uses one verb of fifty.

use std::ops::Deref;

use clap::builder::Resettable;
use clap::{ArgMatches, Args, Command, FromArgMatches};

/// The arguments `A`, declared only when clap comes to their verb.
#[derive(Debug)]
pub(crate) struct Deferred<A>(pub(crate) A);

impl<A> Deref for Deferred<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.0
    }
}

impl<A: Args> Args for Deferred<A> {
    fn augment_args(command: Command) -> Command {
        command.defer(|command| declared(command, A::augment_args))
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(|command| declared(command, A::augment_args_for_update))
    }
}

/// The verb with its arguments; what was said of the verb itself goes before what is said of the arguments.
fn declared(command: Command, augment: impl Fn(Command) -> Command) -> Command {
    let (about, long) = (command.get_about().cloned(), command.get_long_about().cloned());
    let declared = augment(command);
    if about.is_none() && long.is_none() {
        declared
    } else {
        declared.about(Resettable::from(about)).long_about(Resettable::from(long))
    }
}

impl<A: FromArgMatches> FromArgMatches for Deferred<A> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        A::from_arg_matches(matches).map(Deferred)
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        A::from_arg_matches_mut(matches).map(Deferred)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}
