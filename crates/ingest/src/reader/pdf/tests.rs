use super::*;
use crate::{Ingested, Options};

mod layout;
mod openings;
mod tables;
mod touching;
mod unruled;

/// A PDF of pages with these words at these places (from the left and the bottom, with a size).
fn pdf(pages: &[&[(f64, f64, f64, &str)]]) -> Vec<u8> {
    let shown =
        |(x, y, size, words): &(f64, f64, f64, &str)| format!("BT /F {size} Tf {x} {y} Td ({words}) Tj ET\n");
    let contents: Vec<String> = pages.iter().map(|page| page.iter().map(shown).collect()).collect();
    drawn(&contents)
}

/// A PDF of pages on which this is drawn.
fn drawn(pages: &[String]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 4 + n)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        format!(
            "<< /Type /Pages /Count {} /Kids [{}] /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> >>",
            pages.len(),
            kids.join(" ")
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_string(),
    ];
    let first = 4 + pages.len();
    objects.extend(
        (0..pages.len()).map(|n| format!("<< /Type /Page /Parent 2 0 R /Contents {} 0 R >>", first + n)),
    );
    for content in pages {
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut bytes = String::from("%PDF-1.4\n");
    for (n, object) in objects.iter().enumerate() {
        bytes.push_str(&format!("{} 0 obj\n{object}\nendobj\n", n + 1));
    }
    bytes.push_str("trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    // One byte a letter, as the encoding of the font has it.
    bytes.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn ingest(bytes: &[u8]) -> (Ingested, Vec<String>) {
    let (document, problems) = crate::read("x.pdf", bytes, &Options::default()).unwrap();
    (document, problems.into_iter().map(|problem| problem.message).collect())
}

fn lines<'a>(from: f64, words: &[&'a str]) -> Vec<(f64, f64, f64, &'a str)> {
    words.iter().enumerate().map(|(n, words)| (90.0, from - 14.0 * n as f64, 11.0, *words)).collect()
}

const SEED: &[u8] = include_bytes!("../../../tests/corpus/seed.pdf");

#[test]
fn lines_are_joined_and_what_the_page_prints_around_them_is_left_out_and_said() {
    let (document, said) = ingest(SEED);
    assert!(document.text.starts_with(
        "I: How did the two firms come to work together, and who took the first step in those days?\n\
         B: We had known each other for years before that. It began with a small informal order, and then"
    ));
    // The paragraph goes on over the end of the page.
    assert!(document.text.contains("We wrote it down when the first part was late, and that was that.\n"));
    assert!(document.text.contains("a well-known story"));
    assert_eq!(document.turns.len(), 8);
    assert_eq!(document.metadata, [("title".to_string(), "Interview 7".to_string())]);
    let at = document.text.find("part was late").unwrap();
    let pages: Vec<(usize, &str)> =
        document.locators.pages().iter().map(|(at, name)| (at.0, name.as_str())).collect();
    assert_eq!((pages[0], pages[1], pages.len()), ((0, "1"), (at, "2"), 3));
    assert_eq!(document.locators.numbers().len(), 13);
    assert_eq!((document.locators.numbers()[7].0.0, document.locators.numbers()[7].1.as_str()), (at, "8"));
    assert_eq!(
        said,
        [
            "left out: 1 run of text that stands across the page",
            "1 word that a line end parted is joined without the hyphen",
            "13 numbers stand in the margin; kept beside the text, not in it",
            "left out: 3 running heads and 4 feet or page numbers (`Study of dyads, interview 7`, `- 1 -`, `drawn aside`)",
        ]
    );
}

#[test]
fn columns_of_running_text_are_read_one_after_the_other() {
    let left = [
        "We never spoke about it with",
        "anybody else, neither before",
        "the order came nor after it,",
        "since nobody wanted to hear",
        "what could have gone wrong.",
        "That is how it was with them",
    ];
    let right = [
        "for ten years, and then they",
        "called one evening and told",
        "me that the whole department",
        "would be closed in the spring",
        "and that the contract would",
        "end with it, just like this.",
    ];
    let mut page = vec![(90.0, 780.0, 16.0, "A long story of two firms that are one")];
    for n in 0..6 {
        let y = 740.0 - 14.0 * n as f64;
        page.push((90.0, y, 11.0, left[n]));
        page.push((300.0, y, 11.0, right[n]));
    }
    let (document, _) = ingest(&pdf(&[&page]));
    let expected =
        format!("A long story of two firms that are one\n\n{} {}\n", left.join(" "), right.join(" "));
    assert_eq!(document.text, expected);
}

