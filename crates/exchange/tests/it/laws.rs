//! The two laws: reading what was rendered gives the same study; rendering what was read is
//! idempotent.

use std::collections::BTreeMap;

use proptest::prelude::*;
use themata_exchange::{Files, Folder, canonical_files, read_files, render_folder};
use themata_model::{Change, Op, Study, TextHash};
use themata_testkit::{arbitrary_original, arbitrary_study};

fn op(study: &Study, seq: i64, changes: Vec<Change>) -> Op {
    Op {
        seq,
        id: study.id.row("op", &seq.to_string()),
        verb: "code".into(),
        coder: Some("anna".into()),
        at: Some("2026-01-02T03:04:05Z".into()),
        args: "{\"n\":1}".into(),
        undoes: None,
        changes,
    }
}

fn folders() -> impl Strategy<Value = Folder> {
    let originals = prop::collection::vec(prop::option::of(arbitrary_original()), 6);
    (arbitrary_study(), originals, 0usize..3).prop_map(|(study, originals, ops)| {
        let originals: BTreeMap<_, _> = study
            .sources
            .iter()
            .zip(originals)
            .filter_map(|(source, bytes)| Some((source.key.clone(), bytes?)))
            .collect();
        let change = Change {
            table: "codings".into(),
            row: "x".into(),
            before: None,
            after: Some("{\"a\":\"ä\u{1f680}\"}".into()),
        };
        let history = (1..=ops).map(|n| op(&study, n as i64, vec![change.clone(); n])).collect();
        let contents =
            (1..=ops).map(|n| vec![n as u8; n]).map(|bytes| (TextHash::of_bytes(&bytes), bytes)).collect();
        Folder { study, documents: BTreeMap::new(), originals, contents, history }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn reading_what_was_rendered_gives_the_same_study(folder in folders()) {
        let files = render_folder(&folder);
        let reading = read_files(&files, false);
        let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
        prop_assert!(reading.folder.is_some(), "{:#?}", problems);
        let again = reading.folder.unwrap();
        prop_assert_eq!(first_difference(&folder.study, &again.study), None);
        prop_assert_eq!(again.originals, folder.originals);
        prop_assert_eq!(again.contents, folder.contents);
        if !folder.history.is_empty() {
            prop_assert_eq!(again.history, folder.history);
        }
    }

    #[test]
    fn the_canonical_form_is_its_own_canonical_form(folder in folders()) {
        let files = render_folder(&folder);
        let problems: Vec<String> = read_files(&files, false).problems.iter().map(ToString::to_string).collect();
        let canonical = canonical_files(&files);
        prop_assert!(canonical.is_some(), "{:#?}", problems);
        let canonical = canonical.unwrap();
        let again = canonical_files(&canonical).expect("canonical files have no errors");
        prop_assert_eq!(shown(&canonical), shown(&again));
    }
}

/// Where two studies differ, told by the lines of their debug form: short enough to read.
fn first_difference(a: &Study, b: &Study) -> Option<String> {
    if a == b {
        return None;
    }
    let (a, b) = (format!("{a:#?}"), format!("{b:#?}"));
    let (a, b): (Vec<&str>, Vec<&str>) = (a.lines().collect(), b.lines().collect());
    let at = a.iter().zip(&b).position(|(a, b)| a != b).unwrap_or_else(|| a.len().min(b.len()));
    let around = |lines: &[&str]| lines[at.saturating_sub(12)..(at + 6).min(lines.len())].join("\n");
    Some(format!("was:\n{}\nis:\n{}", around(&a), around(&b)))
}

fn shown(files: &Files) -> BTreeMap<&str, String> {
    files.iter().map(|(name, bytes)| (name.as_str(), String::from_utf8_lossy(bytes).into_owned())).collect()
}

#[test]
fn comments_in_toml_survive_a_change_of_the_codebook() {
    let mut files = crate::support::folder(&[]);
    let book = "# about the book\nlevels = [\"Category\"]\n\n# the first code\n[[codes]]\nkey = \"A\" # a remark\nlevel = \"category\"\nname = \"Old\"\n";
    files.insert("codebook.toml".into(), book.into());
    let mut folder = read_files(&files, false).folder.unwrap();
    let mut codes = folder.study.codebook.codes().to_vec();
    codes[0].name = "New".into();
    let levels = folder.study.codebook.levels().to_vec();
    folder.study.codebook = themata_model::Codebook::new(levels, codes).unwrap();
    let text = String::from_utf8(render_folder(&folder)["codebook.toml"].clone()).unwrap();
    for kept in ["# about the book", "# the first code", "# a remark", "name = \"New\""] {
        assert!(text.contains(kept), "{kept} is missing in:\n{text}");
    }
}

#[test]
fn a_folder_edited_after_unpacking_gets_one_more_entry_in_its_history() {
    let folder = read_files(&crate::support::folder(&[]), false).folder.unwrap();
    let mut with_history = folder.clone();
    with_history.history = vec![op(&folder.study, 1, vec![])];
    let mut files = render_folder(&with_history);
    assert_eq!(read_files(&files, false).folder.unwrap().history.len(), 1);
    let memos = b"key,about,text\nm,study,A thought\n".to_vec();
    files.insert("memos.csv".into(), memos);
    let history = read_files(&files, false).folder.unwrap().history;
    assert_eq!(history.iter().map(|op| op.verb.as_str()).collect::<Vec<_>>(), ["code", "edit-folder"]);
}

#[test]
fn levels_that_stand_in_the_study_file_change_where_they_stand() {
    let mut files = crate::support::folder(&[]);
    let head = String::from_utf8(files["study.toml"].clone()).unwrap();
    files.insert(
        "study.toml".into(),
        format!("# the levels\nlevels = [\"Category\", \"Theme\"]\n{head}").into(),
    );
    let mut folder = read_files(&files, false).folder.unwrap();
    let mut levels = folder.study.codebook.levels().to_vec();
    levels[1].name = "Another name".into();
    let codes = folder.study.codebook.codes().to_vec();
    folder.study.codebook = themata_model::Codebook::new(levels, codes).unwrap();
    let again = read_files(&render_folder(&folder), false).folder.unwrap();
    assert_eq!(first_difference(&folder.study, &again.study), None);
}
