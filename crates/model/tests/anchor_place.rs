//! Where quotations are placed: short cases by behaviour.

use themata_model::anchor::{Finder, Fold, Misplaced, Placed};
use themata_model::{ByteOffset, TextIndex};

/// `expected` is what is displayed, stretch by stretch.
#[track_caller]
fn check(text: &str, quotation: &str, expected: &[&str]) -> Placed {
    match Finder::new(text).place(quotation, None) {
        Ok(placed) => {
            let shown: Vec<&str> = placed.spans().iter().map(|span| span.of(text)).collect();
            assert_eq!(shown, expected, "{quotation:?} in {text:?}");
            placed
        }
        Err(error) => panic!("{quotation:?} in {text:?}: {error:?}"),
    }
}

#[track_caller]
fn check_exact(text: &str, quotation: &str) {
    let placed = check(text, quotation, &[quotation.trim()]);
    assert!(matches!(placed, Placed::Whole { fold: Fold::Exact, .. }), "{placed:?}");
}

#[track_caller]
fn check_absent(text: &str, quotation: &str) {
    let placed = Finder::new(text).place(quotation, None);
    assert!(matches!(placed, Err(Misplaced::Absent { .. })), "{quotation:?}: {placed:?}");
}

#[track_caller]
fn check_ambiguous(text: &str, quotation: &str, expected: &[&str]) {
    match Finder::new(text).place(quotation, None) {
        Err(Misplaced::Ambiguous { candidates }) => {
            let shown: Vec<&str> = candidates.iter().map(|span| span.of(text)).collect();
            assert_eq!(shown, expected, "{quotation:?}");
        }
        other => panic!("{quotation:?}: {other:?}"),
    }
}

#[test]
fn words_as_they_stand_are_exact() {
    check_exact("We pay for outcomes.", "pay for");
    check_exact("We pay for outcomes.", "pay for outcomes.");
    check_exact("Det är så här vi gör.", "så här");
    check_exact("我们按结果付费，不按产出。", "按结果付费");
    check_exact("אנחנו משלמים על תוצאות", "משלמים על");
    check_exact("so 𝄞 it 👩\u{200d}🚀 is", "𝄞 it 👩\u{200d}🚀");
    check_exact("a [laughs] b … c", "[laughs] b … c");
    check_exact("A: one\n\nB: two", "one\n\nB: two");
    check_exact("so – it is", "–");
}

#[test]
fn white_space_around_a_quotation_does_not_matter_but_counts_where_it_decides() {
    check_exact("We pay for outcomes.", "pay\n");
    check("xa a", " a", &[" a"]);
}

#[test]
fn typography_is_folded() {
    check("They don’t „know“ it — yet", "don't \"know\" it - yet", &["don’t „know“ it — yet"]);
    check("They said «no»", "said »no«", &["said «no»"]);
    check("one\u{A0}two\n  three", "one two three", &["one\u{A0}two\n  three"]);
    check(
        "the develop-\nment of long-\nterm ties",
        "development of long-term",
        &["develop-\nment of long-\nterm"],
    );
    check(
        "the development of long-term ties",
        "develop-\nment of long-\nterm",
        &["development of long-term"],
    );
    check("well… I think", "well ... I", &["well… I"]);
    check("Bjo\u{308}rn talar", "Björn", &["Bjo\u{308}rn"]);
    check("the o\u{FB03}ce", "the office", &["the o\u{FB03}ce"]);
    check("ＫＰＩ です", "KPI", &["ＫＰＩ"]);
    check("zero\u{200B}width", "zerowidth", &["zero\u{200B}width"]);
    check("我们按结\n果付费", "按结果付费", &["按结\n果付费"]);
    check("A: so it is.\n\nB: No", "so it is. B: No", &["so it is.\n\nB: No"]);
    check("x \u{202B}משלמים\u{202C} y", "x משלמים y", &["x \u{202B}משלמים\u{202C} y"]);
}

#[test]
fn what_is_said_differently_is_absent() {
    check_absent("We pay for Outcomes.", "for outcomes");
    check_absent("We pay for outcomes.", "for the outcomes");
    check_absent("to get her there", "together there");
    check_absent("a long term tie", "long-term");
    check_absent("", "word");
}

