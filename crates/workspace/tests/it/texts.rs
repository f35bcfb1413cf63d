//! Taking documents in, telling whose they are, and editing their texts.

use std::path::{Path, PathBuf};

use themata_model::{Coding, SpeakerRole, Study};
use themata_workspace::verbs::*;
use themata_workspace::{ImportWish, WorkspaceError};

use crate::working::Desk;

const TALK: &str = "Interviewer: How did it begin?\n\nAnna: With a call, I think.\n\n\
                    Interviewer: And then?\n\nAnna: Then we met each week.\n\nBo: Each week, yes.\n";

fn written(folder: &Path, files: &[(&str, &str)]) -> Vec<PathBuf> {
    let write = |(name, text): &(&str, &str)| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    };
    files.iter().map(write).collect()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

/// Imports, looks that the study holds together and that undo gives back what was before.
fn imports(desk: &mut Desk, wish: &ImportWish) -> Done {
    let before = desk.study();
    let done = desk.workspace.import(wish, &By::coder("anna"), &|_| ()).unwrap();
    let after = desk.study();
    desk.holds_together();
    desk.undoes();
    assert_eq!(desk.study(), before);
    desk.workspace.redo(&By::coder("anna")).unwrap();
    assert_eq!(desk.study(), after);
    done
}

fn refused(desk: &mut Desk, wish: &ImportWish, folder: &Path) -> String {
    let before = desk.study();
    let error = desk.workspace.import(wish, &By::coder("anna"), &|_| ()).unwrap_err();
    assert_eq!(desk.study(), before, "nothing is half imported");
    let told = match error {
        WorkspaceError::Refused { message, hints } => [vec![message], hints].concat().join("\nhint: "),
        other => other.to_string(),
    };
    told.replace(&folder.display().to_string(), "[DIR]")
}

#[test]
fn documents_become_sources_with_speakers_and_one_entry() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::small();
    let paths = written(folder.path(), &[("talk.txt", TALK), ("notes.md", "# Visit\n\nA quiet place.\n")]);
    let wish = ImportWish {
        paths,
        facts: SourceFacts {
            cases: words(&["R1"]),
            informants: words(&["I2"]),
            date: Some("2026-02-03".into()),
            wave: Some("1".into()),
            set: words(&["place=Malmö"]),
            ..SourceFacts::default()
        },
        speakers: words(&["anna=I2"]),
        ..ImportWish::default()
    };
    let done = imports(&mut desk, &wish);
    insta::assert_snapshot!(format!("{}\n{}", done.said, done.details.join("\n")));
    let s = desk.study();
    let talk = s.source(&"talk".parse().unwrap()).unwrap();
    assert_eq!((talk.kind.as_str(), talk.file.as_str()), ("transcript", "sources/talk.txt"));
    assert_eq!(talk.text().speakers[1].informant.as_ref().unwrap().as_str(), "I2");
    assert_eq!(s.source(&"notes".parse().unwrap()).unwrap().kind.as_str(), "document");
}

#[test]
fn a_pattern_and_create_fill_the_roster_from_file_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::small();
    written(
        folder.path(),
        &[
            ("in/R1_customer_Beta_I2+I9_20260203.txt", TALK),
            ("in/R7_provider_Delta_I8_2026-02-04.txt", "Q: Well?\nA: Well.\nQ: Good?\nA: Good.\n"),
        ],
    );
    let mut wish = ImportWish {
        paths: vec![folder.path().join("in")],
        pattern: Some("{case}_{side}_{party}_{informant}_{date}.txt".into()),
        ..ImportWish::default()
    };
    let table = desk.workspace.import_guesses(&wish).unwrap().unwrap();
    let cells = |row: &themata_workspace::Row| match row {
        themata_workspace::Row::Body(cells) => {
            cells.iter().map(|cell| cell.plain()).collect::<Vec<_>>().join(" | ")
        }
        _ => String::new(),
    };
    let guesses: Vec<String> = table.rows.iter().map(cells).collect();
    insta::assert_snapshot!(guesses.join("\n"));
    insta::assert_snapshot!(refused(&mut desk, &wish, folder.path()));
    wish.create = true;
    imports(&mut desk, &wish);
    let s = desk.study();
    let case = s.case(&"R7".parse().unwrap()).unwrap();
    assert!(case.has_party(&"Delta".parse().unwrap()));
    assert_eq!(s.informant(&"I9".parse().unwrap()).unwrap().party.as_ref().unwrap().as_str(), "Beta");
    let source = s.sources.iter().find(|source| source.cases.contains(&case.key)).unwrap();
    assert_eq!(source.date.as_deref(), Some("2026-02-04"));
}

