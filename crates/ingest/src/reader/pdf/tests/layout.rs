use super::{drawn, ingest, lines, pdf};

#[test]
fn columns_whose_lines_come_again_are_no_names_beside_words() {
    let column = [
        "Asker: Who dug the well",
        "behind the barn, then?",
        "Maren: My uncle did it",
        "in the dry summer we had.",
        "Asker: And who paid him",
        "when it was done at last?",
        "Maren: Nobody did, since",
        "all of us drank from it.",
    ];
    let mut page = lines(740.0, &[column, column].concat());
    page.extend(
        lines(740.0, &[column, column].concat())
            .into_iter()
            .map(|(x, y, size, words)| (x + 210.0, y, size, words)),
    );
    let (document, _) = ingest(&pdf(&[&page]));
    assert_eq!(document.turns.len(), 16, "{}", document.text);
}

#[test]
fn a_turn_that_ends_two_pages_is_no_foot_though_a_gap_parts_the_name() {
    let page = |asked: [&'static str; 3]| {
        let mut page = Vec::new();
        for (n, words) in asked.into_iter().chain(["Nothing else, come back when you like."]).enumerate() {
            let y = 740.0 - 24.0 * n as f64;
            page.push((90.0, y, 11.0, if n % 2 == 0 { "Asker" } else { "Maren" }));
            page.push((170.0, y, 11.0, words));
        }
        page
    };
    let first = page(["Who dug the well?", "My uncle, long ago.", "Anything else?"]);
    let second = page(["Who paid for it?", "Nobody, as far as I know.", "Is that all?"]);
    let (document, said) = ingest(&pdf(&[&first, &second]));
    assert_eq!(document.turns.len(), 8, "{} {said:?}", document.text);
}

#[test]
fn names_a_little_above_their_words_or_beside_the_middle_of_them_begin_turns() {
    // How far below the first line of its words each name stands.
    let rows: [(&str, f64, &[&str]); 10] = [
        ("AB", 0.0, &["Where did you live then?"]),
        ("KN", 0.0, &["Up on the hill, by the mill."]),
        ("AB", 0.0, &["All of you in one house?"]),
        ("KN", 0.0, &["All seven of us, yes."]),
        ("AB", 0.0, &["Who dug the well behind the barn,", "and when was that?"]),
        (
            "KN",
            14.0,
            &[
                "My uncle did it, with a spade and",
                "two neighbours, in the dry summer",
                "that came after the war.",
            ],
        ),
        ("AB", -7.0, &["And who paid for all of it then?"]),
        ("KN", 0.0, &["Nobody, since all of us drank", "from it."]),
        ("AB", 7.0, &["Did nobody ever ask for money, not", "even once?"]),
        ("KN", 0.0, &["No."]),
    ];
    let (mut page, mut y) = (Vec::new(), 740.0);
    for (name, below, words) in rows {
        page.push((90.0, y - below, 11.0, name));
        for line in words {
            page.push((170.0, y, 11.0, *line));
            y -= 14.0;
        }
        y -= 14.0;
    }
    let (document, said) = ingest(&pdf(&[&page]));
    let turns: Vec<(&str, &str)> = document
        .turns
        .iter()
        .map(|turn| (document.speakers[turn.speaker].label.as_str(), turn.body.unwrap().of(&document.text)))
        .collect();
    let expected: Vec<(&str, String)> =
        rows.iter().map(|(name, _, words)| (*name, words.join(" "))).collect();
    let expected: Vec<(&str, &str)> = expected.iter().map(|(name, words)| (*name, words.as_str())).collect();
    assert_eq!(turns, expected, "{}", document.text);
    assert_eq!(said[0], "2 names that stand beside the middle of their words are put before them");
}

#[test]
fn letters_are_what_the_page_says_that_they_mean() {
    let page = "BT /F 11 Tf 90 700 Td (M) Tj /Span << /ActualText (aren) >> BDC (AREN) Tj EMC ( dug ) Tj \
        /Span << /ActualText <FEFF00E6> >> BDC (ae) Tj EMC ET \
        BT /F 11 Tf 90 680 Td /P << /MCID 0 >> BDC (a well) Tj EMC ET";
    let (document, _) = ingest(&drawn(&[page.to_string()]));
    assert!(document.text.starts_with("Maren dug æ"), "{}", document.text);
}

#[test]
fn a_gap_as_wide_as_a_blank_parts_words_beside_drawn_blanks() {
    // The four letters are 12.2 points wide, and the gap behind them nearly as wide as a blank of this font.
    let page = [(90.0, 700.0, 11.0, "IIII"), (105.2, 700.0, 11.0, "we saw it")];
    assert_eq!(ingest(&pdf(&[&page])).0.text, "IIII we saw it\n");
}