#[test]
fn marks_around_the_whole_are_taken_off_where_they_are_not_found() {
    check("We pay for it.", "“We pay”", &["We pay"]);
    check("She said “We pay” twice: We pay.", "\"We pay\"", &["“We pay”"]);
    check("We pay for it.", "... we pay for it ...", &["We pay for it"]);
    check("We pay for it.", "[...] pay for it.", &["pay for it."]);
    check("We pay for it.", "– We pay", &["We pay"]);
    check("– We pay. Then We pay.", "-We pay", &["– We pay"]);
    check("„– We pay.“", "— We pay.", &["– We pay."]);
    check("We pay for it, always.", "We pay for it.", &["We pay for it"]);
}

#[test]
fn the_first_letter_may_change_its_case() {
    check("Because we pay for it", "We pay", &["we pay"]);
    check("Because we pay for it", "[W]e pay", &["we pay"]);
    check("We pay for it", "“[w]e pay”", &["We pay"]);
    check("[W]e pay; we pay", "[W]e pay", &["[W]e pay"]);
    check("så är det", "Så är", &["så är"]);
    check_absent("Because we pay Alpha", "We Pay");
}

#[test]
fn cuts_give_the_parts() {
    let text = "We trust the provider because they deliver, and they always have.";
    check(text, "We trust … they deliver", &["We trust", "they deliver"]);
    check(text, "We trust [...] they always have", &["We trust", "they always have"]);
    check(text, "trust (…) because . . . always", &["trust", "because", "always"]);
    check(text, "…trust…deliver….", &["trust", "deliver"]);
    check(text, "because they deliver.... They always", &["because they deliver", "they always"]);
    check(text, "We trust … the provider", &["We trust the provider"]);
    check("我们信任供应商因为他们交付", "信任……交付", &["信任", "交付"]);
    check_absent(text, "they always … We trust");
    check_absent(text, "… … …");
    check_absent("a b c d", "a … d");
}

#[test]
fn an_ellipsis_that_stands_in_the_text_is_no_cut() {
    check("well … I think … so it is", "well… I think", &["well … I think"]);
    check(
        "well … I think, or at least hope … so it is",
        "well … I think … so it is",
        &["well … I think", "so it is"],
    );
}

#[test]
fn of_several_ways_to_fit_the_shortest_wins() {
    check("the cost, the cost of trust", "the cost … trust", &["the cost", "trust"]);
    let text = "the cost, the cost of trust";
    let placed = check(text, "the cost … trust", &["the cost", "trust"]);
    assert_eq!(placed.spans()[0].start(), ByteOffset(10));
    check_ambiguous(
        "one big fish. one big dish. one bad fish. one bad dish.",
        "one … dish",
        &["one big dish", "one bad dish"],
    );
    check_ambiguous("one big dish. one rotten dish.", "one … dish", &["one big dish", "one rotten dish"]);
    let far = format!("we trust in the end. {} we trust {} in the end", "x ".repeat(50), "y ".repeat(300));
    check(&far, "we trust … end", &["we trust", "end"]);
}

#[test]
fn a_letter_in_brackets_is_read_in_the_case_that_lies_near_the_other_pieces() {
    let text = "As we had it before, it was dear. Years went by. We had a talk, and the coin survives. So we had it.";
    check(text, "[w]e had … coin survives", &["We had", "coin survives"]);
    check(text, "[W]e had [bought] it before", &["we had it before"]);
}

#[test]
fn insertions_are_added_or_stand_for_a_few_words() {
    let text = "They trusted them fully, and it paid.";
    check(text, "They trusted [the provider] fully", &["They trusted", "fully"]);
    check(text, "They [really] trusted them", &["They trusted them"]);
    check(text, "[The customers] trusted them", &["trusted them"]);
    check(text, "They trusted them fully [laughs].", &["They trusted them fully"]);
    check(text, "They trust[ed them] fully", &["They trust", "fully"]);
    check(text, "They trusted [the firm], fully", &["They trusted", "fully"]);
    check("We met [laughs] and left", "We met [laughs] and", &["We met [laughs] and"]);
    let long = format!("They trusted {} fully", "word ".repeat(20));
    check_absent(&long, "They trusted [the provider] fully");
}

