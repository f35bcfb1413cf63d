//! The body of an OpenDocument text, element by element.

use std::collections::HashMap;

use super::super::counts::{Counts, Mark};
use super::super::document::{Builder, Page, Type};
use super::super::xml::{Node, Tag, Xml};
use super::styles::Styles;

/// Most blanks or cells that one element may stand for.
const REPEATED: usize = 256;

/// A list that is open.
struct List {
    style: String,
    next: u32,
}

/// Lists that are open, and how far each style has counted.
#[derive(Default)]
struct Lists {
    open: Vec<List>,
    /// The numbers that the next paragraph shows.
    due: bool,
    last: HashMap<String, u32>,
}

impl Lists {
    fn begin(&mut self, tag: &Tag<'_>, styles: &Styles) {
        let outer = self.open.last().map(|list| list.style.clone());
        let style = tag.get("style-name").filter(|style| !style.is_empty()).or(outer).unwrap_or_default();
        let goes_on = tag.value("continue-numbering") == "true" || tag.get("continue-list").is_some();
        let next = match self.last.get(&style) {
            Some(&next) if goes_on && self.open.is_empty() => next,
            _ => styles.start(&style, self.open.len()),
        };
        self.open.push(List { style, next });
    }

    fn entry(&mut self, tag: &Tag<'_>) {
        if let Some(list) = self.open.last_mut() {
            list.next = tag.value("start-value").parse().unwrap_or(list.next).saturating_add(1);
            self.due = true;
        }
    }

    fn end(&mut self) {
        if let Some(list) = self.open.pop()
            && self.open.is_empty()
        {
            self.last.insert(list.style, list.next);
        }
        self.due = false;
    }

    fn mark(&mut self, styles: &Styles) -> Option<Mark> {
        if !std::mem::take(&mut self.due) {
            return None;
        }
        let counters: Vec<u32> = self.open.iter().map(|list| list.next.saturating_sub(1)).collect();
        styles.mark(&self.open.last()?.style, &counters)
    }
}

/// Walks through the document; styles that stand in it are taken in on the way.
///
/// # Errors
/// In words, when the XML is damaged.
pub(super) fn walk(
    xml: &mut Xml<'_>,
    builder: &mut Builder,
    styles: &mut Styles,
    counts: &mut Counts,
) -> Result<(), String> {
    let mut in_body = false;
    let mut lists = Lists::default();
    // Per open paragraph, whether white space that follows is none of the words.
    let mut after_blank: Vec<bool> = Vec::new();
    // How the words of each open paragraph and span look.
    let mut looks: Vec<Type> = Vec::new();
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if !in_body => match tag.name() {
                "body" => in_body = true,
                "master-styles" | "meta" | "settings" | "scripts" | "font-face-decls" => xml.skip()?,
                _ => styles.see(&tag, xml)?,
            },
            Node::Open(tag) => match tag.name() {
                "p" | "h" => {
                    if styles.begins_page(&tag.value("style-name")) {
                        builder.page(Page::Hard);
                    }
                    builder.open_paragraph();
                    if let Some(level) = heading(&tag) {
                        builder.heading(level);
                    }
                    after_blank.push(true);
                    looks.push(styles.look(&tag.value("style-name")).unwrap_or(Type::Plain));
                    counts.begin(lists.mark(styles), builder);
                }
                "list" => lists.begin(&tag, styles),
                "list-item" => lists.entry(&tag),
                "tracked-changes" => tracked(xml, counts)?,
                "annotation" => {
                    counts.comments += 1;
                    xml.skip()?;
                }
                "note" => {
                    counts.footnotes += 1;
                    xml.skip()?;
                }
                "ruby-text" => {
                    counts.readings += 1;
                    xml.skip()?;
                }
                "span" if styles.hides(&tag.value("style-name")) => {
                    counts.hidden += 1;
                    xml.skip()?;
                }
                "span" => {
                    let outer = looks.last().copied().unwrap_or(Type::Plain);
                    looks.push(styles.look_of_stretch(&tag.value("style-name")).unwrap_or(outer));
                }
                "hidden-text" | "hidden-paragraph" => {
                    counts.hidden += 1;
                    xml.skip()?;
                }
                "object" | "object-ole" | "applet" | "plugin" => {
                    counts.embedded += 1;
                    xml.skip()?;
                }
                "image" => {
                    counts.pictures += 1;
                    xml.skip()?;
                }
                "desc" | "title" | "number" | "forms" | "event-listeners" | "binary-data" | "script" => {
                    xml.skip()?
                }
                name if name.ends_with("-source") => xml.skip()?,
                "soft-page-break" => builder.page(Page::Rendered),
                "table" => builder.open_table(),
                "text-box" => builder.open_box(),
                "table-row" => builder.open_row(),
                "table-cell" | "covered-table-cell" => {
                    let times = tag.value("number-columns-repeated").parse().unwrap_or(1);
                    (0..times.clamp(1, REPEATED)).for_each(|_| builder.open_cell());
                }
                name => {
                    let blank = after_blank.last_mut();
                    let Some(blank) = blank else { continue };
                    match name {
                        "s" => {
                            let n = tag.value("c").parse().unwrap_or(1).min(REPEATED);
                            builder.text().extend(std::iter::repeat_n(' ', n));
                        }
                        "tab" => builder.text().push('\t'),
                        "line-break" => builder.text().push('\n'),
                        _ => continue,
                    }
                    *blank = name == "line-break";
                }
            },
            Node::Close(name) => match name.as_str() {
                "body" => in_body = false,
                "p" | "h" if in_body => {
                    after_blank.pop();
                    looks.pop();
                    builder.close_paragraph(None);
                }
                "span" => drop(looks.pop()),
                "list" => lists.end(),
                "table-cell" | "covered-table-cell" => builder.close_cell(),
                "table" => builder.close_table(),
                "text-box" => builder.close_box(),
                _ => {}
            },
            Node::Text(words) => {
                if in_body && let Some(blank) = after_blank.last_mut() {
                    if !words.trim().is_empty() {
                        builder.set_off(looks.last().copied().unwrap_or(Type::Plain));
                    }
                    push_folded(builder.text(), &words, blank);
                }
            }
        }
    }
    Ok(())
}

/// Appends words with white space folded: an OpenDocument text writes blanks that count as elements.
fn push_folded(text: &mut String, words: &str, after_blank: &mut bool) {
    for c in words.chars() {
        let blank = matches!(c, ' ' | '\t' | '\n' | '\r');
        if !blank {
            text.push(c);
        } else if !*after_blank {
            text.push(' ');
        }
        *after_blank = blank;
    }
}

/// Counts the tracked changes; what was deleted is kept there, away from the text.
fn tracked(xml: &mut Xml<'_>, counts: &mut Counts) -> Result<(), String> {
    xml.inside(|tag| {
        counts.insertions += usize::from(tag.name() == "insertion");
        counts.deletions += usize::from(tag.name() == "deletion");
    })
}

/// The level of the heading that a paragraph is.
fn heading(tag: &Tag<'_>) -> Option<u8> {
    match (tag.name(), tag.value("style-name").as_str()) {
        ("h", _) => Some(tag.value("outline-level").parse().unwrap_or(1)),
        (_, "Title" | "Subtitle") => Some(0),
        _ => None,
    }
}
