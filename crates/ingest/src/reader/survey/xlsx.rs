//! The cells of a sheet of an Excel workbook.

use std::collections::HashMap;

use super::number::Shown;
use super::sheets::{Fits, Sheet, pick};
use super::table::{CELLS, COLUMNS, weight};
use crate::reader::container::Container;
use crate::reader::xml::{Node, Xml};

/// Days from the end of 1899 to the beginning of 1904, from which some workbooks count.
const FROM_1904: f64 = 1_462.0;

/// The rows of the sheet that fits.
pub(super) fn rows(container: &mut Container<'_>, fits: &Fits<'_>) -> Result<Sheet, String> {
    let mut book = Book { container };
    let Outline { sheets, from } = book.outline()?;
    let strings = book.strings()?;
    let formats = book.formats()?;
    let shared = Shared { strings, formats, from };
    let mut lost: Vec<(usize, Vec<String>)> = Vec::new();
    let (ids, names): (Vec<String>, Vec<String>) = sheets.into_iter().unzip();
    let mut sheet = pick(names, fits, |n| {
        let sheet = book.part(n, ids.get(n).map_or("", String::as_str))?;
        let text = book.container.text(&sheet)?.ok_or_else(|| format!("it has no part `{sheet}`"))?;
        let mut own = Vec::new();
        let rows = read(&text, &shared, &mut own);
        lost.push((n, own));
        rows
    })?;
    let own = lost.into_iter().find(|(n, _)| *n == sheet.number);
    sheet.lost = own.map(|(_, lost)| lost).unwrap_or_default();
    Ok(sheet)
}

struct Book<'a, 'b> {
    container: &'a mut Container<'b>,
}

/// What the workbook says of itself.
#[derive(Default)]
struct Outline {
    /// By what its sheets are found, with their names.
    sheets: Vec<(String, String)>,
    /// The day from which days are counted, as days from the end of 1899.
    from: f64,
}

/// What cells refer to.
struct Shared {
    strings: Vec<String>,
    /// What the formats of cells show.
    formats: Vec<Shown>,
    from: f64,
}

impl Book<'_, '_> {
    fn text(&mut self, part: &str) -> Result<String, String> {
        Ok(self.container.text(part)?.unwrap_or_default())
    }

    fn outline(&mut self) -> Result<Outline, String> {
        let text = self.container.text("xl/workbook.xml")?.ok_or("it has no part `xl/workbook.xml`")?;
        let mut xml = Xml::new(&text);
        let mut outline = Outline::default();
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            if tag.name() == "workbookPr" && matches!(tag.value("date1904").as_str(), "1" | "true" | "on") {
                outline.from = FROM_1904;
            } else if tag.name() == "sheet" {
                outline.sheets.push((tag.value("id"), tag.value("name")));
            }
        }
        Ok(outline)
    }

    /// The part that holds the sheet `id`, the one with this number.
    fn part(&mut self, n: usize, id: &str) -> Result<String, String> {
        let relations = self.text("xl/_rels/workbook.xml.rels")?;
        let target = Xml::new(&relations).find(|tag| {
            (tag.name() == "Relationship" && tag.value("Id") == id).then(|| tag.value("Target"))
        })?;
        Ok(match target.as_deref().map(|target| (target, target.strip_prefix('/'))) {
            Some((_, Some(whole))) => whole.to_string(),
            Some((target, None)) => format!("xl/{target}"),
            None => format!("xl/worksheets/sheet{}.xml", n + 1),
        })
    }

    /// The words that cells point to.
    fn strings(&mut self) -> Result<Vec<String>, String> {
        let text = self.text("xl/sharedStrings.xml")?;
        let mut xml = Xml::new(&text);
        let mut strings = Vec::new();
        while let Some(node) = xml.next()? {
            if matches!(&node, Node::Open(tag) if tag.name() == "si") {
                strings.push(words(&mut xml, "si")?);
            }
        }
        Ok(strings)
    }

    /// What the formats of cells show.
    fn formats(&mut self) -> Result<Vec<Shown>, String> {
        let text = self.text("xl/styles.xml")?;
        let mut xml = Xml::new(&text);
        let mut own: HashMap<String, Shown> = HashMap::new();
        let mut formats = Vec::new();
        let mut in_cells = false;
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) if tag.name() == "numFmt" => {
                    own.insert(tag.value("numFmtId"), Shown::of_code(&tag.value("formatCode")));
                }
                Node::Open(tag) if tag.name() == "cellXfs" => in_cells = true,
                Node::Close(name) if name == "cellXfs" => in_cells = false,
                Node::Open(tag) if in_cells && tag.name() == "xf" => {
                    let id = tag.value("numFmtId");
                    formats.push(own.get(&id).copied().unwrap_or_else(|| Shown::of_number(&id)));
                }
                _ => {}
            }
        }
        Ok(formats)
    }
}

