//! The cells of the first sheet of an Excel workbook.

use super::table::{CELLS, COLUMNS, Sheet, weight};
use crate::reader::container::Container;
use crate::reader::xml::{Node, Xml};

/// Days from the end of 1899 to the beginning of 1904, from which some workbooks count.
const FROM_1904: f64 = 1_462.0;

/// The rows of the first sheet.
pub(super) fn rows(container: &mut Container<'_>) -> Result<Sheet, String> {
    let mut book = Book { container };
    let Outline { id, sheets, from } = book.outline()?;
    let sheet = book.part(&id)?;
    let strings = book.strings()?;
    let dates = book.dates()?;
    let text = book.container.text(&sheet)?.ok_or_else(|| format!("it has no part `{sheet}`"))?;
    let rows = read(&text, &Shared { strings, dates, from })?;
    Ok(Sheet { rows, further: sheets.saturating_sub(1) })
}

struct Book<'a, 'b> {
    container: &'a mut Container<'b>,
}

/// What the workbook says of itself.
#[derive(Default)]
struct Outline {
    /// By what its first sheet is found.
    id: String,
    sheets: usize,
    /// The day from which days are counted, as days from the end of 1899.
    from: f64,
}

/// What cells refer to.
struct Shared {
    strings: Vec<String>,
    /// Which formats of cells are dates.
    dates: Vec<bool>,
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
                outline.sheets += 1;
                if outline.sheets == 1 {
                    outline.id = tag.value("id");
                }
            }
        }
        Ok(outline)
    }

    /// The part that holds the sheet `id`.
    fn part(&mut self, id: &str) -> Result<String, String> {
        let relations = self.text("xl/_rels/workbook.xml.rels")?;
        let target = Xml::new(&relations).find(|tag| {
            (tag.name() == "Relationship" && tag.value("Id") == id).then(|| tag.value("Target"))
        })?;
        Ok(match target.as_deref().map(|target| (target, target.strip_prefix('/'))) {
            Some((_, Some(whole))) => whole.to_string(),
            Some((target, None)) => format!("xl/{target}"),
            None => "xl/worksheets/sheet1.xml".to_string(),
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

    /// Which formats of cells are dates.
    fn dates(&mut self) -> Result<Vec<bool>, String> {
        let text = self.text("xl/styles.xml")?;
        let mut xml = Xml::new(&text);
        let mut own = Vec::new();
        let mut dates = Vec::new();
        let mut in_cells = false;
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) if tag.name() == "numFmt" && is_date(&tag.value("formatCode")) => {
                    own.push(tag.value("numFmtId"));
                }
                Node::Open(tag) if tag.name() == "cellXfs" => in_cells = true,
                Node::Close(name) if name == "cellXfs" => in_cells = false,
                Node::Open(tag) if in_cells && tag.name() == "xf" => {
                    let id = tag.value("numFmtId");
                    dates.push(matches!(id.as_str(), "14" | "15" | "16" | "17" | "22") || own.contains(&id));
                }
                _ => {}
            }
        }
        Ok(dates)
    }
}

/// Whether a format of numbers shows a day: it names a year or a day outside of quotation marks.
fn is_date(code: &str) -> bool {
    let mut inside = false;
    code.chars().any(|c| {
        inside ^= matches!(c, '"') || (c == '[' && !inside) || (c == ']' && inside);
        !inside && matches!(c, 'y' | 'Y' | 'd' | 'D')
    })
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
    Ok(words)
}

fn read(text: &str, shared: &Shared) -> Result<Vec<Vec<String>>, String> {
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
            let is_date = style.is_some_and(|style| shared.dates.get(style) == Some(&true));
            let value = cell(&mut xml, &kind, shared, is_date)?;
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

fn cell(xml: &mut Xml<'_>, kind: &str, shared: &Shared, is_date: bool) -> Result<String, String> {
    let mut value = String::new();
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if tag.name() == "v" => value = xml.words()?,
            Node::Open(tag) if tag.name() == "is" => value = words(xml, "is")?,
            Node::Open(_) => xml.skip()?,
            Node::Close(name) if name == "c" => break,
            _ => {}
        }
    }
    Ok(match kind {
        "s" => {
            let found = value.trim().parse().ok().and_then(|n: usize| shared.strings.get(n));
            found.map(|words| unescaped(words)).unwrap_or_default()
        }
        "b" => if value.trim() == "1" { "yes" } else { "no" }.to_string(),
        "e" => String::new(),
        "" | "n" if is_date => day(&value, shared.from).unwrap_or(value),
        _ => unescaped(&value),
    })
}

/// Words without the escapes of Excel for characters that XML cannot hold: `_x000D_`.
fn unescaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 7).and_then(|code| code.strip_suffix('_'));
        let c = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match c {
            Some(c) => {
                // Line ends stand there as such already, and other control characters are no words.
                out.extend(Some(c).filter(|c| !c.is_control() || matches!(c, '\n' | '\t')));
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The day that a number of days after `from` is, with the time of the day where it has one; `from` counts from the end of
/// 1899.
fn day(value: &str, from: f64) -> Option<String> {
    let days = value.trim().parse::<f64>().ok()? + from;
    let seconds = ((days - days.floor()) * 86_400.0).round() as u32;
    if !(61.0..2_958_466.0).contains(&days) {
        return None;
    }
    // Days since 1 March of the year 0, counted in eras of 400 years.
    let days = days.floor() as i64 - 25_569 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let time = match (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60) {
        (0, 0, 0) => String::new(),
        (hour, minute, 0) => format!(" {hour:02}:{minute:02}"),
        (hour, minute, second) => format!(" {hour:02}:{minute:02}:{second:02}"),
    };
    Some(format!("{year:04}-{month:02}-{day:02}{time}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_times_and_escapes_become_what_they_stand_for() {
        assert_eq!(day("45717", 0.0).as_deref(), Some("2025-03-01"));
        assert_eq!(day("45717.4239583333", 0.0).as_deref(), Some("2025-03-01 10:10:30"));
        assert_eq!(day("45717.5", 0.0).as_deref(), Some("2025-03-01 12:00"));
        assert_eq!(unescaped("One._x000D_\nTwo_x0041_ a_xyz_ _x000"), "One.\nTwoA a_xyz_ _x000");
    }
}