#[test]
fn labels_beside_the_words_are_read_with_them() {
    let mut page = Vec::new();
    for (n, words) in
        ["Who decides about the price?", "We both do.", "And about time?", "They do.", "Always?", "Yes."]
            .iter()
            .enumerate()
    {
        let y = 740.0 - 20.0 * n as f64;
        page.push((90.0, y, 11.0, if n % 2 == 0 { "Anna:" } else { "Mikko:" }));
        page.push((170.0, y, 11.0, words));
    }
    let (document, _) = ingest(&pdf(&[&page]));
    assert!(document.text.starts_with("Anna:\tWho decides about the price?\n"), "{}", document.text);
    assert_eq!(document.turns.len(), 6);
}

#[test]
fn a_number_that_stands_on_every_page_names_the_pages_where_it_begins_elsewhere() {
    let page = |words: &'static str, number: &'static str| {
        [lines(700.0, &[words, "Yes.", "No."]), vec![(290.0, 40.0, 9.0, number)]].concat()
    };
    let pages = [page("One.", "113"), page("Two.", "114"), page("Three.", "115")];
    let pages: Vec<&[(f64, f64, f64, &str)]> = pages.iter().map(Vec::as_slice).collect();
    let (document, said) = ingest(&pdf(&pages));
    let names: Vec<&str> = document.locators.pages().iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["113", "114", "115"]);
    assert!(said.contains(&"the pages are named as printed, 113 to 115".to_string()), "{said:?}");
    // A short turn that comes again at the same place is no running head.
    assert_eq!(document.text.matches("No.").count(), 3);
}

#[test]
fn the_quotation_marks_and_letters_of_the_encoding_are_read() {
    let (document, _) = ingest(&pdf(&[&lines(700.0, &["\u{93}Gr\u{fc}\u{df}e\u{94} aus K\u{f6}ln"])]));
    assert_eq!(document.text, "“Grüße” aus Köln\n");
}

#[test]
fn words_drawn_twice_or_outside_of_the_page_are_read_once_or_not() {
    let page = [
        (90.0, 700.0, 11.0, "Bold words"),
        (90.2, 700.0, 11.0, "Bold words"),
        (90.0, 1700.0, 11.0, "hidden"),
    ];
    assert_eq!(ingest(&pdf(&[&page])).0.text, "Bold words\n");
}

#[test]
fn a_document_without_words_says_why() {
    let error = crate::read("x.pdf", &pdf(&[&[]]), &Options::default()).unwrap_err();
    assert!(error.to_string().contains("it has no page with words"), "{error}");
    let error = crate::read("x.pdf", b"%PDF-1.4\n", &Options::default()).unwrap_err();
    assert!(error.to_string().contains("is a PDF that cannot be read: it is damaged"), "{error}");
}

#[test]
fn pages_are_named_by_their_runs() {
    assert_eq!(ranges(&[1, 3, 4, 5, 9]), "1, 3–5, 9");
}

#[test]
fn names_beside_what_they_say_are_rows_and_no_column() {
    let mut page: Vec<(f64, f64, f64, &str)> = Vec::new();
    let words = [
        ["How did the work with the firm begin?", ""],
        ["With a small order, some time in those years, and", "then it grew from year to year."],
        ["And who decides about the price today?", ""],
        ["We both do, and I would say that it is about half", "and half, as it has to be."],
    ];
    let mut y = 700.0;
    for (n, [first, second]) in [words, words].concat().into_iter().enumerate() {
        page.push((90.0, y, 11.0, ["Maria Jose Nunez Garcia", "Jose de la Cruz"][n % 2]));
        page.push((290.0, y, 11.0, first));
        if !second.is_empty() {
            y -= 14.0;
            page.push((290.0, y, 11.0, second));
        }
        y -= 22.0;
    }
    let (document, _) = ingest(&pdf(&[&page]));
    assert_eq!(document.turns.len(), 8, "{}", document.text);
    assert_eq!(
        document.turns[1].body.unwrap().of(&document.text),
        "With a small order, some time in those years, and then it grew from year to year."
    );
}

