//! How positions are counted where the words alone hardly tell, and that what is written is counted as it stands.

use themata_exchange::refi::{Target, write};

use super::support::{document, project, unzip, zip};
use super::vendors::{opened, problems, quotations, selection, with_selections};

#[test]
fn in_a_language_without_blanks_chance_does_not_decide_against_the_tool_and_it_is_said() {
    let line = "我们去年开始合作信任价格风险夜里港口答案承诺晚早共享等待学习购买。";
    let text = format!("{line}\r\n").repeat(8);
    // As MAXQDA counts: a line end is one character. Selections stand anywhere.
    let places: Vec<(usize, usize)> =
        (0..8).map(|n| (n * 35 + 3 + (n * 7) % 19, n * 35 + 9 + (n * 7) % 19)).collect();
    let selections: String =
        places.iter().map(|(from, to)| selection(&from.to_string(), "", *from, *to)).collect();
    let reading = opened(&project(&with_selections(&selections), "MAXQDA 24", &[("s1.txt", &text)]));
    let characters: Vec<char> = text.replace("\r\n", "\n").chars().collect();
    let expected: Vec<String> =
        places.iter().map(|(from, to)| characters[*from..*to].iter().collect()).collect();
    assert_eq!(quotations(&reading.study), expected);
    assert!(problems(&reading).contains("nothing in the words of 1 text"), "{}", problems(&reading));
}

#[test]
fn texts_of_one_project_are_counted_alike_where_one_alone_would_not_tell() {
    let long = "😀 one two three four five six seven eight nine ten\r\n".repeat(6);
    let many: String = (0..6).map(|n| selection(&format!("a{n}"), "", n * 53 + 3, n * 53 + 10)).collect();
    // Counted in UTF-16 units `e`, counted in code points `tw`: the tool is no known one.
    let short = "🚀🚀 one two\r\nfour";
    let inside = with_selections(&many).replace(
        "</Sources>",
        &format!(
            "<TextSource guid='s2' name='short' plainTextPath='internal://s2.txt'>{}</TextSource></Sources>",
            selection("b", "", 5, 8)
        ),
    );
    let reading = opened(&project(&inside, "Other", &[("s1.txt", &long), ("s2.txt", short)]));
    let words = quotations(&reading.study);
    assert!(
        words.contains(&"one") && words.iter().filter(|words| **words == "one two").count() == 6,
        "{words:?}"
    );
}

#[test]
fn words_in_the_document_are_written_with_the_line_ends_that_are_counted() {
    let inside = with_selections(&selection("1", "", 5, 8)).replace(
        " plainTextPath='internal://s1.txt'>",
        "><PlainTextContent>one&#13;\ntwo&#13;\nthree</PlainTextContent>",
    );
    let reading = opened(&project(&inside, "X", &[]));
    assert_eq!(quotations(&reading.study), ["two"]);
    for target in Target::ALL {
        let written = write(&reading.study, reading.kept.as_deref(), target).unwrap();
        assert_eq!(quotations(&opened(&written.bytes).study), ["two"], "{target:?}");
    }
}

#[test]
fn texts_in_other_encodings_are_written_as_utf_8_and_only_nvivo_gets_a_mark() {
    let text = "one\ntwo 😀";
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked = format!("\u{feff}{text}").into_bytes();
    let document = document(&project(&with_selections(&selection("1", "", 4, 7)), "X", &[]));
    for bytes in [wide, marked] {
        let bytes = zip(&[("project.qde", document.as_bytes()), ("sources/s1.txt", &bytes)]);
        let reading = opened(&bytes);
        for target in [Target::Generic, Target::Qualcoder, Target::Maxqda] {
            let written = write(&reading.study, reading.kept.as_deref(), target).unwrap();
            assert_eq!(unzip(&written.bytes)["sources/s1.txt"], text.as_bytes(), "{target:?}");
            assert_eq!(quotations(&opened(&written.bytes).study), ["two"]);
        }
    }
}
