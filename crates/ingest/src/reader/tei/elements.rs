//! What the elements of a TEI document are by their names.

/// Elements that are paragraphs of their own.
#[rustfmt::skip]
pub(super) const BLOCKS: &[&str] = &[
    "p", "ab", "head", "div", "div1", "div2", "div3", "div4", "div5", "div6", "div7", "body", "front", "back", "text", "u", "sp", "lg",
    "opener", "closer", "list", "table", "quote", "annotationBlock", "spGrp", "argument", "epigraph", "titlePage",
];

/// Elements that are lines of their own.
pub(super) const LINES: &[&str] =
    &["l", "item", "row", "label", "castItem", "titlePart", "byline", "dateline", "salute", "signed"];

/// Things that are heard or seen, told in brackets.
pub(super) const EVENTS: &[&str] =
    &["vocal", "kinesic", "incident", "event", "writing", "gap", "note", "stage"];