#[test]
fn a_line_that_the_edge_between_two_pages_cuts_is_read_once() {
    let first =
        [(90.0, 400.0, 11.0, "Some words of the first page"), (90.0, 2.0, 11.0, "and a line on the edge")];
    let second = [
        (90.0, 844.0, 11.0, "and a line on the edge"),
        (90.0, 700.0, 11.0, "Other words of the second page"),
    ];
    let (document, _) = ingest(&pdf(&[&first, &second]));
    assert_eq!(document.text.matches("on the edge").count(), 1, "{}", document.text);
    let (document, _) =
        ingest(&pdf(&[&[(90.0, 400.0, 11.0, "Words"), (90.0, -5.0, 11.0, "below the edge")]]));
    assert_eq!(document.text, "Words\n");
}

#[test]
fn a_heading_in_larger_letters_is_no_part_of_the_turn_above_it() {
    let bytes = pdf(&[&[
        (72.0, 800.0, 11.0, "I: Why did it grow?"),
        (72.0, 780.0, 11.0, "B: Since we worked together with them for many years, so it did."),
        (72.0, 750.0, 14.0, "Part 2: today"),
        (72.0, 720.0, 11.0, "I: And what then?"),
        (72.0, 700.0, 11.0, "B: More of it."),
    ]]);
    let (ingested, _) = ingest(&bytes);
    let words: Vec<&str> = ingested.turns.iter().map(|turn| turn.body.unwrap().of(&ingested.text)).collect();
    assert_eq!(
        words,
        [
            "Why did it grow?",
            "Since we worked together with them for many years, so it did.",
            "And what then?",
            "More of it."
        ]
    );
    assert!(ingested.text.contains("Part 2: today"));
}

#[test]
fn letters_behind_which_all_words_begin_at_one_place_are_labels() {
    let words = [
        "Who decides about it?",
        "We both do, as it has been for many years now.",
        "And who about the time?",
        "They do.",
        "Always?",
        "Yes, always.",
    ];
    let mut page = Vec::new();
    for (n, words) in words.into_iter().enumerate() {
        let y = 740.0 - 24.0 * n as f64;
        page.push((90.0, y, 11.0, ["I", "B"][n % 2]));
        page.push((108.0, y, 11.0, words));
    }
    let (document, said) = ingest(&pdf(&[&page]));
    let bodies: Vec<&str> = document.turns.iter().map(|turn| turn.body.unwrap().of(&document.text)).collect();
    assert_eq!(bodies, words, "{}", document.text);
    assert_eq!(
        said,
        ["6 names that the gaps behind them set off from the words are parted from them by a tab"]
    );
    // Words that only happen to stand apart begin at many places.
    for (n, line) in page.iter_mut().enumerate() {
        line.0 += if n % 2 == 1 { n as f64 } else { 0.0 };
    }
    assert_eq!(ingest(&pdf(&[&page])).0.turns.len(), 0);
}

#[test]
fn letters_with_a_full_stop_begin_paragraphs_as_labels_do() {
    let page = lines(
        760.0,
        &[
            "Q. What would you change in the contract with them, if anything, today?",
            "A. Not much, since it was written down by people who knew each other so well.",
            "Q. Who wrote it down, and when was that, do you still remember the very day?",
            "A. We did.",
            "Q. Both of you?",
            "A. Yes.",
        ],
    );
    let (document, _) = ingest(&pdf(&[&page]));
    assert_eq!(document.turns.len(), 6, "{}", document.text);
}

