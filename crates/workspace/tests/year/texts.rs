//! Texts edited under their codings, against an oracle that made the edits and so knows where every word
//! went.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use themata_model::{Coding, Study};
use themata_workspace::verbs::{ConfirmCodings, EditText, RemoveCodings};
use unicode_normalization::UnicodeNormalization;

use crate::desk::{CODERS, Desk, errors};
use crate::dice::Dice;
use crate::editing::{self, Edit, Went};
use crate::progress::Progress;
use crate::{seed, size};

/// How the codings came through all edits.
#[derive(Debug, Default)]
struct Tally {
    edits: usize,
    untouched: usize,
    touched: usize,
    approximate: usize,
    lost: usize,
    /// Untouched, and yet given to a person to look at.
    doubted: usize,
    found_again: usize,
}

fn of<'s>(s: &'s Study, source: &str) -> BTreeMap<String, &'s Coding> {
    let codings = s.codings.iter().filter(|coding| coding.source.as_str() == source);
    codings.map(|coding| (coding.id.to_string(), coding)).collect()
}

/// Where bytes went by several edits, one after the other.
fn followed(edits: &[Edit], bytes: Range<usize>) -> Went {
    let n = bytes.len();
    edits.iter().fold(Went::To(bytes.start), |went, edit| match went {
        Went::To(start) => edit.follow(start..start + n),
        Went::Touched => Went::Touched,
    })
}

/// Whether the same words stand again where their first, their middle or their last letter went: what stands about
/// it were the same words. Blanks at the ends are no words, and letters are the same whichever way their marks
/// are written.
fn stand_again(edits: &[Edit], before: &Coding, after: &Coding) -> bool {
    let bounds = |coding: &Coding| {
        let (start, words) = (coding.span?.start().0, coding.quotation.as_str());
        let start = start + words.len() - words.trim_start().len();
        Some(start..start + words.trim().len())
    };
    let (Some(was), Some(is)) = (bounds(before), bounds(after)) else {
        return false;
    };
    let words = before.quotation.trim();
    let first = words.chars().next().map_or(0, char::len_utf8);
    let last = words.chars().next_back().map_or(0, char::len_utf8);
    let begins = followed(edits, was.start..was.start + first) == Went::To(is.start);
    let ends = followed(edits, was.end - last..was.end) == Went::To(is.end - last);
    let half = (words.len() / 2..words.len()).find(|at| words.is_char_boundary(*at)).unwrap_or_default();
    let letter = words[half..].chars().next().map_or(0, char::len_utf8);
    let middle = after.quotation.trim() == words
        && followed(edits, was.start + half..was.start + half + letter) == Went::To(is.start + half);
    // The same words at the same place beside the same words: where paragraphs changed places, another
    // label than before.
    let beside = before.prefix == after.prefix || before.suffix == after.suffix;
    let stays = before.span == after.span && beside;
    folded(words) == folded(&after.quotation) && (begins || middle || ends || stays)
}

