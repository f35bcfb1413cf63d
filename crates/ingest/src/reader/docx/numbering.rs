//! Automatic numbers of paragraphs: what a word processor prints before them.

use std::collections::HashMap;

use super::super::counts::Mark;
use super::super::figure::figure;
use super::super::xml::{Node, Tag, Xml};

/// Levels a list can have.
const LEVELS: usize = 9;

/// Longest chain of styles that is followed.
const STYLES: usize = 20;

#[derive(Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
}

/// The lists of a document and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    abstracts: HashMap<String, Vec<Level>>,
    /// The list that a number stands for, and where it starts its levels anew.
    numbers: HashMap<String, (String, HashMap<usize, u32>)>,
    /// Number and level of the paragraphs of a style.
    styles: HashMap<String, Style>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    restarted: Vec<String>,
}

#[derive(Default)]
struct Style {
    number: Option<String>,
    level: Option<usize>,
    based_on: Option<String>,
}

impl Numbering {
    /// Reads the definitions of lists.
    pub(super) fn read_numbers(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        let (mut list, mut number, mut level) = (String::new(), String::new(), 0);
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "abstractNum" => {
                    list = tag.value("abstractNumId");
                    number.clear();
                    self.abstracts.insert(list.clone(), vec![Level::default(); LEVELS]);
                }
                "num" => {
                    number = tag.value("numId");
                    list.clear();
                    self.numbers.insert(number.clone(), Default::default());
                }
                "abstractNumId" => {
                    if let Some(entry) = self.numbers.get_mut(&number) {
                        entry.0 = tag.value("val");
                    }
                }
                "lvl" | "lvlOverride" => level = level_of(&tag, "ilvl"),
                "startOverride" => {
                    if let Some(entry) = self.numbers.get_mut(&number) {
                        entry.1.insert(level, tag.value("val").parse().unwrap_or(1));
                    }
                }
                name @ ("start" | "numFmt" | "lvlText") => {
                    let level = self.abstracts.get_mut(&list).and_then(|levels| levels.get_mut(level));
                    let Some(level) = level else { continue };
                    match name {
                        "start" => level.start = tag.value("val").parse().unwrap_or(1),
                        "numFmt" => level.format = tag.value("val"),
                        _ => level.text = tag.value("val"),
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads which styles belong to lists.
    pub(super) fn read_styles(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        let mut style = String::new();
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            if tag.name() == "style" {
                style = tag.value("styleId");
                self.styles.insert(style.clone(), Style::default());
                continue;
            }
            let Some(entry) = self.styles.get_mut(&style) else { continue };
            match tag.name() {
                "numId" => entry.number = Some(tag.value("val")),
                "ilvl" => entry.level = Some(level_of(&tag, "val")),
                "basedOn" => entry.based_on = Some(tag.value("val")),
                _ => {}
            }
        }
        Ok(())
    }

    /// What is printed before the next paragraph, which has this list number and level, or this style.
    pub(super) fn mark(&mut self, number: Option<&str>, level: Option<usize>, style: &str) -> Option<Mark> {
        let (number, level) = match number {
            Some(number) => (number.to_string(), level.unwrap_or(0)),
            None => self.of_style(style)?,
        };
        let (list, overrides) = self.numbers.get(&number)?;
        let levels = self.abstracts.get(list)?;
        let own = levels.get(level)?;
        let counters = self.counters.entry(list.clone()).or_default();
        let restart = overrides.get(&level).filter(|_| {
            let key = format!("{number} {level}");
            let first = !self.restarted.contains(&key);
            if first {
                self.restarted.push(key);
            }
            first
        });
        counters[level] = Some(match (restart, counters[level]) {
            (Some(&start), _) => start,
            (None, None) => own.start,
            (None, Some(n)) => n.saturating_add(1),
        });
        counters[level + 1..].fill(None);
        if own.format == "bullet" {
            return Some(Mark::Bullet);
        }
        if own.text.is_empty() {
            return None;
        }
        let printed = printed(&own.text, levels, counters);
        let has_words = own.text.split('%').enumerate().any(|(n, piece)| {
            let piece = if n > 0 { piece.trim_start_matches(|c: char| c.is_ascii_digit()) } else { piece };
            piece.contains(char::is_alphabetic)
        });
        Some(if has_words { Mark::Words(printed) } else { Mark::Number(printed) })
    }

    fn of_style(&self, style: &str) -> Option<(String, usize)> {
        let (mut name, mut level) = (style.to_string(), None);
        for _ in 0..STYLES {
            let entry = self.styles.get(&name)?;
            level = level.or(entry.level);
            if let Some(number) = &entry.number {
                return Some((number.clone(), level.unwrap_or(0)));
            }
            name.clone_from(entry.based_on.as_ref()?);
        }
        None
    }
}

pub(super) fn level_of(tag: &Tag<'_>, name: &str) -> usize {
    tag.value(name).parse().unwrap_or(0).min(LEVELS - 1)
}

/// The text of a level with `%1` … `%9` replaced by the numbers of the levels.
fn printed(text: &str, levels: &[Level], counters: &[Option<u32>; LEVELS]) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let digit = chars.peek().and_then(|next| next.to_digit(10)).filter(|digit| c == '%' && *digit > 0);
        match digit {
            Some(digit) => {
                chars.next();
                let n = digit as usize - 1;
                out.push_str(&figure(counters[n].unwrap_or(levels[n].start), &levels[n].format));
            }
            None => out.push(c),
        }
    }
    out.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_by_level_and_styles_belong_to_lists() {
        let numbers = "<n><abstractNum abstractNumId='1'><lvl ilvl='0'><start val='1'/><numFmt val='decimal'/><lvlText val='%1.'/></lvl>\
            <lvl ilvl='1'><start val='1'/><numFmt val='lowerLetter'/><lvlText val='%1.%2'/></lvl>\
            <lvl ilvl='2'><numFmt val='bullet'/><lvlText val='x'/></lvl><lvl ilvl='3'><numFmt val='decimal'/><lvlText val='Q%1:'/></lvl></abstractNum>\
            <num numId='7'><abstractNumId val='1'/></num><num numId='8'><abstractNumId val='1'/>\
            <lvlOverride ilvl='0'><startOverride val='5'/></lvlOverride></num></n>";
        let styles = "<s><style styleId='A'><basedOn val='B'/></style><style styleId='B'><numPr><numId val='7'/></numPr></style>\
            <style styleId='C'><basedOn val='C'/></style></s>";
        let mut numbering = Numbering::default();
        numbering.read_numbers(&mut Xml::new(numbers)).unwrap();
        numbering.read_styles(&mut Xml::new(styles)).unwrap();
        let number = |text: &str| Some(Mark::Number(text.into()));
        assert_eq!(numbering.mark(Some("7"), None, ""), number("1."));
        assert_eq!(numbering.mark(None, None, "A"), number("2."));
        assert_eq!(numbering.mark(Some("7"), Some(1), ""), number("2.a"));
        assert_eq!(numbering.mark(Some("7"), Some(1), ""), number("2.b"));
        assert_eq!(numbering.mark(Some("7"), Some(0), ""), number("3."));
        assert_eq!(numbering.mark(Some("7"), Some(1), ""), number("3.a"));
        assert_eq!(numbering.mark(Some("7"), Some(2), ""), Some(Mark::Bullet));
        assert_eq!(numbering.mark(Some("7"), Some(3), ""), Some(Mark::Words("Q3:".into())));
        assert_eq!(numbering.mark(Some("8"), Some(0), ""), number("5."));
        assert_eq!(numbering.mark(Some("8"), Some(0), ""), number("6."));
        assert_eq!(numbering.mark(Some("0"), None, "C"), None);
        assert_eq!(numbering.mark(None, None, "C"), None);
    }
}