#[test]
fn the_number_of_the_only_page_is_no_part_of_the_last_turn() {
    let mut page = lines(760.0, &["I: Why?", "B: So.", "I: And then?", "B: It grew."]);
    page.push((290.0, 40.0, 9.0, "1"));
    let (document, said) = ingest(&pdf(&[&page]));
    assert!(document.text.ends_with("It grew.\n"), "{}", document.text);
    assert_eq!(said, ["left out: 0 running heads and 1 foot or page number (`1`)"]);
}

#[test]
fn a_label_with_a_full_stop_and_a_dash_begins_a_paragraph_however_full_the_line_above_is() {
    let full = "Haro.- And then, what did you do when the water came";
    let page: Vec<(f64, f64, f64, &str)> = [
        "Haro.- Why now?",
        "Pia.- So.",
        "Haro.- And?",
        "Pia.- No.",
        full,
        "Pia.- We rowed across the yard and all of the street",
        "Haro.- Who counted the days, the nights and the cost",
        "Pia.- Nobody.",
    ]
    .iter()
    .enumerate()
    .map(|(n, words)| (72.0, 700.0 - 14.0 * n as f64, 11.0, *words))
    .collect();
    let (ingested, _) = ingest(&pdf(&[&page]));
    assert_eq!(ingested.turns.len(), 8, "{}", ingested.text);
}

#[test]
fn what_a_speaker_says_at_the_top_of_several_pages_is_no_running_head() {
    let page = |n: usize| {
        let said = [
            "Lin: Yes, of course, we all did.".to_string(),
            format!("Pia: Who came {n}?"),
            format!("Lin: They were {n}, I think, who came to see the oven on that day in spring."),
            format!("Pia: And who paid for {n}?"),
        ];
        said.map(|words| -> &'static str { words.leak() })
    };
    let pages: Vec<Vec<(f64, f64, f64, &str)>> = (2..6)
        .map(|n| {
            let mut all = vec![(90.0, 800.0, 11.0, "Study of bakers: interview 4, first part")];
            all.extend(lines(760.0, &page(n)));
            all
        })
        .collect();
    let pages: Vec<&[(f64, f64, f64, &str)]> = pages.iter().map(Vec::as_slice).collect();
    let (document, said) = ingest(&pdf(&pages));
    assert_eq!(document.turns.len(), 16);
    assert_eq!(
        said,
        ["left out: 4 running heads and 0 feet or page numbers (`Study of bakers: interview 4, first part`)"]
    );
}

#[test]
fn a_word_that_a_short_line_parts_is_joined_unless_it_has_its_hyphen_elsewhere() {
    let words = [
        "Respondent: We wrote everything down in one long book, about co-creation too, and then the mana-",
        "ger came, and he read all of it, which took him the whole of that winter, about the co-",
        "creation that we had in mind when all of it began, and nobody had told him any of that.",
        "Interviewer: Yes.",
        "Respondent: That is what I meant, more or less, when I said that it was a mana-",
        "ger who came.",
    ];
    let (document, said) = ingest(&pdf(&[&lines(760.0, &words)]));
    assert!(document.text.contains("and then the manager came"), "{}", document.text);
    assert!(document.text.contains("that it was a manager who came."), "{}", document.text);
    assert!(document.text.contains("about the co-creation that"), "{}", document.text);
    assert_eq!(
        said,
        [
            "2 words that line ends parted are joined without the hyphen",
            "1 hyphen at a line end is kept, since the word may have it"
        ]
    );
}

#[test]
fn the_numbers_of_two_pages_go_wherever_they_stand() {
    let mut first = lines(
        760.0,
        &["Interviewer: Who came first?", "Respondent: My uncle did.", "Interviewer: And then?"],
    );
    first.push((290.0, 60.0, 11.0, "1"));
    let mut second =
        lines(760.0, &["Respondent: Then we waited.", "Interviewer: How long?", "Respondent: Eleven days."]);
    second.push((290.0, 690.0, 11.0, "2"));
    let (document, said) = ingest(&pdf(&[&first, &second]));
    assert!(document.text.ends_with("Respondent: Eleven days.\n"), "{}", document.text);
    assert_eq!(said, ["left out: 0 running heads and 2 feet or page numbers (`1`)"]);
}