#[test]
fn short_pieces_are_whole_words() {
    check("that is another theory of it all", "is … it all", &["is", "it all"]);
    check("this island is it all", "is … it all", &["is it all"]);
}

#[test]
fn of_equal_places_the_nearest_or_none() {
    let text = "Yes. No. Yes. No. Yes.";
    let finder = Finder::new(text);
    check_ambiguous(text, "Yes", &["Yes", "Yes", "Yes"]);
    let near = |at| finder.place("Yes", Some(ByteOffset(at))).map(|placed| placed.spans()[0].start().0);
    assert_eq!((near(9), near(13), near(0), near(500)), (Ok(9), Ok(9), Ok(0), Ok(18)));
    assert!(near(22).is_ok());
    let between = Finder::new("ab ab").place("ab", Some(ByteOffset(1)));
    assert_eq!(between.map(|placed| placed.spans()[0].start().0), Ok(0));
    assert!(
        Finder::new("ab..ab").place("ab", Some(ByteOffset(2))).is_err(),
        "as near to one as to the other"
    );
    let overlapping = "no, no, no";
    check_ambiguous(overlapping, "no, no", &["no, no", "no, no"]);
    let spans = Finder::new(overlapping).occurrences("no, no");
    assert_eq!(spans.iter().map(|span| span.start().0).collect::<Vec<_>>(), [0, 4]);
    let parts = "we pay a lot for it. we pay a bit for it.";
    let placed = Finder::new(parts).place("we pay … for it", Some(ByteOffset(21))).unwrap();
    assert_eq!(placed.hull().unwrap().of(parts), "we pay a bit for it");
}

#[test]
fn graphemes_are_kept_whole() {
    check("cafe\u{301} cafe", "cafe", &["cafe"]);
    let text = "cafe\u{301} cafe";
    assert_eq!(Finder::new(text).occurrences("cafe").len(), 1);
    check("only cafe\u{301}", "cafe", &["cafe\u{301}"]);
    check("x 👩\u{200d}🚀 y", "👩", &["👩\u{200d}🚀"]);
}

#[test]
fn a_quotation_without_visible_characters_is_empty() {
    for quotation in ["", " \n\u{A0}", "\u{200B}"] {
        assert_eq!(Finder::new("a b").place(quotation, None), Err(Misplaced::Empty));
        assert_eq!(Finder::new("a b").occurrences(quotation), []);
    }
    check_absent("a b", "—");
    check_absent("a b", "[...]");
}

#[test]
fn an_absent_quotation_has_its_most_similar_places() {
    let text = "A: We pay the provider for outcomes.\nB: We paid the provider by the hour.\nA: Fine.";
    let Err(Misplaced::Absent { nearest }) =
        Finder::new(text).place("We pay the providers for outcome", None)
    else {
        panic!("placed")
    };
    let index = TextIndex::new(text);
    let shown: Vec<(usize, &str)> =
        nearest.iter().map(|c| (index.line_of(c.span.start()), c.span.of(text))).collect();
    assert_eq!(shown[0], (1, "We pay the provider for outcome"));
    assert!(nearest[0].score > 0.9 && nearest.len() <= 3);
    assert!(nearest.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn hostile_input_ends_soon() {
    let text = "word ".repeat(2_000) + "end";
    let finder = Finder::new(&text);
    let hostile = [
        "... ".repeat(10_000),
        "[".repeat(10_000),
        "[a] ".repeat(10_000),
        "word … ".repeat(63) + "end",
        "word … ".repeat(63) + "never",
        "word [x] ".repeat(63) + "end",
        "(".repeat(10_000),
        ". ".repeat(10_000),
        "word ".repeat(1_500) + "never",
        "\"'".repeat(10_000),
        "-".repeat(10_000),
        "o".repeat(30_000),
    ];
    for quotation in hostile {
        let start = std::time::Instant::now();
        let _ = finder.place(&quotation, None);
        // Generous: quadratic behaviour takes minutes here, and test machines are slow.
        let took = start.elapsed();
        assert!(took.as_secs() < 20, "{quotation:.40}: {took:?}");
    }
}
