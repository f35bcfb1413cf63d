//! Names in columns: the heads of the columns are no turns.

use crate::check;

#[test]
fn the_heads_of_columns_are_no_turns() {
    let turns = "Nurse\tWhen did it begin?\nP03\tIn the spring, when the ice went.\nNurse\tAnd then?\nP03\tThen the boat came.\n";
    let expected = [
        ("Nurse", "When did it begin?"),
        ("P03", "In the spring, when the ice went."),
        ("Nurse", "And then?"),
        ("P03", "Then the boat came."),
    ];
    for heads in ["Speaker\tText\n", "Locuteur\tTexte\n", "Wer?\tWas\n", ""] {
        check(&format!("Interview 7\n\n{heads}{turns}"), &expected);
    }
}

#[test]
fn who_says_one_word_first_is_no_head_of_a_column() {
    check(
        "Nurse\tHello\nP03\tGood morning.\nNurse\tWhen did it begin?\nP03\tIn the spring.\nNurse\tAnd then?\nP03\tThen the boat came.\n",
        &[
            ("Nurse", "Hello"),
            ("P03", "Good morning."),
            ("Nurse", "When did it begin?"),
            ("P03", "In the spring."),
            ("Nurse", "And then?"),
            ("P03", "Then the boat came."),
        ],
    );
}

#[test]
fn a_table_of_markdown_with_a_further_column_has_turns_without_its_heads_and_its_bars() {
    let rows = [
        ("Nurse", "When did it begin?"),
        ("P03", "In the spring, when the ice went."),
        ("Nurse", "And then?"),
        ("P03", "Then the boat came."),
        ("Nurse", "Who was on it?"),
        ("P03", "All of us were."),
        ("Nurse", "Was it late?"),
        ("P03", "It was not."),
    ];
    let table: String = rows.iter().map(|(name, words)| format!("| {name} | {words} |  |\n")).collect();
    check(&format!("# Interview 7\n\n| Speaker | Transcript | Notes |\n|---|---|---|\n{table}"), &rows);
}
