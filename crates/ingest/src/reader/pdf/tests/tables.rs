use super::{drawn, ingest};

/// A page of a table: where its columns begin, and its rows of cells of lines. Level lines part the rows; upright ones stand
/// at the edges, and between the columns if `upright`.
fn table(columns: &[f64], rows: &[Vec<&str>], upright: bool) -> String {
    const RIGHT: f64 = 520.0;
    let mut page = String::new();
    let mut y = 780.0;
    let level = |y: f64| format!("{} {y} m {RIGHT} {y} l S\n", columns[0]);
    page.push_str(&level(y));
    for row in rows {
        let high = row.iter().map(|cell| cell.lines().count()).max().unwrap_or(1);
        for (cell, x) in row.iter().zip(columns) {
            for (n, line) in cell.lines().enumerate() {
                let base = y - 12.0 - 13.0 * n as f64;
                page.push_str(&format!("BT /F 10 Tf {} {base} Td ({line}) Tj ET\n", x + 3.0));
            }
        }
        y -= 13.0 * high as f64 + 6.0;
        page.push_str(&level(y));
    }
    for x in columns.iter().skip(1).filter(|_| upright).chain([&columns[0], &RIGHT]) {
        page.push_str(&format!("{x} 780 m {x} {y} l S\n"));
    }
    page
}

/// The turns as lines `Name [time in seconds]: words`.
pub(super) fn turns(document: &crate::Ingested) -> Vec<String> {
    let turn = |turn: &themata_model::Turn| {
        let name = &document.speakers[turn.speaker].label;
        let time = turn.timestamp.map(|time| format!(" [{}]", time.0 / 1000)).unwrap_or_default();
        format!("{name}{time}: {}", turn.body.map_or("", |body| body.of(&document.text)))
    };
    document.turns.iter().map(turn).collect()
}

const ROWS: [[&str; 4]; 5] = [
    ["1", "00:00:03", "Asker", "Who dug the well behind the barn?"],
    [
        "2",
        "00:00:09",
        "Maren\nOldfield",
        "My uncle did, with a spade and two neigh-\nbours, in the dry summer.",
    ],
    ["3", "00:00:21", "Asker", "And who paid?"],
    ["4", "00:00:25", "Jo", "Nobody paid for it, since all of us drank\nfrom it afterwards."],
    ["5", "00:00:40", "Maren\nOldfield", "That is so."],
];

const READ: [&str; 5] = [
    "Asker [3]: Who dug the well behind the barn?",
    "Maren Oldfield [9]: My uncle did, with a spade and two neighbours, in the dry summer.",
    "Asker [21]: And who paid?",
    "Jo [25]: Nobody paid for it, since all of us drank from it afterwards.",
    "Maren Oldfield [40]: That is so.",
];

#[test]
fn rows_between_lines_are_turns_though_names_and_words_are_wrapped() {
    let rows: Vec<Vec<&str>> = ROWS.iter().map(|row| row.to_vec()).collect();
    for upright in [true, false] {
        let (document, said) = ingest(&drawn(&[table(&[60.0, 80.0, 140.0, 190.0], &rows, upright)]));
        assert_eq!(turns(&document), READ, "{}", document.text);
        assert_eq!(document.locators.numbers().len(), 5);
        assert!(
            said.contains(&"a table of 5 rows is read as turns, with column 3 as the speakers".to_string())
        );
    }
}

#[test]
fn the_head_that_each_page_repeats_is_left_out_and_a_row_goes_on_over_the_end_of_a_page() {
    let rows: Vec<Vec<&str>> = ROWS.iter().map(|row| row.to_vec()).collect();
    let head = vec!["No", "Time", "Name", "Words"];
    let columns = [60.0, 80.0, 140.0, 190.0];
    let first = [vec![head.clone()], rows[..4].to_vec()].concat();
    let goes_on = vec!["", "", "", "until the parish barn burned down in that one\nspring."];
    let second = [vec![head, goes_on], rows[4..].to_vec()].concat();
    let (document, said) = ingest(&drawn(&[table(&columns, &first, true), table(&columns, &second, true)]));
    let mut expected = READ.map(str::to_string);
    expected[3] = "Jo [25]: Nobody paid for it, since all of us drank from it afterwards.\nuntil the parish barn burned down in that one spring."
        .to_string();
    assert_eq!(turns(&document), expected, "{}", document.text);
    assert!(document.text.starts_with("No\tTime\tName\tWords\n"), "{}", document.text);
    let second = document.locators.pages()[1].0.0;
    assert!(document.text[second..].starts_with("until the parish"));
    assert!(
        said.contains(
            &"left out: 1 running head and 0 feet or page numbers (`No Time Name Words`)".to_string()
        ),
        "{said:?}"
    );
}

#[test]
fn a_table_that_stands_on_every_page_is_no_table_of_turns() {
    let head = [vec!["Project", "Wells"], vec!["Interview", "4"], vec!["Project", "Barns"]];
    let page = |words: &str| {
        format!("{}BT /F 10 Tf 60 600 Td ({words}) Tj ET\n", table(&[60.0, 200.0], &head, true))
    };
    let (document, _) = ingest(&drawn(&[page("I: Who dug it?"), page("B: We did."), page("I: When?")]));
    assert!(!document.text.contains("Project:"), "{}", document.text);
}

#[test]
fn what_stands_above_and_below_a_table_of_turns_stays_there() {
    let rows: Vec<Vec<&str>> = ROWS.iter().map(|row| row.to_vec()).collect();
    let page = format!(
        "BT /F 10 Tf 60 810 Td (Talk at the well) Tj ET\n{}BT /F 10 Tf 60 400 Td (Written down in May.) Tj ET\n",
        table(&[60.0, 80.0, 140.0, 190.0], &rows, true)
    );
    let (document, _) = ingest(&drawn(&[page]));
    assert!(document.text.starts_with("Talk at the well\n\nAsker"), "{}", document.text);
    assert!(document.text.ends_with("That is so.\n\nWritten down in May.\n"), "{}", document.text);
    assert_eq!(document.turns.len(), 5);
}
