//! A figure as one source file for typst, data and template together, for authors who want to
//! adjust it by hand.

use serde_json::Value;

use crate::figures::drawing::Drawing;

/// The line of a template after which it draws; what stands before is about its data file.
const DATA_LINE: &str = "#let data = json(\"data.json\")\n";
/// Lists up to this long stand on one line, in characters.
const SHORT: usize = 90;

/// Returns the source of `drawing`, headed by its title.
pub(super) fn source(drawing: &Drawing, title: &str) -> String {
    let template = drawing.template.split_once(DATA_LINE).map_or(drawing.template, |(_, rest)| rest);
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    format!(
        "// {title}\n\
         //\n\
         // Everything that is drawn stands in `data`; lengths are in points, colours are #rrggbb. The\n\
         // drawing follows below it and needs no other file: typst compile FILE.typ\n\
         #let data = {}\n{template}",
        literal(&drawing.data, 0)
    )
}

/// Writes `value` as typst does.
fn literal(value: &Value, depth: usize) -> String {
    let items: Vec<String> = match value {
        Value::Null => return "none".to_owned(),
        Value::Bool(_) | Value::Number(_) => return value.to_string(),
        Value::String(text) => return string(text),
        Value::Array(items) if items.is_empty() => return "()".to_owned(),
        Value::Object(fields) if fields.is_empty() => return "(:)".to_owned(),
        Value::Array(items) => items.iter().map(|item| literal(item, depth + 1)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(key, item)| format!("{key}: {}", literal(item, depth + 1))).collect()
        }
    };
    let length: usize = items.iter().map(|item| item.chars().count() + 2).sum();
    if length + 2 * depth <= SHORT && !items.iter().any(|item| item.contains('\n')) {
        // The comma makes a list of one item a list.
        let comma = if items.len() == 1 { "," } else { "" };
        return format!("({}{comma})", items.join(", "));
    }
    let pad = "  ".repeat(depth);
    let lines: String = items.iter().map(|item| format!("{pad}  {item},\n")).collect();
    format!("(\n{lines}{pad})")
}

/// Writes `text` in quotation marks; what an editor would not show stands as its number.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_invisible(c) => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Control characters, spaces without width and marks of direction.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use themata_model::Figure;

    use super::*;
    use crate::figures::drawing;
    use crate::figures::page::Paper;
    use crate::style::FigureStyle;
    use crate::testing;
    use crate::typeset::{self, FontChoice};

    fn drawn(figure: &Figure) -> Drawing {
        drawing(figure, &FigureStyle::default(), Paper::default(), &testing::imprint()).unwrap()
    }

    #[test]
    fn the_source_alone_gives_the_same_picture() {
        for figure in [
            testing::relational(),
            testing::framework(),
            testing::frequency(&["R1", "R2"], 5),
            testing::dyads(),
            testing::co_occurrence(5),
            testing::saturation(9),
        ] {
            let source = source(&drawn(&figure), figure.title());
            assert!(!source.contains("data.json"), "{source}");
            let fonts = FontChoice::covering(std::iter::empty());
            let alone = typeset::set("figure", &source, &(), fonts).unwrap().into_svg();
            let whole = drawn(&figure).set().unwrap().into_svg();
            assert!(alone.files == whole.files, "{}", figure.title());
        }
    }

    #[test]
    fn the_data_stand_first() {
        let source = source(&drawn(&testing::saturation(3)), "Fig. 7.\nNew categories");
        let head: Vec<&str> = source.lines().take_while(|line| !line.starts_with("#let margin")).collect();
        insta::assert_snapshot!(head.join("\n"));
    }

    #[test]
    fn texts_are_never_markup() {
        let value =
            json!({ "a": ["#evil[", "\"quoted\" \\ $x$", "two\nlines\u{200B}\u{202E}"], "b": [], "c": {} });
        assert_eq!(
            literal(&value, 0),
            "(a: (\"#evil[\", \"\\\"quoted\\\" \\\\ $x$\", \"two\\nlines\\u{200b}\\u{202e}\"), b: (), c: (:))"
        );
        assert_eq!(literal(&json!([1.5]), 0), "(1.5,)");
        assert_eq!(literal(&json!([null, true]), 0), "(none, true)");
    }
}
