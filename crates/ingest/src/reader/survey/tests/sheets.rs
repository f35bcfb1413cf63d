//! Workbooks of several sheets, and cells without words.

use super::options;
use crate::read_survey;
use crate::reader::container::tests::zip;

/// A workbook with these sheets: a name, and rows of cells.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let cell = |words: &&str| format!("<c t='inlineStr'><is><t>{words}</t></is></c>");
    let row = |row: &&[&str]| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
    let sheet = |rows: &[&[&str]]| {
        format!("<worksheet>{}</worksheet>", rows.iter().map(row).collect::<String>()).into_bytes()
    };
    let names: String = sheets.iter().map(|(name, _)| format!("<sheet name='{name}'/>")).collect();
    let book = format!("<workbook><sheets>{names}</sheets></workbook>").into_bytes();
    let mut parts = vec![("xl/workbook.xml".to_string(), book)];
    for (n, (_, rows)) in sheets.iter().enumerate() {
        parts.push((format!("xl/worksheets/sheet{}.xml", n + 1), sheet(rows)));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zip(&parts)
}

#[test]
fn the_sheet_that_has_the_columns_is_read_and_without_any_the_first_that_is_no_cover() {
    let cover: &[&[&str]] = &[&["Survey of passengers"], &["Contact: the office of the pier"]];
    let data: &[&[&str]] = &[&["ID", "Q"], &["P1", "The lamps."], &["P2", "The boat."]];
    let codes: &[&[&str]] = &[&["Code", "Meaning"], &["1", "daily"], &["2", "weekly"]];
    let read = |sheets: &[(&str, &[&[&str]])], columns: &[&str]| {
        read_survey("s.xlsx", &workbook(sheets), &options(columns, None))
    };
    let survey = read(&[("Readme", cover), ("Codes", codes), ("Data", data)], &["Q"]).unwrap();
    assert_eq!(survey.respondents.len(), 2);
    assert_eq!(
        survey.problems[0].message,
        "left out: 2 further sheets (`Readme`, `Codes`); only `Data` is read"
    );
    let error = read(&[("Readme", cover), ("Data", data), ("Codes", codes)], &[]).unwrap_err().to_string();
    assert!(error.contains("it is a table of 2 columns"), "{error}");
    let others = "another sheet (`Readme`, `Codes`) is read where all columns that are named are its";
    assert!(error.ends_with(others), "{error}");
    let both = read(&[("Wave 1", data), ("Wave 2", data)], &["Q"]).unwrap();
    let said: Vec<&str> = both.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "left out: 1 further sheet (`Wave 2`); only the first, `Wave 1`, is read",
            "`Wave 2` has the columns that are named, too; save such a sheet as a file of its own to take it in",
        ]
    );
}

#[test]
fn cells_of_a_workbook_that_hold_errors_or_formulas_without_a_value_are_counted() {
    let cell = |words: &str| format!("<c t='inlineStr'><is><t>{words}</t></is></c>");
    let error =
        "<c r='A3' t='e'><v>#REF!</v></c><c r='B3'><f>A1</f></c><c r='C3' t='str'><f>A1</f><v></v></c>";
    let rows = [cell("Q") + &cell("R"), cell("One"), error.to_string()];
    let rows: String = rows.iter().map(|row| format!("<row>{row}</row>")).collect();
    let sheet = format!("<worksheet>{rows}</worksheet>");
    let book = zip(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet/></sheets></workbook>"),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let survey = read_survey("s.xlsx", &book, &options(&["Q"], None)).unwrap();
    let said = &survey.problems[0].message;
    assert!(
        said.starts_with(
            "left out: 2 cells with an error (`#REF!`) or a formula without its value, here first: A3"
        ),
        "{said}"
    );
}
