//! `themata code`, `uncode`, `recode`, `coding`, `confirm`: codings are made and changed.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{ArgGroup, Args};
use themata_workspace::verbs::{
    ApplyCodes, ChangeCodings, ConfirmCodings, RecodeCodings, RemoveCodings, Spot,
};

use super::{ActArgs, AutoArgs};
use crate::commands::text_or_file;
use crate::failure::Failure;

/// Two numbers around a sign, as in `120:260` or `3-7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair<const SIGN: char> {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl<const SIGN: char> FromStr for Pair<SIGN> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |word: &str| word.trim().parse::<usize>();
        let single = (SIGN == '-').then_some((text, text));
        match text.split_once(SIGN).or(single).map(|(from, to)| (number(from), number(to))) {
            Some((Ok(from), Ok(to))) => Ok(Pair { from, to }),
            _ => Err(format!("write two whole numbers with `{SIGN}` between them")),
        }
    }
}

/// Lines, from the first to the last.
pub(crate) type Lines = Pair<'-'>;

/// Code words of a source: with codes, with facet values, or as a new code of their own
///
/// The words are given by --quote, --span, --lines or --turn; `themata show SOURCE` numbers lines and
/// turns. Several codes make a coding each. With --auto, all that a search finds is coded.
///
/// Example: themata code S1 A --quote 'we call them every week' --coder anna -s study.themata
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("words").required(true).args(["quote", "span", "lines", "turn", "auto"]))]
pub(crate) struct CodeArgs {
    /// The source
    #[arg(required_unless_present = "auto")]
    pub(crate) source: Option<String>,
    /// The codes, by key, marker, name or alias
    #[arg(value_name = "CODE")]
    pub(crate) codes: Vec<String>,
    #[command(flatten)]
    pub(crate) quote: QuoteArgs,
    /// A stretch in code points, the end exclusive
    #[arg(long, value_name = "START:END")]
    pub(crate) span: Option<Pair<':'>>,
    /// Whole lines
    #[arg(long, value_name = "FROM-TO")]
    pub(crate) lines: Option<Lines>,
    /// All that is said in a turn
    #[arg(long, value_name = "N")]
    pub(crate) turn: Option<usize>,
    /// The words themselves become an open code
    #[arg(long)]
    pub(crate) in_vivo: bool,
    #[command(flatten)]
    pub(crate) says: SaysArgs,
    #[command(flatten)]
    pub(crate) auto: AutoArgs,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

/// What a coding says beside its code
#[derive(Args, Debug)]
pub(crate) struct SaysArgs {
    /// How much it weighs, 0 to 100; none for nothing
    #[arg(long, value_name = "N")]
    pub(crate) weight: Option<String>,
    /// Your remark; empty for none
    #[arg(long, value_name = "TEXT", conflicts_with = "memo_file")]
    pub(crate) memo: Option<String>,
    /// The remark from a file; - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) memo_file: Option<PathBuf>,
    /// The case the words are about, when it is not the speaker's own; none for that
    #[arg(long, value_name = "CASE")]
    pub(crate) about_case: Option<String>,
    /// The side the words are about, when it is not the speaker's own; none for that
    #[arg(long, value_name = "SIDE")]
    pub(crate) about_side: Option<String>,
    /// Facet values; FACET=- takes one away (can be repeated)
    #[arg(long, value_name = "FACET=VALUE")]
    pub(crate) set: Vec<String>,
}

impl SaysArgs {
    fn memo(&self) -> Result<Option<String>, Failure> {
        text_or_file(self.memo.as_ref(), self.memo_file.as_ref())
    }
}

/// A quotation, and which of several places is meant
#[derive(Args, Debug)]
pub(crate) struct QuoteArgs {
    /// The words as they stand there, with … for what is left out
    #[arg(long, value_name = "TEXT")]
    pub(crate) quote: Option<String>,
    /// Which of several places of the quotation, counted from 1
    #[arg(long, value_name = "N", requires = "quote")]
    pub(crate) nth: Option<usize>,
    /// The line in which the quotation begins
    #[arg(long, value_name = "N", requires = "quote")]
    pub(crate) line: Option<usize>,
}

impl QuoteArgs {
    fn spot(&self) -> Option<Spot> {
        let words = self.quote.clone()?;
        Some(Spot::Quote { words, nth: self.nth, line: self.line })
    }
}

impl CodeArgs {
    pub(crate) fn verb(&self) -> Result<ApplyCodes, Failure> {
        let span = self.span.map(|span| Spot::Span { start: span.from, end: span.to });
        let lines = self.lines.map(|lines| Spot::Lines { from: lines.from, to: lines.to });
        let spot = self.quote.spot().or(span).or(lines).or(self.turn.map(Spot::Turn));
        let spot = spot.ok_or_else(|| Failure::usage("it is not said which words are to be coded"))?;
        Ok(ApplyCodes {
            source: self.source.clone().unwrap_or_default(),
            spot,
            codes: self.codes.clone(),
            in_vivo: self.in_vivo,
            weight: self.says.weight.clone(),
            memo: self.says.memo()?,
            about_case: self.says.about_case.clone(),
            about_side: self.says.about_side.clone(),
            set: self.says.set.clone(),
        })
    }
}

/// Take codings away
///
/// Codings are named by their ids (`themata codings` lists them), or your own in a source or of a code
/// are meant. What is used by excerpts, findings, links or memos stays unless --force is given.
///
/// Example: themata uncode --source S1 --code A --coder anna -s study.themata --dry-run
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("which").required(true).multiple(true).args(["ids", "source", "code", "of"]))]
pub(crate) struct UncodeArgs {
    /// The codings
    #[arg(value_name = "ID", conflicts_with_all = ["source", "code", "of"])]
    pub(crate) ids: Vec<String>,
    /// Those in this source
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// Those of this code itself
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// Those of this coder [default: your own]
    #[arg(long, value_name = "CODER")]
    pub(crate) of: Option<String>,
    /// Remove what rests on them, too
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl UncodeArgs {
    pub(crate) fn verb(&self) -> RemoveCodings {
        RemoveCodings {
            codings: self.ids.clone(),
            source: self.source.clone(),
            code: self.code.clone(),
            of: self.of.clone(),
            force: self.force,
        }
    }
}

/// Give codings another code
///
/// Example: themata recode 1a2b3c4d --to B --coder anna -s study.themata
#[derive(Args, Debug)]
pub(crate) struct RecodeArgs {
    /// The codings, by their ids
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,
    /// The code they get
    #[arg(long, value_name = "CODE")]
    pub(crate) to: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl RecodeArgs {
    pub(crate) fn verb(&self) -> RecodeCodings {
        RecodeCodings { codings: self.ids.clone(), to: self.to.clone() }
    }
}

/// Change codings: borders, weight, memo, facet values, whom the words are about
///
/// Borders of one coding are moved at a time, to other words (of several places the nearest) or by
/// their ends. A coding that has lost its place gets one in the same way.
///
/// Example: themata coding 1a2b3c4d --weight 80 --set phase=early --coder anna -s study.themata
#[derive(Args, Debug)]
pub(crate) struct CodingArgs {
    /// The codings, by their ids
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) quote: QuoteArgs,
    /// Where it begins, in code points
    #[arg(long, value_name = "N", conflicts_with = "quote")]
    pub(crate) start: Option<usize>,
    /// Where it ends, in code points, exclusive
    #[arg(long, value_name = "N", conflicts_with = "quote")]
    pub(crate) end: Option<usize>,
    #[command(flatten)]
    pub(crate) says: SaysArgs,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl CodingArgs {
    pub(crate) fn verb(&self) -> Result<ChangeCodings, Failure> {
        let verb = ChangeCodings {
            codings: self.ids.clone(),
            spot: self.quote.spot(),
            start: self.start,
            end: self.end,
            weight: self.says.weight.clone(),
            memo: self.says.memo()?,
            about_case: self.says.about_case.clone(),
            about_side: self.says.about_side.clone(),
            set: self.says.set.clone(),
        };
        if verb == (ChangeCodings { codings: self.ids.clone(), ..ChangeCodings::default() }) {
            return Err(Failure::usage("it is not said what shall change")
                .hint("`themata coding --help` lists what can be changed"));
        }
        Ok(verb)
    }
}

/// Confirm codings whose words were edited, after looking at them
///
/// `themata codings --unconfirmed` lists them.
///
/// Example: themata confirm 1a2b3c4d --coder anna -s study.themata
#[derive(Args, Debug)]
pub(crate) struct ConfirmArgs {
    /// The codings, by their ids
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl ConfirmArgs {
    pub(crate) fn verb(&self) -> ConfirmCodings {
        ConfirmCodings { codings: self.ids.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_numbers_are_read_and_lines_may_be_one() {
        assert_eq!("3-7".parse::<Lines>(), Ok(Pair { from: 3, to: 7 }));
        assert_eq!("3".parse::<Lines>(), Ok(Pair { from: 3, to: 3 }));
        assert_eq!("10:20".parse::<Pair<':'>>(), Ok(Pair { from: 10, to: 20 }));
        assert!("10".parse::<Pair<':'>>().is_err());
        assert!("a-b".parse::<Lines>().is_err());
    }
}
