mod sheets;

use super::*;
use crate::reader::container::tests::zip;
use themata_model::SpeakerRole;

const CSV: &str = "ID;Age;What went well?;And what did not?\nR1;34;The calls each week.;\"Prices; and\nthe \"\"plan\"\".\"\nR2;51;;\n\nR3;;Nothing at all.;\n";

fn options(texts: &[&str], key: Option<&str>) -> SurveyOptions {
    SurveyOptions {
        text_columns: texts.iter().map(ToString::to_string).collect(),
        key_column: key.map(ToString::to_string),
        encoding: None,
    }
}

#[test]
fn each_row_becomes_a_document_of_questions_and_answers() {
    let wanted = options(&["what went well?", "And what did not?"], Some("id"));
    let survey = read_survey("s.csv", CSV.as_bytes(), &wanted).unwrap();
    let keys: Vec<&str> = survey.respondents.iter().map(|one| one.key.as_str()).collect();
    assert_eq!(keys, ["R1", "R3"]);
    let first = &survey.respondents[0];
    assert_eq!(
        first.ingested.text,
        "Question: What went well?\n\nAnswer: The calls each week.\n\nQuestion: And what did not?\n\n\
         Answer: Prices; and\nthe \"plan\".\n"
    );
    assert_eq!(first.attributes, [("Age".to_string(), "34".to_string())]);
    assert_eq!(first.ingested.turns.len(), 4);
    let roles: Vec<SpeakerRole> = first.ingested.speakers.iter().map(|speaker| speaker.role).collect();
    assert_eq!(roles, [SpeakerRole::Interviewer, SpeakerRole::Informant]);
    assert_eq!(survey.problems[0].message, "left out: 1 row without an answer in the chosen columns");
    // The row by itself gives the same document.
    let alone = read_survey("R1.csv", first.row.as_bytes(), &wanted).unwrap();
    assert_eq!(alone.respondents[0].ingested, first.ingested);
}

#[test]
fn without_columns_the_table_is_described() {
    let error = read_survey("s.csv", CSV.as_bytes(), &options(&[], None)).unwrap_err().to_string();
    assert_eq!(
        error,
        "`s.csv` cannot be read as a survey: it is a table of 4 columns, and nobody said which of them hold answers: \
         `ID` (3 rows, 1.0 words), `Age` (2 rows, 1.0 words), `What went well?` (2 rows, 3.5 words), \
         `And what did not?` (1 row, 4.0 words); perhaps `--text-column \"And what did not?\" --key-column \"ID\"`"
    );
    let error = read_survey("s.csv", CSV.as_bytes(), &options(&["Q9"], None)).unwrap_err().to_string();
    assert!(error.contains("it has no column `Q9`; its columns are `ID`, `Age`"), "{error}");
    let twice = "ID,Q\nA,one\nA,two\n";
    let error = read_survey("s.csv", twice.as_bytes(), &options(&["Q"], Some("ID"))).unwrap_err().to_string();
    assert!(error.contains("two of its rows are called `A`"), "{error}");
}

