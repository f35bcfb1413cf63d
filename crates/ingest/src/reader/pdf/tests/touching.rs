use super::*;

/// The labels of the turns of a page.
fn labels(page: &[(f64, f64, f64, &str)]) -> (Vec<String>, String) {
    let (document, said) = ingest(&pdf(&[page]));
    let label = |turn: &crate::Turn| document.speakers[turn.speaker].label.clone();
    (document.turns.iter().map(label).collect(), format!("{} {said:?}", document.text))
}

#[test]
fn the_longest_name_nearly_reaches_the_place_where_all_words_begin() {
    // The last two leave a gap as wide as a letter, and one no wider than a blank.
    for longest in ["Gun Holm", "Gun-Britt Ek", "Gun-Britt Holm"] {
        let (mut page, mut y) = (Vec::new(), 760.0);
        let names = [longest, "Karin Ek", "Per Berg"];
        for n in 0..9 {
            page.push((90.0, y, 11.0, names[n % 3]));
            page.push((167.0, y, 11.0, "We dug the well behind the barn in the dry summer"));
            page.push((167.0, y - 14.0, 11.0, "that came after the war."));
            y -= 42.0;
        }
        let (labels, text) = labels(&page);
        let expected: Vec<&str> = (0..9).map(|n| names[n % 3]).collect();
        assert_eq!(labels, expected, "{text}");
    }
}

#[test]
fn a_number_of_two_figures_that_touches_the_name_is_none_of_it() {
    let words: Vec<String> = (1..=14)
        .map(|n| {
            let blank = if n < 10 { " " } else { "" };
            format!("{n}.{blank}{} We dug the well.", ["ENT", "INF"][n % 2])
        })
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (document, _) = ingest(&pdf(&[&lines(760.0, &words)]));
    for (n, name) in [(9, "INF"), (10, "ENT"), (14, "ENT")] {
        assert!(document.text.contains(&format!("{n}. {name} We")), "{}", document.text);
    }
    // What stands in no row of numbers stays as it is.
    let (document, _) =
        ingest(&pdf(&[&lines(760.0, &["We met at", "10.Main Street, on", "11.May and later."])]));
    assert!(document.text.contains("10.Main"), "{}", document.text);
}

#[test]
fn a_time_behind_the_words_that_fills_a_line_of_its_own_is_the_time_of_their_turn() {
    let words = [
        "Anna: Who dug the well behind the barn? #00:00:04-2#",
        "Maren: My uncle did, in the dry summer that came after the war, with two neighbours.",
        "#00:00:09-8#",
        "Anna: And who paid for it? #00:00:12-1#",
        "Maren: Nobody did, since all of us drank from it, and that was all there was to it.",
        "#00:00:20-5#",
        "Anna: Nobody? #00:00:22-0#",
        "Maren: Nobody. #00:00:23-7#",
    ];
    let (document, said) = ingest(&pdf(&[&lines(760.0, &words)]));
    let starts: Vec<_> = document.turns.iter().filter_map(|turn| turn.timestamp.map(|time| time.0)).collect();
    assert_eq!(starts, [4200, 9800, 12100, 20500, 22000, 23700], "{}", document.text);
    assert!(said.iter().any(|message| message.starts_with("the times at the ends of turns")), "{said:?}");
}
