//! The vocabulary of a qualitative interview study as types: who spoke, what was said, how it was
//! coded, and the tables and figures that are printed from it.
//!
//! Everything here is plain data and pure functions. The crate reads no file, no clock and no
//! environment; times and fresh ids come in as arguments. The main types are [`Study`], which
//! holds every fact of one research project, [`Codebook`], its tree of codes, and [`Table`] and
//! [`Figure`], the exhibits made from it.

pub mod anchor;
mod attribute;
mod codebook;
mod coding;
mod difference;
mod excerpt;
mod exhibit;
mod facet;
pub mod figure;
mod finding;
mod framework;
mod id;
mod key;
pub mod line;
pub mod mark;
mod member;
mod namesake;
mod note;
mod op;
mod order;
mod passage;
mod plural;
mod problem;
mod roster;
mod source;
mod study;
pub mod table;
mod text;
mod validate;
mod wording;

pub use anchor::Anchor;
pub use attribute::{Attributes, DeclaredAttributes};
pub use codebook::{Code, CodeFacet, Codebook, CodebookError, Colour, Level, Origin};
pub use coding::{About, Coding, CodingError, Target, Weight, fold_typed};
pub use difference::around_difference;
pub use excerpt::{AttributionGrade, Excerpt, Piece, Translation};
pub use exhibit::{
    Claim, ClaimKind, Exhibit, ExhibitKind, ExhibitUse, Output, OutputKind, StatedTotal, TotalOf,
};
pub use facet::{Facet, FacetAssignment, FacetValue, FacetValues, Placement, Settlement};
pub use figure::Figure;
pub use finding::{EvidenceLink, Finding, Stance};
pub use framework::Framework;
pub use id::{RowId, StudyId, Uuid};
pub use key::{
    CaseKey, CodeKey, CoderKey, ExcerptKey, ExhibitKey, FacetKey, FindingKey, FrameworkKey, InformantKey,
    KeyError, LevelKey, MemberCheckKey, MemoKey, PartyKey, QuestionKey, SideKey, SourceKey, StudyKey,
    ValueKey, WaveKey, slug,
};
pub use member::{MemberCheck, NamedState};
pub use namesake::fold_name;
pub use note::{Coder, Link, LinkKind, Memo, MemoAnchor, MemoKind, Question};
pub use op::{Change, Op};
pub use passage::passages;
pub use plural::{counted, counted_as, plural};
pub use problem::{Place, Problem, Severity};
pub use roster::{Case, CaseSide, Informant, Party, Side};
pub use source::{
    Locator, LocatorMap, LocatorMark, Source, SourceKind, Speaker, SpeakerRole, Text, TextHash, Timestamp,
    Turn,
};
pub use study::Study;
pub use table::Table;
pub use text::{
    ByteOffset, CharOffset, Span, SpanError, TextIndex, Utf16Offset, byte_of_char, bytes_of_chars,
};
pub use validate::validate;
pub use wording::{is_date, wrong_line, wrong_text};