/// Words with one blank between them, and their marks written in one way.
fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// The letters and digits alone.
fn letters(words: &str) -> String {
    words.nfc().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a blank at an end was left behind that stands beside the same words in the new text.
fn forgets_blanks(before: &Coding, after: &Coding, text: &str) -> bool {
    let same = folded(&before.quotation) == folded(&after.quotation);
    let Some(span) = after.span.filter(|_| same) else { return false };
    let (was, is) = (before.quotation.as_str(), after.quotation.as_str());
    let opens = was.starts_with(' ') && !is.starts_with(' ') && text[..span.start().0].ends_with(' ');
    let closes = was.ends_with(' ') && !is.ends_with(' ') && text[span.end().0..].starts_with(' ');
    opens || closes
}

/// Compares what became of one coding with where its words went.
fn judge(
    tally: &mut Tally,
    told: &str,
    edits: &[Edit],
    [before, after]: [&Coding; 2],
    report: &BTreeSet<&str>,
) {
    let went = before.span.map(|span| followed(edits, span.start().0..span.end().0));
    let id = before.id.to_string();
    let short = &id[id.len() - 8..];
    let reported = report.contains(short);
    let words = format!("{short} “{}” at {:?}", before.quotation, before.span);
    match (went, after.span) {
        // It was lost before.
        (None, None) => assert_eq!(before, after, "{told}: {words} changed"),
        (None, Some(_)) => {
            assert!(reported, "{told}: {words} was found again and nobody was told");
            let (was, is) = (letters(&before.quotation), letters(&after.quotation));
            assert_eq!(was, is, "{told}: {words} was found again with other words");
            tally.found_again += 1;
        }
        (Some(Went::To(start)), Some(span)) if !reported => {
            assert_eq!(
                (span.start().0, &after.quotation),
                (start, &before.quotation),
                "{told}: {words} shifted"
            );
            tally.untouched += 1;
        }
        (Some(Went::To(_)), _) => {
            assert!(reported, "{told}: {words} is lost and nobody was told");
            tally.doubted += 1;
        }
        (Some(Went::Touched), Some(span)) => {
            tally.touched += 1;
            tally.approximate += 1;
            assert!(
                reported || stand_again(edits, before, after),
                "{told}: {words} was touched, is at {span:?} “{}”, and nobody was told",
                after.quotation
            );
        }
        (Some(Went::Touched), None) => {
            tally.touched += 1;
            tally.lost += 1;
            assert!(reported, "{told}: {words} is lost and nobody was told");
        }
    }
    let kept = [&before.typed, &before.quotation].contains(&&after.typed);
    assert!(kept, "{told}: {words} forgets what was first coded");
}

#[test]
fn no_text_is_edited_under_a_coding_without_a_word() {
    let mut dice = Dice::new(6 + seed());
    let mut desk = Desk::begun(size(200, 5_000));
    let first = desk.study();
    let mut now = first.clone();
    let mut tally = Tally::default();
    let mut entries = 0;
    let mut progress = Progress::of("texts: edits", size(40, 2_000));
    while tally.edits < size(40, 2_000) {
        progress.at(tally.edits);
        let source = dice.pick(&now.sources).unwrap();
        let (key, mut text) = (source.key.to_string(), source.text().content.clone());
        let edits: Vec<Edit> = (0..1 + dice.below(2))
            .filter_map(|_| {
                let edit = editing::edit(&mut dice, &text)?;
                text = edit.applied(&text);
                Some(edit)
            })
            .collect();
        let verb = EditText {
            source: key.clone(),
            of: None,
            file: "edited.txt".into(),
            bytes: text.clone().into_bytes(),
        };
        let coder = CODERS[dice.below(3)];
        let done = desk.apply(&verb.into(), coder).unwrap();
        tally.edits += usize::from(done.rows > 0);
        entries += usize::from(done.rows > 0);
        let told = format!("edit {} of {key}: {edits:?}", tally.edits);
        let after = desk.study();
        assert_eq!(after.source(&key.parse().unwrap()).unwrap().text().content, text, "{told}");
        let report: BTreeSet<&str> = done
            .details
            .iter()
            .flat_map(|line| line.split([' ', ':']))
            .filter(|word| word.len() == 8)
            .collect();
        let (was, is) = (of(&now, &key), of(&after, &key));
        assert!(was.keys().eq(is.keys()), "{told}: codings came or went");
        for (id, before) in &was {
            judge(&mut tally, &told, &edits, [before, is[id]], &report);
            assert!(!forgets_blanks(before, is[id], &text), "{told}: {before:?} became {:?}", is[id]);
        }
        let elsewhere = |c: &&Coding| c.source.as_str() != key;
        let same = now.codings.iter().filter(elsewhere).eq(after.codings.iter().filter(elsewhere));
        assert!(same, "{told}: codings elsewhere changed");
        now = after;
        // Now and then somebody looks at what is approximate, and gives up what is lost.
        if dice.once_in(5) {
            let changed = now.codings.iter().filter(|c| c.span.is_some() && c.typed != c.quotation);
            let codings: Vec<String> = changed.take(5).map(|c| c.id.to_string()).collect();
            if !codings.is_empty() {
                entries +=
                    usize::from(desk.apply(&ConfirmCodings { codings }.into(), coder).unwrap().rows > 0);
            }
            if let Some(lost) = now.codings.iter().find(|c| c.span.is_none()) {
                let codings = vec![lost.id.to_string()];
                let remove = RemoveCodings { codings, force: true, ..RemoveCodings::default() };
                entries += usize::from(desk.apply(&remove.into(), coder).unwrap().rows > 0);
            }
            now = desk.study();
        }
        assert_eq!(errors(&now), Vec::<String>::new(), "{told}");
    }
    desk.holds_together();
    assert!(tally.doubted * 200 < tally.untouched, "{tally:?}");
    let mut newest = desk.workspace.history(&Default::default()).unwrap();
    for entry in newest.split_off(newest.len() - entries).into_iter().rev() {
        let by = themata_workspace::verbs::By::coder(entry.coder.clone().unwrap());
        desk.workspace.undo(None, &by).unwrap_or_else(|error| panic!("{}: {error}", entry.said));
    }
    assert!(desk.study() == first, "undoing all edits brings another study back");
}
