use super::*;

/// The turns of a page on which the paragraphs have no room between them, and some lines end at the very edge.
fn turns(names: [&str; 2]) -> (usize, String) {
    let full = "They wrote it all down on one sheet, and that was what the two of them had in mind";
    let words = [
        &["Who decides about it?"][..],
        &["We both do, as far as I remember.", full],
        &["And who paid for it?"],
        &["They did."],
        &[full],
        &["Yes."],
        &["And then?"],
        &["Nothing much, that is what they", full],
        &["Who told you?"],
        &["He did, on the day."],
    ];
    let mut shown: Vec<&'static str> = Vec::new();
    for (n, lines) in words.iter().enumerate() {
        let name = names[n % 2];
        match name.strip_suffix('|') {
            // Words that go on in the line of the label are kept short of the edge.
            Some(alone) => shown.extend([alone.to_string().leak() as &str]),
            None => {
                shown.push(format!("{name} {}", lines[0]).leak());
                shown.extend(&lines[1..]);
                continue;
            }
        }
        shown.extend(*lines);
    }
    let (document, _) = ingest(&pdf(&[&lines(800.0, &shown)]));
    (document.turns.len(), document.text)
}

#[test]
fn a_line_that_begins_as_others_do_that_begin_turns_begins_one_however_full_the_line_above_is() {
    for names in [
        ["INTERVIEWER|", "P07|"],
        ["Frau Brandt|", "Uwe Kranz|"],
        ["(Moderator)", "(P1)"],
        ["[Moderator]", "[P1]"],
        ["*Moderator*:", "*P1*:"],
        ["Speaker 1 [00:00:03]", "Speaker 2 [00:00:28]"],
        ["Anna Roy (00:00:03)", "Piet (00:00:28)"],
        ["Anna Roy:", "Piet:"],
    ] {
        let (turns, text) = turns(names);
        assert_eq!(turns, 10, "{names:?}: {text}");
    }
}

#[test]
fn a_name_alone_below_a_full_line_has_room_above_as_the_others_have() {
    let full = "We wrote it all down on one sheet, and that was what the two of us had in mind";
    let mut page = Vec::new();
    let mut y = 800.0;
    for (n, words) in
        ["Who?", "We both.", full, "They did.", "And then?", full, "So.", "No."].iter().enumerate()
    {
        page.push((90.0, y, 11.0, ["ANNA ROY", "PIET"][n % 2]));
        page.push((90.0, y - 14.0, 11.0, *words));
        // Below a full line the printer had no room.
        y -= if *words == full && n == 5 { 28.0 } else { 42.0 };
    }
    let (document, _) = ingest(&pdf(&[&page]));
    assert_eq!(document.turns.len(), 8, "{}", document.text);
}

#[test]
fn what_is_heard_parts_no_paragraph_where_it_happens_to_begin_a_line() {
    let words = [
        "Anna: We went there every morning, as one does, and at the end of it (laughs)",
        "(laughs) we did not know why, and so we had to ask him for a letter from them",
        "(laughs) and that was all that they had to say about it, as far as I remember",
        "Piet: (laughs) So did we.",
        "Anna: Did you?",
        "Piet: (laughs) We did not.",
        "Anna: You did.",
        "Piet: So we did.",
    ];
    let (document, _) = ingest(&pdf(&[&lines(760.0, &words)]));
    assert!(document.text.contains("at the end of it (laughs) (laughs) we did not"), "{}", document.text);
    assert!(document.text.contains("from them (laughs) and that"), "{}", document.text);
    assert_eq!(document.turns.len(), 6);
}

#[test]
fn a_name_alone_at_the_top_of_several_pages_is_no_running_head_where_it_stands_inside_of_pages_too() {
    let page = |n: usize| {
        let said = [
            "KRANZ",
            "Who came then?",
            "DEMIR",
            "They did.",
            "KRANZ",
            "And who paid for it?",
            "DEMIR",
            "We.",
        ];
        let mut all = vec![(90.0, 800.0, 9.0, "Study of bakers"), (90.0, 770.0, 11.0, said[0])];
        all.extend(lines(750.0 - 14.0 * n as f64, &said[1..]));
        all
    };
    let pages: Vec<Vec<(f64, f64, f64, &str)>> = (0..4).map(page).collect();
    let pages: Vec<&[(f64, f64, f64, &str)]> = pages.iter().map(Vec::as_slice).collect();
    let (document, said) = ingest(&pdf(&pages));
    assert_eq!(document.text.matches("KRANZ").count(), 8, "{}", document.text);
    assert_eq!(said, ["left out: 4 running heads and 0 feet or page numbers (`Study of bakers`)"]);
}

#[test]
fn who_speaks_with_a_time_at_the_edge_of_a_page_is_no_running_head() {
    let forms: [fn(&str, usize) -> String; 4] = [
        |name, n| format!("{name} 0{n}:16"),
        |name, n| format!("{name} \\(00:0{n}:16\\)"),
        |name, n| format!("[00:0{n}:16] {name}"),
        |name, n| format!("{name} [00:0{n}:16] And then?"),
    ];
    for label in forms {
        let mut pages: Vec<Vec<(f64, f64, f64, String)>> = Vec::new();
        for page in 0..4 {
            let mut lines = vec![(90.0, 800.0, 9.0, "printed 14:05".to_string())];
            for turn in 0..2 {
                let y = 740.0 - 60.0 * turn as f64;
                // The same person stands first on each page.
                lines.push((90.0, y, 11.0, label(["Speaker 1", "Speaker 2"][turn], 2 * page + turn)));
                lines.push((
                    90.0,
                    y - 14.0,
                    11.0,
                    format!(
                        "{} is what I said to them at that time.",
                        ["We dug the well", "Nobody paid", "In the dry summer", "All of us drank"][page]
                    ),
                ));
            }
            pages.push(lines);
        }
        let shown: Vec<Vec<(f64, f64, f64, &str)>> = pages
            .iter()
            .map(|lines| lines.iter().map(|(x, y, size, words)| (*x, *y, *size, words.as_str())).collect())
            .collect();
        let pages: Vec<&[(f64, f64, f64, &str)]> = shown.iter().map(Vec::as_slice).collect();
        let (document, said) = ingest(&pdf(&pages));
        assert_eq!(document.turns.len(), 8, "{}", document.text);
        let heads = "left out: 4 running heads and 0 feet or page numbers (`printed 14:05`)";
        assert!(said.iter().any(|message| message == heads), "{said:?}");
    }
}