/// The words up to the end of the element `end`, without reading aids.
fn words(xml: &mut Xml<'_>, end: &str) -> Result<String, String> {
    let mut words = String::new();
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if tag.name() == "rPh" => xml.skip()?,
            Node::Open(tag) if tag.name() == "t" => words.push_str(&xml.words()?),
            Node::Close(name) if name == end => break,
            _ => {}
        }
    }
    Ok(unescaped(&words))
}

/// Words with the characters that a workbook writes as their numbers, `_x000D_`.
fn unescaped(words: &str) -> String {
    if !words.contains("_x") {
        return words.to_string();
    }
    let mut all = String::new();
    let mut rest = words;
    while let Some(at) = rest.find("_x") {
        let number = rest.get(at + 2..at + 6).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        let is_closed = rest.get(at + 6..at + 7) == Some("_");
        let c = number.filter(|_| is_closed).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        all.push_str(&rest[..at]);
        let length = match c.and_then(char::from_u32) {
            Some(c) => {
                // Control characters other than the ends of lines and tabs are no words.
                all.extend(Some(c).filter(|c| !c.is_control() || matches!(c, '\r' | '\n' | '\t')));
                7
            }
            None => {
                all.push_str("_x");
                2
            }
        };
        rest = &rest[at + length..];
    }
    all.push_str(rest);
    all.replace("\r\n", "\n").replace('\r', "\n")
}

/// The rows of a sheet; cells that ought to have words and have none are `lost`.
fn read(text: &str, shared: &Shared, lost: &mut Vec<String>) -> Result<Vec<Vec<String>>, String> {
    let mut xml = Xml::new(text);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cells: usize = 0;
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        if tag.name() == "row" {
            let number = tag.value("r").parse().unwrap_or(rows.len() + 1);
            // Rows without cells are not said.
            cells = cells.saturating_add(number.saturating_sub(rows.len()));
            if cells > CELLS {
                return Err(format!("it has more than {CELLS} cells"));
            }
            while rows.len() < number {
                rows.push(Vec::new());
            }
        } else if tag.name() == "c" {
            let place = column(&tag.value("r"));
            let (kind, style) = (tag.value("t"), tag.value("s").parse::<usize>().ok());
            let format = style.and_then(|style| shared.formats.get(style)).copied().unwrap_or(Shown::Number);
            let cell = cell(&mut xml, &kind, shared, format)?;
            let value = cell.unwrap_or_else(|| {
                lost.push(tag.value("r"));
                String::new()
            });
            if rows.is_empty() {
                rows.push(Vec::new());
            }
            let last = rows.len() - 1;
            let row = &mut rows[last];
            let at = place.unwrap_or(row.len());
            cells = cells.saturating_add(at.saturating_sub(row.len()) + weight(&value));
            if at >= COLUMNS || cells > CELLS {
                return Err(format!(
                    "it has more than {COLUMNS} columns or {CELLS} cells, or too many long cells"
                ));
            }
            if row.len() <= at {
                row.resize(at + 1, String::new());
            }
            row[at] = value;
        }
    }
    Ok(rows)
}

/// The column of a place like `AB12`, from 0.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number =
        letters.take(4).fold(0, |sum, letter| sum * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

/// The words of a cell; `None` where it ought to have some.
fn cell(xml: &mut Xml<'_>, kind: &str, shared: &Shared, format: Shown) -> Result<Option<String>, String> {
    let mut value = String::new();
    let mut has_formula = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if tag.name() == "v" => value = xml.words()?,
            Node::Open(tag) if tag.name() == "is" => value = words(xml, "is")?,
            Node::Open(tag) => {
                has_formula |= tag.name() == "f";
                xml.skip()?;
            }
            Node::Close(name) if name == "c" => break,
            _ => {}
        }
    }
    if kind == "e" || (has_formula && value.is_empty() && kind != "str") {
        return Ok(None);
    }
    Ok(Some(match kind {
        "s" => {
            value.trim().parse().ok().and_then(|n: usize| shared.strings.get(n).cloned()).unwrap_or_default()
        }
        "b" => if value.trim() == "1" { "yes" } else { "no" }.to_string(),
        "" | "n" => format.write(&value, shared.from).unwrap_or(value),
        "str" => unescaped(&value),
        _ => value,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_times_and_escapes_become_what_they_stand_for() {
        let day = |value: &str| Shown::DayAndTime.write(value, 0.0);
        assert_eq!(day("45717").as_deref(), Some("2025-03-01"));
        assert_eq!(day("45717.4239583333").as_deref(), Some("2025-03-01 10:10:30"));
        assert_eq!(day("45717.5").as_deref(), Some("2025-03-01 12:00"));
        assert_eq!(unescaped("One._x000D_\nTwo_x0041_ a_xyz_ _x0007__x000"), "One.\nTwoA a_xyz_ _x000");
    }
}
