//! The parts of a Word document around its body.

use quick_xml::escape::escape;

use crate::container::{DECLARATION, properties};
use crate::grid::Grid;

const CONTENT_TYPES: &str = include_str!("../../templates/docx/content_types.xml");
const RELATIONS: &str = include_str!("../../templates/docx/relations.xml");
const DOCUMENT_RELATIONS: &str = include_str!("../../templates/docx/document_relations.xml");
const STYLES: &str = include_str!("../../templates/docx/styles.xml");
const NUMBERING: &str = include_str!("../../templates/docx/numbering.xml");
const SETTINGS: &str = include_str!("../../templates/docx/settings.xml");
const FOOTER: &str = include_str!("../../templates/docx/footer.xml");

/// The namespace of Word's markup.
pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Returns all parts by name, in the order of the container.
pub(super) fn parts(grid: &Grid, document: String) -> Vec<(&'static str, String)> {
    vec![
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", properties(&grid.title, &grid.study)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/numbering.xml", NUMBERING.to_owned()),
        ("word/settings.xml", SETTINGS.to_owned()),
        ("word/header1.xml", header(grid)),
        ("word/footer1.xml", FOOTER.to_owned()),
    ]
}

/// The study's title left, `DRAFT` right.
fn header(grid: &Grid) -> String {
    let mark =
        if grid.draft { "<w:r><w:tab/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>DRAFT</w:t></w:r>" } else { "" };
    // The end of the line: the width of the text block (see `body::Section`).
    let end = super::body::Section::of(grid).room();
    format!(
        "{DECLARATION}<w:hdr xmlns:w=\"{NAMESPACE}\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/>\
         <w:tabs><w:tab w:val=\"right\" w:pos=\"{end}\"/></w:tabs></w:pPr>\
         <w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>{mark}</w:p></w:hdr>",
        escape(&grid.study)
    )
}
