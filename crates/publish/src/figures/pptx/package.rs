//! The parts of a presentation around its slides.

use std::fmt::Write as _;

use super::Deck;
use super::slide::{emu, slide};
use crate::container::{DECLARATION, properties};

const RELATIONS: &str = include_str!("../../templates/pptx/relations.xml");
const MASTER: &str = include_str!("../../templates/pptx/slide_master.xml");
const MASTER_RELATIONS: &str = include_str!("../../templates/pptx/slide_master_relations.xml");
const LAYOUT: &str = include_str!("../../templates/pptx/slide_layout.xml");
const LAYOUT_RELATIONS: &str = include_str!("../../templates/pptx/slide_layout_relations.xml");
const THEME: &str = include_str!("../../templates/pptx/theme.xml");
const SLIDE_RELATIONS: &str = include_str!("../../templates/pptx/slide_relations.xml");

const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE_RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const MAIN: &str = "application/vnd.openxmlformats-officedocument.presentationml";

/// Returns all parts by name, in the order of the container.
pub(super) fn parts(deck: &Deck, title: &str, study: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = [
        ("[Content_Types].xml", content_types(deck)),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", properties(title, study)),
        ("ppt/presentation.xml", presentation(deck)),
        ("ppt/_rels/presentation.xml.rels", presentation_relations(deck)),
        ("ppt/slideMasters/slideMaster1.xml", MASTER.to_owned()),
        ("ppt/slideMasters/_rels/slideMaster1.xml.rels", MASTER_RELATIONS.to_owned()),
        ("ppt/slideLayouts/slideLayout1.xml", LAYOUT.to_owned()),
        ("ppt/slideLayouts/_rels/slideLayout1.xml.rels", LAYOUT_RELATIONS.to_owned()),
        ("ppt/theme/theme1.xml", THEME.to_owned()),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .to_vec();
    for (n, page) in (1..).zip(&deck.slides) {
        parts.push((format!("ppt/slides/slide{n}.xml"), slide(page)));
        parts.push((format!("ppt/slides/_rels/slide{n}.xml.rels"), SLIDE_RELATIONS.to_owned()));
    }
    parts
}

fn content_types(deck: &Deck) -> String {
    let mut out = format!(
        "{DECLARATION}<Types xmlns=\"{TYPES}\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/ppt/presentation.xml\" ContentType=\"{MAIN}.presentation.main+xml\"/>\
         <Override PartName=\"/ppt/slideMasters/slideMaster1.xml\" ContentType=\"{MAIN}.slideMaster+xml\"/>\
         <Override PartName=\"/ppt/slideLayouts/slideLayout1.xml\" ContentType=\"{MAIN}.slideLayout+xml\"/>\
         <Override PartName=\"/ppt/theme/theme1.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/>"
    );
    for n in 1..=deck.slides.len() {
        let _ =
            write!(out, "<Override PartName=\"/ppt/slides/slide{n}.xml\" ContentType=\"{MAIN}.slide+xml\"/>");
    }
    out.push_str("</Types>");
    out
}

/// The slides come after the master and the theme, which are `rId1` and `rId2`.
fn slide_relation(n: usize) -> String {
    format!("rId{}", n + 2)
}

fn presentation(deck: &Deck) -> String {
    let mut out = format!(
        "{DECLARATION}<p:presentation xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:r=\"{RELATION}\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\">\
         <p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst><p:sldIdLst>"
    );
    for n in 1..=deck.slides.len() {
        // The numbers of slides begin at 256.
        let _ = write!(out, "<p:sldId id=\"{}\" r:id=\"{}\"/>", 255 + n, slide_relation(n));
    }
    let _ = write!(
        out,
        "</p:sldIdLst><p:sldSz cx=\"{}\" cy=\"{}\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>",
        emu(deck.width),
        emu(deck.height)
    );
    out
}

fn presentation_relations(deck: &Deck) -> String {
    let mut out = format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE_RELATIONS}\">\
         <Relationship Id=\"rId1\" Type=\"{RELATION}/slideMaster\" Target=\"slideMasters/slideMaster1.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{RELATION}/theme\" Target=\"theme/theme1.xml\"/>"
    );
    for n in 1..=deck.slides.len() {
        let _ = write!(
            out,
            "<Relationship Id=\"{}\" Type=\"{RELATION}/slide\" Target=\"slides/slide{n}.xml\"/>",
            slide_relation(n)
        );
    }
    out.push_str("</Relationships>");
    out
}
