//! Exhibits of the paper, the outputs a study replicates, and what the paper states in advance.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::{CaseKey, ExhibitKey, LevelKey, PartyKey, RowId, SideKey, WaveKey};

/// A table, figure or passage of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exhibit {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key, for example `table-2` or `appendix-2`.
    pub key: ExhibitKey,
    /// Caption.
    pub title: String,
    /// What it is in the paper.
    pub kind: ExhibitKind,
}

/// What an exhibit is in the paper. An excerpt used in the body is a *power* quotation, one used
/// in a table a *proof* quotation (Pratt, 2009).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExhibitKind {
    /// A table or appendix table.
    Table,
    /// A figure.
    Figure,
    /// A passage of the body.
    Body,
}

impl ExhibitKind {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            ExhibitKind::Table => "table",
            ExhibitKind::Figure => "figure",
            ExhibitKind::Body => "body",
        }
    }
}

impl FromStr for ExhibitKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "table" => Ok(ExhibitKind::Table),
            "figure" => Ok(ExhibitKind::Figure),
            "body" => Ok(ExhibitKind::Body),
            other => Err(format!("`{other}` is not a kind of exhibit; use `table`, `figure` or `body`")),
        }
    }
}

/// One use of an excerpt in an exhibit, in a stated order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExhibitUse {
    /// The exhibit.
    pub exhibit: ExhibitKey,
}

/// What `replicate` makes: one table or figure with its options.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Row id.
    pub id: RowId,
    /// The exhibit it prints; also the name of its files.
    pub exhibit: ExhibitKey,
    /// Table or figure.
    pub kind: OutputKind,
    /// Options by their command-line name, for example `facet` → `phase`.
    pub options: BTreeMap<String, String>,
}

/// Which table or figure an output is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutputKind {
    /// A table, by the kind used on the command line.
    Table(String),
    /// A figure, by the kind used on the command line.
    Figure(String),
}

/// A number that the paper states and that the roster must bear out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedTotal {
    /// Row id.
    pub id: RowId,
    /// What is counted.
    pub of: TotalOf,
    /// Restriction to a case.
    pub case: Option<CaseKey>,
    /// Restriction to a side.
    pub side: Option<SideKey>,
    /// Restriction to a party.
    pub party: Option<PartyKey>,
    /// Restriction to a wave of data collection.
    pub wave: Option<WaveKey>,
    /// The number as stated.
    pub value: u32,
}

/// The unit of a stated total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TotalOf {
    /// People.
    Informants,
    /// Encounters.
    Interviews,
    /// Documents that are no interviews.
    Documents,
    /// Cases.
    Cases,
    /// Parties.
    Parties,
}

impl TotalOf {
    /// The word used in files and sentences.
    pub fn as_str(self) -> &'static str {
        match self {
            TotalOf::Informants => "informants",
            TotalOf::Interviews => "interviews",
            TotalOf::Documents => "documents",
            TotalOf::Cases => "cases",
            TotalOf::Parties => "parties",
        }
    }
}

impl FromStr for TotalOf {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [TotalOf::Informants, TotalOf::Interviews, TotalOf::Documents, TotalOf::Cases, TotalOf::Parties]
            .into_iter()
            .find(|of| of.as_str() == word)
            .ok_or_else(|| {
                format!("`{word}` cannot be totalled; use `informants`, `interviews`, `documents`, `cases` or `parties`")
            })
    }
}

/// Something the paper says of its evidence, to be borne out by the codings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Row id.
    pub id: RowId,
    /// What is claimed.
    pub kind: ClaimKind,
    /// For the codes of which level; `None` for the lowest printed one.
    pub level: Option<LevelKey>,
}

/// The claims that can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimKind {
    /// Every code has evidence from both (all) sides of each case that has evidence of it.
    BothSides,
    /// Every code has evidence in every case.
    EveryCase,
    /// Every code has evidence from at least two kinds of sources.
    Triangulated,
}

impl ClaimKind {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            ClaimKind::BothSides => "both-sides",
            ClaimKind::EveryCase => "every-case",
            ClaimKind::Triangulated => "triangulated",
        }
    }
}

impl FromStr for ClaimKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [ClaimKind::BothSides, ClaimKind::EveryCase, ClaimKind::Triangulated]
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| {
                format!("`{word}` is not a claim; use `both-sides`, `every-case` or `triangulated`")
            })
    }
}