#[test]
fn what_cannot_be_taken_in_stops_everything() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::small();
    let paths = written(
        folder.path(),
        &[("a.txt", TALK), ("b.txt", TALK), ("c.txt", "x\0y"), ("d.txt", " \n"), ("other/S1.txt", "Words.")],
    );
    let wish = |paths: &[PathBuf]| ImportWish { paths: paths.to_vec(), ..ImportWish::default() };
    let absent = folder.path().join("absent.txt");
    let told = [
        refused(&mut desk, &ImportWish { strict: true, ..wish(&paths[..2]) }, folder.path()),
        refused(&mut desk, &wish(&paths[2..4]), folder.path()),
        refused(&mut desk, &wish(&paths[4..]), folder.path()),
        refused(&mut desk, &wish(&[absent]), folder.path()),
        refused(&mut desk, &ImportWish { speakers: words(&["Ana=I1"]), ..wish(&paths[..1]) }, folder.path()),
        refused(
            &mut desk,
            &ImportWish {
                facts: SourceFacts { cases: words(&["R11"]), ..SourceFacts::default() },
                ..wish(&paths[..1])
            },
            folder.path(),
        ),
        refused(
            &mut desk,
            &ImportWish { pattern: Some("{case}_{key}".into()), ..wish(&paths[..1]) },
            folder.path(),
        ),
    ];
    insta::assert_snapshot!(told.join("\n---\n"));
    let strict = ImportWish { strict: true, ..wish(&paths[1..4]) };
    assert!(refused(&mut desk, &strict, folder.path()).contains("leave out `--strict`"));
    let done = imports(&mut desk, &wish(&paths[1..4]));
    assert!(done.incomplete);
    assert_eq!(done.details.iter().filter(|line| line.starts_with("left out")).count(), 2);
    let again = ImportWish { key: Some("b again".into()), ..wish(&paths[..1]) };
    assert!(refused(&mut desk, &again, folder.path()).contains("same words as the source `b`"));
    imports(&mut desk, &ImportWish { again: true, ..again });
}

#[test]
fn a_document_that_repeats_another_is_left_out_and_the_others_are_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::small();
    let files = [
        ("a.txt", TALK),
        ("b.txt", TALK),
        ("c.txt", "Other words."),
        ("other/c.txt", "A third."),
        ("S1.txt", "Words."),
    ];
    let paths = written(folder.path(), &files);
    let done = imports(&mut desk, &ImportWish { paths, ..ImportWish::default() });
    assert!(done.incomplete);
    let left_out: Vec<&String> = done.details.iter().filter(|line| line.starts_with("left out")).collect();
    let begins = [
        "left out: `b.txt` has the same words as `a.txt`; add `--again`",
        "left out: `S1.txt` has changed since it was taken in as the source `S1`; `--update`",
        "left out: `c.txt` and `c.txt` would both be the source `c`; `--update`",
    ];
    assert_eq!(left_out.len(), begins.len(), "{left_out:?}");
    for (line, begins) in left_out.iter().zip(begins) {
        assert!(line.starts_with(begins), "{line}");
    }
    let keys: Vec<String> = desk.study().sources.iter().map(|source| source.key.to_string()).collect();
    assert!(
        keys.contains(&"a".to_string())
            && keys.contains(&"c".to_string())
            && !keys.contains(&"b".to_string())
    );
}

#[test]
fn what_is_told_of_a_source_changes() {
    let mut desk = Desk::small();
    let facts = SourceFacts {
        cases: words(&["R2"]),
        sides: words(&["customer"]),
        informants: words(&["-"]),
        kind: Some("notes".into()),
        recorded: Some("no".into()),
        language: Some("sv".into()),
        set: words(&["place=Malmö"]),
        ..SourceFacts::default()
    };
    let change = |speakers: &[&str], roles: &[&str]| ChangeSource {
        source: "S3".into(),
        facts: SourceFacts::default(),
        speakers: words(speakers),
        roles: words(roles),
    };
    desk.does_soundly(ChangeSource { facts, ..change(&[], &[]) });
    desk.does_soundly(change(&["a=I1"], &["Q=unknown"]));
    let s = desk.study();
    let source = s.source(&"S3".parse().unwrap()).unwrap();
    let speakers = &source.text().speakers;
    assert_eq!((speakers[0].role, speakers[1].role), (SpeakerRole::Unknown, SpeakerRole::Informant));
    assert_eq!(source.informants.len(), 1);
    assert_eq!(desk.does(change(&["A=I1"], &[])).rows, 0);
    insta::assert_snapshot!(desk.refuses(change(&["B=I1"], &[])));
    insta::assert_snapshot!(desk.refuses(change(&[], &["A=boss"])));
}

