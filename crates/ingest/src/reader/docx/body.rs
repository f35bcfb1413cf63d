//! The body of a Word document, element by element.

use super::super::counts::Counts;
use super::super::document::{Builder, Page, Type};
use super::super::symbol;
use super::super::xml::{Node, Tag, Xml};
use super::headings::Headings;
use super::numbering::{Numbering, level_of};

/// What the properties of a paragraph say.
#[derive(Default)]
struct Properties {
    style: String,
    number: Option<String>,
    level: Option<usize>,
    /// The level of the heading that it is, where its style does not say so.
    outline: Option<u8>,
    /// Its end was deleted: it goes on in the next one.
    joins: bool,
    page_before: bool,
    page_after: bool,
    /// Whether its style sets its words off from others.
    set_off: bool,
}

/// Walks through the body of a document, a head or a foot.
///
/// # Errors
/// In words, when the XML is damaged.
pub(super) fn walk(
    xml: &mut Xml<'_>,
    builder: &mut Builder,
    numbering: &mut Numbering,
    headings: &Headings,
    counts: &mut Counts,
) -> Result<(), String> {
    // One entry per open paragraph, run and row, since text boxes nest them.
    let mut paragraphs: Vec<Properties> = Vec::new();
    let mut hidden: Vec<bool> = Vec::new();
    let mut types: Vec<Type> = Vec::new();
    let mut deleted_rows: Vec<bool> = Vec::new();
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match tag.name() {
                "p" => {
                    builder.open_paragraph();
                    paragraphs.push(Properties::default());
                }
                "pPr" => {
                    let properties = properties(xml)?;
                    begin(&properties, builder, numbering, counts);
                    if let Some(level) = headings.level(&properties.style, properties.outline) {
                        builder.heading(level);
                    }
                    if let Some(own) = paragraphs.last_mut() {
                        *own = properties;
                        own.set_off = headings.is_set_off(&own.style);
                    }
                }
                "r" => {
                    hidden.push(false);
                    types.push(paragraphs.last().is_some_and(|own| own.set_off).into());
                }
                "rPr" => {
                    let by_style = types.last() == Some(&Type::SetOff);
                    let (is_hidden, of_run) = type_of_run(xml, by_style)?;
                    if let Some(own) = types.last_mut() {
                        *own = of_run;
                    }
                    if let Some(own) = hidden.last_mut() {
                        *own = is_hidden;
                        counts.hidden += usize::from(is_hidden);
                    }
                }
                "trPr" => {
                    let mut rows = deleted_rows.last_mut();
                    let deleted = any(xml, |tag| tag.name() == "del")?;
                    counts.deletions += usize::from(deleted);
                    if let Some(own) = rows.as_mut() {
                        **own = deleted;
                    }
                }
                "del" => {
                    counts.deletions += 1;
                    xml.skip()?;
                }
                "moveFrom" => {
                    counts.moves += 1;
                    xml.skip()?;
                }
                "ins" => counts.insertions += 1,
                "rt" => {
                    counts.readings += 1;
                    xml.skip()?;
                }
                "tblPr" | "tblGrid" | "tcPr" | "sectPr" | "sdtPr" | "sdtEndPr" | "instrText" | "delText"
                | "delInstrText" | "Fallback" | "fldData" | "ffData" | "binData" => xml.skip()?,
                "tbl" => builder.open_table(),
                "tr" => {
                    builder.open_row();
                    deleted_rows.push(false);
                }
                "tc" => builder.open_cell(),
                "txbxContent" => builder.open_box(),
                "footnoteReference" | "endnoteReference" => counts.footnotes += 1,
                "blip" | "imagedata" | "chart" => counts.pictures += 1,
                "altChunk" | "subDoc" | "OLEObject" => counts.embedded += 1,
                name if hidden.last() == Some(&true) => {
                    if name == "t" {
                        xml.skip()?;
                    }
                }
                "t" => {
                    let keeps = tag.value("space") == "preserve";
                    let words = xml.words()?;
                    if !words.trim().is_empty() {
                        builder.text();
                        builder.set_off(types.last().copied().unwrap_or(Type::Plain));
                    }
                    push_words(builder, &words, keeps);
                }
                _ => character(&tag, builder, counts),
            },
            Node::Close(name) => match name.as_str() {
                "p" => {
                    let own = paragraphs.pop().unwrap_or_default();
                    if own.joins {
                        builder.carry_paragraph();
                    } else {
                        builder.close_paragraph(None);
                    }
                    if own.page_after {
                        builder.page(Page::Hard);
                    }
                }
                "r" => {
                    hidden.pop();
                    types.pop();
                }
                "tbl" => builder.close_table(),
                "tr" if deleted_rows.pop() == Some(true) => builder.drop_row(),
                "tc" => builder.close_cell(),
                "txbxContent" => builder.close_box(),
                _ => {}
            },
            Node::Text(_) => {}
        }
    }
    Ok(())
}

