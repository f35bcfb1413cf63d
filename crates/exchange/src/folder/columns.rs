//! The columns of the folder's CSV files that have a meaning, in the order in which they are written. Every file
//! may have `id` before them and attributes behind them.

/// `parties.csv`.
pub const PARTIES: &[&str] = &["key", "name"];
/// `cases.csv`.
pub const CASES: &[&str] = &["case", "label", "side", "party"];
/// `informants.csv`.
pub const INFORMANTS: &[&str] = &["key", "party", "title", "count", "case"];
/// `coders.csv`.
pub const CODERS: &[&str] = &["key", "name"];
/// `sources.csv`.
pub const SOURCES: &[&str] = &[
    "key",
    "file",
    "kind",
    "case",
    "side",
    "party",
    "informant",
    "date",
    "wave",
    "recorded",
    "language",
    "sha256",
];
/// `texts.csv`.
pub const TEXTS: &[&str] = &["source", "version", "file", "sha256", "extraction"];
/// `turns.csv`.
pub const TURNS: &[&str] =
    &["source", "version", "speaker", "label_start", "label_end", "start", "end", "milliseconds"];
/// `speakers.csv`.
pub const SPEAKERS: &[&str] = &["source", "version", "label", "role", "informant"];
/// `pages.csv`.
pub const PAGES: &[&str] = &["source", "version", "start", "page"];
/// `locators.csv`.
pub const LOCATORS: &[&str] = &["source", "version", "start", "number", "milliseconds"];
/// `codings/*.csv`; facets stand before [`CODINGS_LAST`].
pub const CODINGS: &[&str] = &["source", "code", "quote", "start", "end", "coder", "about", "weight", "memo"];
/// The last columns of `codings/*.csv`, each written only where a row needs it.
pub const CODINGS_LAST: &[&str] = &["typed", "status", "before", "after"];
/// `placements.csv`.
pub const PLACEMENTS: &[&str] = &["rater", "code", "case", "facet", "value", "reason"];
/// `settlements.csv`.
pub const SETTLEMENTS: &[&str] = &["code", "case", "facet", "value", "reason"];
/// `excerpts.csv`.
pub const EXCERPTS: &[&str] =
    &["key", "codings", "text", "translation", "translator", "attribution", "exhibits"];
/// What `excerpts.csv` may say in place of the ids of codings, so that a person can write it.
pub const EXCERPTS_MEANT: &[&str] = &["source", "case", "code", "quote"];
/// `findings.csv`; facets stand before [`FINDINGS_LAST`].
pub const FINDINGS: &[&str] = &["key", "exhibit", "case", "code"];
/// The last columns of `findings.csv`.
pub const FINDINGS_LAST: &[&str] = &["text", "rating", "evidence"];
/// `memos.csv`.
pub const MEMOS: &[&str] = &["key", "about", "kind", "coder", "date", "text"];
/// `links.csv`.
pub const LINKS: &[&str] = &["from", "kind", "to", "evidence", "reason"];
/// The entries of a code in `codebook.toml`.
pub const CODES: &[&str] = &[
    "key",
    "level",
    "framework",
    "parent",
    "parents",
    "marker",
    "name",
    "aliases",
    "definition",
    "inclusion",
    "exclusion",
    "origin",
    "references",
    "colour",
    "color",
    "facets",
];
/// `questions.csv`.
pub const QUESTIONS: &[&str] = &["key", "text"];
/// `members.csv`.
pub const MEMBERS: &[&str] = &["key", "informant", "party", "date", "shown", "response", "revision", "coder"];
/// `snapshots.csv`.
pub const SNAPSHOTS: &[&str] = &["name", "op", "at", "coder", "note"];
