use super::tables::turns;
use super::{ingest, pdf};

type Shown = (f64, f64, f64, &'static str);

/// The words of rows on a page without lines: cells of lines, 12 points from line to line and 4 more between rows; `middle`:
/// cells stand beside the middle of the highest one.
fn page(columns: &[f64], rows: &[&[&'static str]], middle: bool) -> Vec<Shown> {
    let mut shown = Vec::new();
    let mut y = 740.0;
    for row in rows {
        let high = row.iter().map(|cell| cell.lines().count()).max().unwrap();
        for (cell, x) in row.iter().zip(columns) {
            let room = if middle { 6.0 * (high - cell.lines().count()) as f64 } else { 0.0 };
            for (n, line) in cell.lines().enumerate() {
                shown.push((*x, y - room - 12.0 * n as f64, 10.0, line));
            }
        }
        y -= 12.0 * high as f64 + 4.0;
    }
    shown
}

const ROWS: [&[&str]; 6] = [
    &["Moderator", "Who dug the well behind the barn?"],
    &["Jo", "My uncle did, with a spade and two of the\nneighbours, in the dry summer."],
    &[
        "Moderator",
        "And who paid for it, if that is not too much\nto ask in front of all the others who are\nsitting here?",
    ],
    &["Jo", "Nobody did."],
    &["Moderator", "Nobody at all?"],
    &["Jo", "We all drank from it afterwards, and that\nwas the price."],
];

const READ: [&str; 6] = [
    "Moderator: Who dug the well behind the barn?",
    "Jo: My uncle did, with a spade and two of the neighbours, in the dry summer.",
    "Moderator: And who paid for it, if that is not too much to ask in front of all the others who are sitting here?",
    "Jo: Nobody did.",
    "Moderator: Nobody at all?",
    "Jo: We all drank from it afterwards, and that was the price.",
];

#[test]
fn rows_without_lines_are_turns_though_the_longest_name_nearly_touches_the_words() {
    for middle in [false, true] {
        // The name is 47.8 wide, so that less than a blank stands behind it.
        let (document, said) = ingest(&pdf(&[&page(&[60.0, 110.2], &ROWS, middle)]));
        assert_eq!(turns(&document), READ, "{}", document.text);
        assert_eq!(said, ["a table of 6 rows is read as turns, with column 1 as the speakers"]);
    }
}

#[test]
fn wrapped_names_numbers_times_and_notes_have_columns_of_their_own() {
    let rows: [&[&str]; 6] = [
        &["#", "Time", "Name", "Words", "Notes"],
        &["8", "00:00:03", "Asker", "Who dug the well behind the barn?", ""],
        &[
            "9",
            "00:00:09",
            "Maren\nOldfield",
            "My uncle did, with a spade and two neigh-\nbours, in the dry summer.",
            "spade:\nask",
        ],
        &["10", "00:00:21", "Asker", "And who paid?", "laughs"],
        &["11", "00:00:25", "Maren\nOldfield", "Nobody did.", ""],
        &["12", "00:00:40", "Asker", "Nobody at all, in all of these years and with\nall of that water?", ""],
    ];
    let (document, said) = ingest(&pdf(&[&page(&[60.0, 74.0, 120.0, 165.0, 400.0], &rows, false)]));
    assert_eq!(
        turns(&document),
        [
            "Asker [3]: Who dug the well behind the barn?",
            "Maren Oldfield [9]: My uncle did, with a spade and two neighbours, in the dry summer.",
            "Asker [21]: And who paid?",
            "Maren Oldfield [25]: Nobody did.",
            "Asker [40]: Nobody at all, in all of these years and with all of that water?",
        ],
        "{}",
        document.text
    );
    assert_eq!(document.locators.numbers().len(), 5);
    assert!(said.contains(
        &"column 5 (`Notes`) stands below the turns, on lines of its own that belong to none".to_string()
    ));
}

#[test]
fn a_row_that_a_page_ends_goes_on_though_only_its_name_stands_above() {
    let mut first = page(&[60.0, 110.2], &[ROWS, ROWS].concat()[..7], false);
    let y = first.iter().map(|(_, y, ..)| *y).fold(f64::MAX, f64::min) - 16.0;
    first.push((60.0, y, 10.0, "Jo"));
    let second = page(&[60.0, 110.2], &[&[&["", ROWS[1][1]][..]][..], &ROWS[2..]].concat(), false);
    let foot = |n: &'static str| (290.0, 40.0, 9.0, n);
    let pages = [[first, vec![foot("1")]].concat(), [second, vec![foot("2")]].concat()];
    let (document, said) = ingest(&pdf(&[&pages[0], &pages[1]]));
    let wanted = [&READ[..], &READ[..]].concat();
    assert_eq!(turns(&document), wanted, "{}", document.text);
    assert!(
        said.contains(&"left out: 0 running heads and 2 feet or page numbers (`1`)".to_string()),
        "{said:?}"
    );
}