#[test]
fn a_source_goes_with_its_codings_only_when_told() {
    let mut desk = Desk::small();
    let delete = |force| DeleteSource { source: "S1".into(), force };
    insta::assert_snapshot!(desk.refuses(delete(false)));
    let done = desk.does_soundly(delete(true));
    insta::assert_snapshot!(format!("{}\n{}", done.said, done.details.join("\n")));
    assert!(desk.study().codings.iter().all(|coding| coding.source.as_str() != "S1"));
}

fn edit(source: &str, text: &str) -> EditText {
    EditText { source: source.into(), of: None, file: "edited.txt".into(), bytes: text.as_bytes().to_vec() }
}

fn of<'s>(s: &'s Study, source: &str) -> Vec<&'s Coding> {
    s.codings.iter().filter(|coding| coding.source.as_str() == source).collect()
}

#[test]
fn codings_follow_their_words_when_a_text_is_edited() {
    let mut desk = Desk::small();
    let text = desk.workspace.text("S1").unwrap().text;
    let speakers = desk.study().source(&"S1".parse().unwrap()).unwrap().text().speakers.clone();
    let moved = text.replace("How do you", "So, how do you");
    let done = desk.does_soundly(edit("S1", &moved));
    assert_eq!(done.said, "edited the text of *S1*: 0 codings exact, 3 moved, 0 approximate, 0 lost");
    let s = desk.study();
    let source = s.source(&"S1".parse().unwrap()).unwrap();
    assert_eq!(source.texts.len(), 2);
    assert_eq!(source.text().speakers, speakers, "who speaks stays known");
    assert!(of(&s, "S1").iter().all(|coding| coding.quotation == coding.typed));

    let text = desk.workspace.text("S1").unwrap().text;
    let cut = text.replace("We call them every week.", "");
    let done = desk.does_soundly(edit("S1", &cut));
    assert!(done.details.iter().any(|line| line.starts_with("lost:")), "{done:?}");
    let lost = |s: &Study| of(s, "S1").iter().filter(|coding| coding.span.is_none()).count();
    assert_eq!(lost(&desk.study()), 2);
    let done = desk.does_soundly(edit("S1", &text));
    assert!(done.details.iter().any(|line| line.starts_with("found again:")), "{done:?}");
    assert_eq!(lost(&desk.study()), 0);
    assert_eq!(desk.does(edit("S1", &text)).rows, 0);
    assert_eq!(desk.workspace.text_versions("S1").unwrap().rows.len(), 4);
}

#[test]
fn words_that_changed_are_told_and_kept_as_first_coded() {
    let mut desk = Desk::small();
    let text = desk.workspace.text("S1").unwrap().text;
    let done =
        desk.does_soundly(edit("S1", &text.replace("We call them every week.", "We call them every weak.")));
    assert!(done.said.contains("approximate"), "{done:?}");
    let s = desk.study();
    let changed: Vec<&Coding> = of(&s, "S1").into_iter().filter(|c| c.quotation != c.typed).collect();
    assert!(changed.iter().any(|coding| coding.quotation == "We call them every weak."), "{changed:?}");
    let late = EditText { of: Some("0".repeat(64)), ..edit("S1", "Other.") };
    insta::assert_snapshot!(desk.refuses(late));
    insta::assert_snapshot!(desk.refuses(edit("S1", " \n")));
}

/// The ids of the codings that the report calls approximate, those listed as unconfirmed, and those that
/// `check` asks about.
fn in_doubt(desk: &Desk, details: &[String]) -> [Vec<String>; 3] {
    let short = |word: &str| word.to_string();
    let reported = details.iter().filter_map(|line| line.strip_prefix("approximate (")?.split(' ').nth(1));
    let query = themata_workspace::CodingQuery { unconfirmed: true, ..Default::default() };
    let listed = desk.workspace.codings(&query).unwrap().into_iter().map(|coding| coding.short);
    let study = desk.study();
    let remarks = themata_analysis::check(&study, &themata_model::mark::Marks::of(&study));
    let asked = remarks.iter().filter_map(|remark| remark.key.strip_prefix("other-words:"));
    let mut all = [
        reported.map(short).collect::<Vec<_>>(),
        listed.collect(),
        asked.map(|id| id[id.len() - 8..].to_string()).collect(),
    ];
    all.iter_mut().for_each(|ids| ids.sort());
    all
}

