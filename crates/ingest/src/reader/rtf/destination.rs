//! What the groups of a Rich Text document hold.

/// What a group holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Destination {
    /// Words of the document.
    #[default]
    Body,
    /// The list of fonts.
    Fonts,
    /// The list of styles.
    Styles,
    /// The number or bullet printed before a paragraph.
    ListText,
    /// The head or foot of pages.
    Running,
    /// The two forms of one text, of which the second is the better one.
    Twice,
    /// One of the two forms, while it is not clear which.
    OneOfTwo,
    /// A shape, which may have words.
    Shape,
    /// The words of a shape.
    Box,
    /// Nothing that is read.
    Skipped,
}

/// Groups whose contents are no words of the text.
#[rustfmt::skip]
const SKIPPED: &[&str] = &[
    "colortbl", "info", "fldinst", "nonshppict", "nonesttables", "filetbl", "listtable", "listoverridetable", "revtbl",
    "rsidtbl", "generator", "themedata", "colorschememapping", "datastore", "latentstyles", "xmlnstbl", "mmathPr", "pgdsctbl", "bkmkstart",
    "bkmkend", "atnid", "atnauthor", "atntime", "atndate", "atnref", "atnparent", "atrfstart", "atrfend", "shprslt", "xe", "tc", "rxe", "txe",
    "private", "comment", "sp", "falt", "panose", "fname", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "aftncn", "ftncn", "do", "template",
    "passwordhash", "userprops", "footnote", "annotation", "pict", "object",
];

/// Heads and feet of pages.
const RUNNING: &[&str] =
    &["header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"];

/// What the word opens; `None` where it is no destination.
pub(super) fn opened_by(word: &str) -> Option<Destination> {
    Some(match word {
        "fonttbl" => Destination::Fonts,
        "stylesheet" => Destination::Styles,
        "listtext" | "pntext" => Destination::ListText,
        "upr" => Destination::Twice,
        "ud" => Destination::Body,
        "shpinst" => Destination::Shape,
        "shptxt" => Destination::Box,
        word if RUNNING.contains(&word) => Destination::Running,
        word if SKIPPED.contains(&word) => Destination::Skipped,
        _ => return None,
    })
}