#[test]
fn a_workbook_is_read_with_shared_words_dates_and_gaps() {
    let book = zip(&[
        ("xl/workbook.xml", br#"<workbook xmlns:r="r"><sheets><sheet name="S" r:id="rId7"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId7" Target="worksheets/a.xml"/></Relationships>"#),
        ("xl/sharedStrings.xml", "<sst><si><t>ID</t></si><si><r><t>Wh</t></r><r><t>y?</t></r><rPh><t>x</t></rPh></si><si><t>Da steht’s &amp; mehr</t></si></sst>".as_bytes()),
        ("xl/styles.xml", br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
        ("xl/worksheets/a.xml", br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Day</t></is></c><c r="D1" t="s"><v>1</v></c></row><row r="3"><c r="A3"><v>7</v></c><c r="B3" s="1"><v>46056</v></c><c r="D3" t="s"><v>2</v></c></row></sheetData></worksheet>"#),
    ]);
    let survey = read_survey("s.xlsx", &book, &options(&["Why?"], None)).unwrap();
    let one = &survey.respondents[0];
    assert_eq!(
        (one.key.as_str(), one.ingested.text.as_str()),
        ("row-3", "Question: Why?\n\nAnswer: Da steht’s & mehr\n")
    );
    let attributes: Vec<(&str, &str)> =
        one.attributes.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(attributes, [("ID", "7"), ("Day", "2026-02-03")]);
}

#[test]
fn an_opendocument_sheet_is_read_with_repeated_cells() {
    let content = r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table>
        <table:table-row><table:table-cell><text:p>ID</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"><text:p>Q</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
        <table:table-row><table:table-cell office:date-value="2026-02-03"><text:p>3.2.26</text:p></table:table-cell><table:table-cell><text:p>One</text:p><text:p>two</text:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        </table:table></office:spreadsheet></office:body></office:document-content>"#;
    let sheet = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ]);
    let survey = read_survey("s.ods", &sheet, &options(&["Q"], Some("ID"))).unwrap();
    assert_eq!(survey.respondents[0].key, "2026-02-03");
    assert_eq!(survey.respondents[0].ingested.text, "Question: Q\n\nAnswer: One\ntwo\n");
    let table = Table::read("s.ods", &sheet, None).unwrap();
    assert_eq!(table.head, ["ID", "Q", "Q (2)"]);
}

#[test]
fn tables_made_to_do_harm_end_in_an_error() {
    let far = zip(&[
        ("xl/workbook.xml", b"<workbook/>"),
        (
            "xl/worksheets/sheet1.xml",
            br#"<worksheet><row r="99999999999"><c r="ZZZZ1"><v>1</v></c></row></worksheet>"#,
        ),
    ]);
    assert!(read_survey("s.xlsx", &far, &options(&["Q"], None)).is_err());
    let many = r#"<table><table-row number-rows-repeated="999999999"><table-cell number-columns-repeated="4000"><p>x</p></table-cell></table-row></table>"#;
    assert!(read_survey("s.ods", &zip(&[("content.xml", many.as_bytes())]), &options(&["Q"], None)).is_err());
    assert!(read_survey("s.xlsx", b"PK\x03\x04", &options(&["Q"], None)).is_err());
    assert!(read_survey("s.csv", b"", &options(&["Q"], None)).is_err());
}

#[test]
fn numbers_at_the_end_of_all_numbers_end_in_an_error() {
    let most = usize::MAX;
    let sheet = format!(r#"<worksheet><row r="2"/><row r="{most}"><c r="A1"><v>1</v></c></row></worksheet>"#);
    let book = zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", sheet.as_bytes())]);
    assert!(read_survey("s.xlsx", &book, &options(&["Q"], None)).is_err());
    let cells = "<table-cell><p>x</p></table-cell>";
    for row in [
        format!(
            r#"<table-row>{cells}<table-cell number-columns-repeated="{most}"><p>x</p></table-cell></table-row>"#
        ),
        format!(
            r#"<table-row>{cells}</table-row><table-row number-rows-repeated="{most}">{cells}</table-row>"#
        ),
    ] {
        let content = format!("<table>{row}</table>");
        let sheet = zip(&[("content.xml", content.as_bytes())]);
        assert!(read_survey("s.ods", &sheet, &options(&["x"], None)).is_err(), "{row}");
    }
}

#[test]
fn long_cells_that_are_repeated_count_for_many() {
    let long = "word ".repeat(40_000);
    let content = format!(
        r#"<table><table-row><table-cell number-columns-repeated="4000"><p>{long}</p></table-cell></table-row></table>"#
    );
    let sheet = zip(&[("content.xml", content.as_bytes())]);
    let error = read_survey("s.ods", &sheet, &options(&["Q"], None)).unwrap_err().to_string();
    assert!(error.contains("too many long ones"), "{error}");
    let row = r#"<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>"#.repeat(700);
    let (strings, rows) =
        (format!("<sst><si><t>{long}</t></si></sst>"), format!("<worksheet>{row}</worksheet>"));
    let book = zip(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", rows.as_bytes()),
    ]);
    let error = read_survey("s.xlsx", &book, &options(&["Q"], None)).unwrap_err().to_string();
    assert!(error.contains("too many long cells"), "{error}");
}

#[test]
fn a_row_by_itself_reads_back_whatever_its_head_holds() {
    let table = "ID,\"Why; when; where; how?\",Age\nR1,So it was.,34\n";
    let wanted = options(&["Why; when; where; how?"], Some("ID"));
    let one = read_survey("s.csv", table.as_bytes(), &wanted).unwrap().respondents.remove(0);
    let alone = read_survey("R1.csv", one.row.as_bytes(), &wanted).unwrap().respondents.remove(0);
    assert_eq!(alone, one);
}

#[test]
fn sheets_after_the_first_are_said_to_be_left_out() {
    let left_out = "left out: 2 further sheets (`number 2`, `number 3`); only the first, `number 1`, is read";
    let cell = |words: &str| format!("<c t='inlineStr'><is><t>{words}</t></is></c>");
    let sheet = format!("<worksheet><row>{}</row><row>{}</row></worksheet>", cell("Q"), cell("One"));
    let book = zip(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet/><sheet/><sheet/></sheets></workbook>"),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let survey = read_survey("s.xlsx", &book, &options(&["Q"], None)).unwrap();
    assert_eq!(survey.problems[0].message, left_out);
    let row = |words: &str| format!("<table-row><table-cell><p>{words}</p></table-cell></table-row>");
    let sheets = format!("<x><table>{}{}</table><table/><table/></x>", row("Q"), row("One"));
    let book = zip(&[("content.xml", sheets.as_bytes())]);
    let survey = read_survey("s.ods", &book, &options(&["Q"], None)).unwrap();
    assert_eq!((survey.respondents.len(), survey.problems[0].message.as_str()), (1, left_out));
}

#[test]
fn days_may_be_counted_from_1904() {
    let sheet = "<worksheet><row><c t='inlineStr'><is><t>Day</t></is></c></row><row><c s='0'><v>44594</v></c></row>\
        <row><c s='0'><v>0</v></c></row></worksheet>";
    let book = zip(&[
        ("xl/workbook.xml", b"<workbook><workbookPr date1904='1'/><sheets><sheet/></sheets></workbook>"),
        ("xl/styles.xml", b"<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>"),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let survey = read_survey("s.xlsx", &book, &options(&["Day"], None)).unwrap();
    let texts: Vec<&str> = survey.respondents.iter().map(|one| one.ingested.text.as_str()).collect();
    assert_eq!(texts, ["Question: Day\n\nAnswer: 2026-02-03\n", "Question: Day\n\nAnswer: 1904-01-01\n"]);
}

#[test]
fn what_is_left_out_of_an_answer_is_said_with_its_row() {
    let table = format!("Q\n{}", "a\u{7}b\n".repeat(7));
    let survey = read_survey("s.csv", table.as_bytes(), &options(&["Q"], None)).unwrap();
    let messages: Vec<&str> = survey.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages[0], "row 2: left out: 1 control character");
    assert_eq!(messages[5..], ["2 more remarks like these"]);
}

#[test]
fn a_table_beside_the_documents_says_in_which_line_each_row_begins() {
    let sheet = crate::read_sheet("t.csv", b"file;note\n\na;\"two\nlines\"\n\n;\nb;x\n").unwrap();
    assert_eq!(sheet.head, ["file", "note"]);
    let rows: Vec<(usize, &str)> = sheet.rows.iter().map(|(line, row)| (*line, row[0].as_str())).collect();
    assert_eq!(rows, [(3, "a"), (7, "b")]);
}

#[test]
fn rows_of_a_title_and_rows_that_belong_to_the_heads_are_no_respondents() {
    let note = "{\"\"ImportId\"\":\"\"QID1\"\"}";
    let text = format!(
        "Survey of 2024,,\n\nID,Q1,Q2\nResponse ID,What went well?,\n\"{note}\",\"{note}\",\"{note}\"\nR1,The calls.,None.\n"
    );
    let wanted = options(&["Q1", "Q2"], Some("ID"));
    let survey = read_survey("s.csv", text.as_bytes(), &wanted).unwrap();
    let first = &survey.respondents[0];
    assert_eq!((survey.respondents.len(), first.key.as_str()), (1, "R1"));
    assert_eq!(
        first.ingested.text,
        "Question: What went well?\n\nAnswer: The calls.\n\nQuestion: Q2\n\nAnswer: None.\n"
    );
    let said: Vec<&str> = survey.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "left out: 1 row above the heads of the columns",
            "2 rows below the heads of the columns are taken as part of the heads"
        ]
    );
    let alone = read_survey("R1.csv", first.row.as_bytes(), &wanted).unwrap();
    assert_eq!(alone.respondents[0].ingested, first.ingested);
}

#[test]
fn rows_with_words_that_are_only_said_to_come_again_end_in_an_error() {
    let row = |n: usize| {
        format!(r#"<table-row number-rows-repeated="{n}"><table-cell><p>x</p></table-cell></table-row>"#)
    };
    let read = |n: usize| {
        let content =
            format!("<table><table-row><table-cell><p>Q</p></table-cell></table-row>{}</table>", row(n));
        read_survey("s.ods", &zip(&[("content.xml", content.as_bytes())]), &options(&["Q"], None))
    };
    assert_eq!(read(3).unwrap().respondents.len(), 3);
    let error = read(1_000_000).unwrap_err().to_string();
    assert!(error.contains("it says that rows with words come again more than 10000 times"), "{error}");
}

#[test]
fn a_table_of_very_many_rows_is_to_be_split() {
    let rows = "Why?\n".to_string() + &"So.\n".repeat(250_001);
    let error = read_survey("s.csv", rows.as_bytes(), &options(&["Why?"], None)).unwrap_err().to_string();
    assert!(error.contains("it has 250001 rows; split it into tables of at most 250000"), "{error}");
}

#[test]
fn quotation_marks_that_can_be_read_in_two_ways_are_errors_with_their_lines() {
    let error = |text: &str| {
        let error = read_survey("s.csv", text.as_bytes(), &options(&["Why?"], Some("ID"))).unwrap_err();
        error.to_string()
    };
    assert_eq!(
        error("ID,Why?\nR1,\"We talk \"a lot\" here\"\n"),
        "`s.csv` is a CSV table that cannot be read: in line 2 words stand behind the quotation mark that closes a cell; \
         a cell in quotation marks has those of its own written twice (`\"\"`); write them so, or export the table as .xlsx"
    );
    let open = error("ID,Why?\nR1,So.\nR4,\"never closed\nR5,Yes.\n");
    assert!(open.contains("the quotation mark that opens a cell in line 3 is never closed"), "{open}");
}

/// What is said of a table with the columns `Why?` and `ID`.
fn said(text: &str) -> Vec<String> {
    let survey = read_survey("s.csv", text.as_bytes(), &options(&["Why?"], Some("ID"))).unwrap();
    survey.problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn what_has_no_head_or_no_cell_and_a_second_column_of_one_head_are_said() {
    assert_eq!(
        said("ID,Why?,,\nR1,So.,x,\nR2,Yes.,,y\n"),
        ["left out: 2 cells in columns without a head; write heads above them"]
    );
    assert_eq!(
        said("ID,Why?\nR1,So.\nR2\nR3\n")[0],
        "the row in line 3 has 1 cell only, and the head has 2, and 1 further row has fewer, too; what is missing is taken as empty"
    );
    assert_eq!(
        said("ID,Why?,Why?\nR1,So.,Yes.\n"),
        [
            "1 further column is called `Why?`, an attribute here; for answers that stand there name each, `--text-column \"Why? (2)\"`"
        ]
    );
    let many = format!("ID{}\nR1,So.\n", ",Why?".repeat(200));
    assert_eq!(said(&many).len(), 2, "a head that comes very often is said once");
}

#[test]
fn times_of_day_and_characters_written_as_numbers_are_read_as_a_workbook_shows_them() {
    let text = |words: &str| format!("<c t='inlineStr'><is><t>{words}</t></is></c>");
    let sheet = format!(
        "<worksheet><row>{}{}{}{}</row><row>{}<c s='0'><v>45717.4239583333</v></c><c s='1'><v>0.378472222222222</v></c><c s='2'><v>45717</v></c></row></worksheet>",
        text("Why?"),
        text("Sent"),
        text("At"),
        text("Day"),
        text("One_x000D_\ntwo_x005F_x _x41")
    );
    let book = zip(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet/></sheets></workbook>"),
        ("xl/styles.xml", b"<s><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd\\ hh:mm:ss'/></numFmts><cellXfs><xf numFmtId='164'/><xf numFmtId='20'/><xf numFmtId='14'/></cellXfs></s>"),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let survey = read_survey("s.xlsx", &book, &options(&["Why?"], None)).unwrap();
    let one = &survey.respondents[0];
    assert_eq!(one.ingested.text, "Question: Why?\n\nAnswer: One\ntwo_x _x41\n");
    let values: Vec<&str> = one.attributes.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, ["2025-03-01 10:10:30", "09:05", "2025-03-01"]);
}

#[test]
fn answers_in_scripts_without_blanks_are_proposed() {
    let table = "编号,您为什么留下？\n1,因为我们一起开始的。\n2,孩子们在这里上学。\n";
    let error = read_survey("x.csv", table.as_bytes(), &SurveyOptions::default()).unwrap_err();
    assert!(error.to_string().contains("perhaps `--text-column \"您为什么留下？\""), "{error}");
}

#[test]
fn cells_beyond_the_head_are_joined_to_the_last_and_said() {
    let options = SurveyOptions { text_columns: vec!["Why?".to_string()], ..SurveyOptions::default() };
    let table = "ID,Why?\nR1,We talk of the crane, and the rain, honestly\nR2,We talk of \"the crane\" and rain, honestly\nR3,So.\nR4,closed\nR5,Yes.\n";
    let survey = read_survey("x.csv", table.as_bytes(), &options).unwrap();
    let first = &survey.respondents[0].ingested.text;
    assert!(first.contains("We talk of the crane, and the rain, honestly"), "{first}");
    assert!(survey.respondents[1].ingested.text.contains("and rain, honestly"));
    let said: Vec<String> = survey.problems.iter().map(|problem| problem.to_string()).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("x.csv:2: a row has 4 cells where most have 2, and so 1 more row;"),
        "{said:?}"
    );
}

#[test]
fn second_rows_of_heads_are_no_respondents() {
    let monkey = "Respondent,Where do you go?,,Why?\n,Response,Other (please say),Open-Ended Response\n11,Out,home,So it is.\n12,In,,No reason.\n";
    let survey = read_survey("s.csv", monkey.as_bytes(), &options(&["Why?"], Some("Respondent"))).unwrap();
    let first = &survey.respondents[0];
    assert_eq!((survey.respondents.len(), first.key.as_str()), (2, "11"));
    assert_eq!(first.attributes[1], ("Where do you go?: Other (please say)".to_string(), "home".to_string()));
    let said: Vec<&str> = survey.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(said, ["1 row below the heads of the columns is taken as part of the heads"]);
    let alone = read_survey("11.csv", first.row.as_bytes(), &options(&["Why?"], Some("Respondent"))).unwrap();
    assert_eq!(alone.respondents[0].ingested, first.ingested);

    let codes = "CASE\tA101\tA102_01\nNumber of the case\tHow often\tWhat has changed?\n100\t2\tThe boat is late.\n101\t1\tNothing has.\n";
    let survey = read_survey("s.tsv", codes.as_bytes(), &options(&["A102_01"], Some("CASE"))).unwrap();
    let first = &survey.respondents[0];
    assert_eq!((survey.respondents.len(), first.key.as_str()), (2, "100"));
    assert_eq!(first.ingested.text, "Question: What has changed?\n\nAnswer: The boat is late.\n");
    let alone = read_survey("100.csv", first.row.as_bytes(), &options(&["A102_01"], Some("CASE"))).unwrap();
    assert_eq!(alone.respondents[0].ingested, first.ingested);
}

#[test]
fn commas_without_quotation_marks_in_most_rows_part_no_cells() {
    let table = "ID,Why?\nR1,So, I think, it was.\nR2,No.\nR3,Well, it grew.\nR4,One, two, three, four.\n";
    let survey = read_survey("s.csv", table.as_bytes(), &options(&["Why?"], Some("ID"))).unwrap();
    assert_eq!(survey.respondents.len(), 4);
    assert_eq!(survey.respondents[3].ingested.text, "Question: Why?\n\nAnswer: One, two, three, four.\n");
    let said: Vec<String> = survey.problems.iter().map(ToString::to_string).collect();
    let expected = "s.csv:2: a row has 4 cells where the head has 2, and so 2 more rows; those behind are joined to the last, since its words may hold the mark between cells without quotation marks";
    assert_eq!(said, [expected]);
}
