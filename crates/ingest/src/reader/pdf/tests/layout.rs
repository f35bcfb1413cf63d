use super::{ingest, lines, pdf};

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