/// Characters that are elements of their own.
fn character(tag: &Tag<'_>, builder: &mut Builder, counts: &mut Counts) {
    match tag.name() {
        "tab" | "ptab" => builder.tab(),
        "br" => {
            let is_page = tag.value("type") == "page";
            if is_page {
                builder.page(Page::Hard);
            }
            let text = builder.text();
            if !is_page || !text.is_empty() {
                text.push('\n');
            }
        }
        "cr" => builder.text().push('\n'),
        "noBreakHyphen" => builder.text().push('\u{2011}'),
        "softHyphen" => builder.text().push('\u{ad}'),
        "lastRenderedPageBreak" => builder.page(Page::Rendered),
        "sym" => {
            let code = u32::from_str_radix(&tag.value("char"), 16).unwrap_or(0);
            let c = symbol::character(&tag.value("font"), code);
            counts.symbols += usize::from(c.is_none());
            builder.text().push(c.unwrap_or('\u{fffd}'));
        }
        _ => {}
    }
}

/// The words of a run. A program that indents its XML says so by line ends: then white space outside is none
/// of the author's.
fn push_words(builder: &mut Builder, words: &str, keeps: bool) {
    let mut words = words;
    if !keeps {
        let lead = words.len() - words.trim_start().len();
        if words[..lead].contains('\n') {
            words = words.trim_start();
        }
        let end = words.trim_end().len();
        if words[end..].contains('\n') {
            words = &words[..end];
        }
    }
    let text = builder.text();
    text.extend(words.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
}

fn begin(properties: &Properties, builder: &mut Builder, numbering: &mut Numbering, counts: &mut Counts) {
    if properties.page_before {
        builder.page(Page::Hard);
    }
    let mark = numbering.mark(properties.number.as_deref(), properties.level, &properties.style);
    counts.begin(mark, builder);
}

fn properties(xml: &mut Xml<'_>) -> Result<Properties, String> {
    let mut found = Properties::default();
    let mut inside: Vec<String> = vec!["pPr".to_string()];
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => {
                let within = inside.last().map_or("", String::as_str);
                match (within, tag.name()) {
                    ("pPr", "pStyle") => found.style = tag.value("val"),
                    ("pPr", "outlineLvl") => found.outline = tag.value("val").parse().ok(),
                    ("pPr", "pageBreakBefore") => found.page_before = is_on(&tag),
                    ("pPr", "sectPr") => found.page_after = true,
                    ("sectPr", "type") => {
                        found.page_after = !matches!(tag.value("val").as_str(), "continuous" | "nextColumn");
                    }
                    ("numPr", "numId") => found.number = Some(tag.value("val")),
                    ("numPr", "ilvl") => found.level = Some(level_of(&tag, "val")),
                    ("rPr", "del" | "moveFrom") if inside.len() == 2 => found.joins = true,
                    _ => {}
                }
                inside.push(tag.name().to_string());
            }
            Node::Close(_) => {
                inside.pop();
                if inside.is_empty() {
                    break;
                }
            }
            Node::Text(_) => {}
        }
    }
    Ok(found)
}

/// Whether a run is hidden, and of what type its words are, which the style of its paragraph may tell.
fn type_of_run(xml: &mut Xml<'_>, by_style: bool) -> Result<(bool, Type), String> {
    let (mut is_hidden, mut is_set_off, mut is_off, mut is_marked) = (false, false, false, false);
    xml.inside(|tag| match tag.name() {
        "vanish" => is_hidden |= is_on(tag),
        "b" | "i" | "caps" | "smallCaps" if is_on(tag) => is_set_off = true,
        "b" | "i" | "caps" | "smallCaps" => is_off = true,
        "u" => is_set_off |= tag.value("val") != "none",
        "color" => is_set_off |= Type::is_colour(&tag.value("val")),
        "rStyle" => is_set_off = true,
        "highlight" => is_marked |= tag.value("val") != "none",
        "shd" => is_marked |= !matches!(tag.value("fill").as_str(), "" | "auto" | "FFFFFF" | "ffffff"),
        _ => {}
    })?;
    let own = match is_set_off || (by_style && !is_off) {
        true => Type::SetOff,
        false if is_marked => Type::Highlit,
        false => Type::Plain,
    };
    Ok((is_hidden, own))
}

/// Whether one of the elements inside the one just opened is meant; passes over all of them.
fn any(xml: &mut Xml<'_>, wanted: impl Fn(&Tag<'_>) -> bool) -> Result<bool, String> {
    let mut found = false;
    xml.inside(|tag| found |= wanted(tag))?;
    Ok(found)
}

/// Whether a property that stands there is on: it may say that it is off.
pub(super) fn is_on(tag: &Tag<'_>) -> bool {
    !matches!(tag.value("val").as_str(), "0" | "false" | "off")
}