#[test]
fn report_list_and_check_agree_on_what_is_to_be_confirmed() {
    for (was, now, codings) in [
        ("We call them every week.", "We call them every weak.", 2),
        ("builds trust", "builds tryst", 1),
        ("call them every week", "call all of them, and every week", 2),
        ("That builds", "This builds", 0),
    ] {
        let mut desk = Desk::small();
        let text = desk.workspace.text("S1").unwrap().text;
        let done = desk.does_soundly(edit("S1", &text.replace(was, now)));
        let [reported, listed, asked] = in_doubt(&desk, &done.details);
        assert_eq!(reported.len(), codings, "{was}: {done:?}");
        assert_eq!((&reported, &reported), (&listed, &asked), "{was}: {done:?}");
    }
}

#[test]
fn words_changed_between_the_pieces_of_a_quotation_are_to_be_confirmed() {
    let mut study = themata_testkit::small_study();
    study.codings[0].typed = "We call … every week.".into();
    let mut desk = Desk::of(study);
    assert_eq!(in_doubt(&desk, &[]), [const { Vec::<String>::new() }; 3]);
    let text = desk.workspace.text("S1").unwrap().text;
    let done = desk.does_soundly(edit("S1", &text.replace("call them every", "call him every")));
    let [reported, listed, asked] = in_doubt(&desk, &done.details);
    assert_eq!(reported.len(), 2, "{done:?}");
    assert_eq!((&reported, &reported), (&listed, &asked), "{done:?}");
    let ids = themata_workspace::verbs::ConfirmCodings { codings: reported };
    desk.does_soundly(ids);
    assert_eq!(in_doubt(&desk, &[]), [const { Vec::<String>::new() }; 3]);
}

/// The place and the words of each placed coding, by its id.
fn places(s: &Study) -> std::collections::BTreeMap<String, (usize, usize, String)> {
    let placed = s.codings.iter().filter_map(|coding| Some((coding, coding.span?)));
    let place = |(coding, span): (&Coding, themata_model::Span)| {
        (coding.id.to_string(), (span.start().0, span.end().0, coding.quotation.clone()))
    };
    placed.map(place).collect()
}

#[test]
fn no_edit_of_a_text_shifts_a_coding_silently() {
    let mut desk = Desk::of(themata_testkit::big_study(200, 7));
    let source = desk.study().sources[0].key.to_string();
    let first = desk.study();
    let mut dice = 7usize;
    let mut random = |below: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % below.max(1)
    };
    let mut entries = 0;
    for n in 0..15 {
        let text = desk.workspace.text(&source).unwrap().text;
        let before = places(&desk.study());
        let boundary = |at: usize| (at..).find(|&at| text.is_char_boundary(at)).unwrap();
        let from = boundary(random(text.len() - 200));
        let to = if n % 3 == 0 { from } else { boundary(from + random(60)) };
        let put = ["", " well, I mean", " something else entirely, as they said,"][random(3)];
        let new = format!("{}{put}{}", &text[..from], &text[to..]);
        let done = desk.does(edit(&source, &new));
        entries += usize::from(done.rows > 0);
        let report = done.details.join("\n");
        let after = places(&desk.study());
        for (id, (start, end, words)) in &before {
            let short = &id[id.len() - 8..];
            let Some((now, _, said)) = after.get(id) else {
                assert!(report.contains(&format!("lost: {short}")), "{short} is lost and not told\n{report}");
                continue;
            };
            if *end <= from || *start >= to {
                let expected = if *end <= from { *start } else { *start + put.len() - (to - from) };
                assert_eq!((now, said), (&expected, words), "edit {n} at {from} shifted {short}");
            } else if words.split_whitespace().ne(said.split_whitespace()) {
                assert!(report.contains(short), "{short} was “{words}”, is “{said}”, and nobody was told");
            }
        }
    }
    desk.holds_together();
    for _ in 0..entries {
        desk.undoes();
    }
    assert_eq!(desk.study(), first);
}
