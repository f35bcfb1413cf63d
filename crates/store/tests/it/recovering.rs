//! Damaged files: what is read out of them is right, and what is gone is named.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use themata_model::{Op, RowId, Study, validate};
use themata_store::{Existing, Headway, OpenError, Recovery, Snapshot, Store, WriteError};
use themata_testkit::{big_study, small_study};

use crate::study_file::{op, place, under_op, written};

const PAGE: usize = 4096;

fn recover(path: &Path, to: &Path) -> Result<Recovery, WriteError> {
    let op = Op { verb: "recover".into(), ..op(0, "recover") };
    Store::recover(path, to, &op, |_| "{\"said\":\"recovered\"}".into(), Headway::unheard())
}

/// A study of 400 codings in a file, and its bytes.
fn large() -> (tempfile::TempDir, std::path::PathBuf, Study, Vec<u8>) {
    let study = big_study(400, 5);
    let (folder, path) = written(&study);
    let study = Store::open(&path).unwrap().read_all().unwrap().study;
    let bytes = fs::read(&path).unwrap();
    (folder, path, study, bytes)
}

/// Recovers, and looks that the new file holds together and says nothing that the study did not say.
/// Returns how many codings have come over, and how many of them have kept their place.
fn compared(path: &Path, study: &Study, when: &str) -> Option<(Recovery, usize, usize)> {
    let to = path.with_file_name("new.themata");
    let _ = fs::remove_file(&to);
    let recovery = match recover(path, &to) {
        Ok(recovery) => recovery,
        Err(WriteError::Value { message }) => {
            assert!(message.starts_with("nothing of a study"), "{when}: {message}");
            assert!(!to.exists());
            return None;
        }
        Err(error) => panic!("{when}: {error:?}"),
    };
    if recovery.is_intact() {
        return Some((recovery, study.codings.len(), study.codings.len()));
    }
    let store = Store::open(&to).unwrap();
    assert_eq!(store.check_integrity().unwrap(), Vec::<String>::new(), "{when}");
    let found = store.read_all().unwrap().study;
    assert_eq!(validate(&found), vec![], "{when}");
    let codings: HashMap<RowId, _> = study.codings.iter().map(|coding| (coding.id, coding)).collect();
    let mut placed = 0;
    for coding in &found.codings {
        let before = codings[&coding.id];
        assert_eq!(coding.quotation, before.quotation, "{when}");
        assert_eq!(coding.source, before.source, "{when}");
        // A code of which nothing is left has a stand-in.
        let is_stand_in = coding.target.code().is_some_and(|code| code.as_str().starts_with("lost-code-"));
        assert!(is_stand_in || coding.target.code() == before.target.code(), "{when}");
        if let Some(span) = coding.span {
            assert_eq!(Some(span), before.span, "{when}");
            placed += 1;
        }
    }
    for source in &found.sources {
        let before = study.sources.iter().find(|before| before.key == source.key);
        let Some(before) = before else { continue };
        let text = &source.texts.last().unwrap().content;
        let same = *text == before.text().content;
        assert!(same || recovery.tables.iter().any(|t| t.table == "text" && !t.gone.is_empty()), "{when}");
    }
    Some((recovery, found.codings.len(), placed))
}

#[test]
fn an_intact_file_is_called_intact_and_nothing_is_written() {
    for study in [small_study(), big_study(100, 1)] {
        let (folder, path) = written(&study);
        let to = folder.path().join("new.themata");
        let recovery = recover(&path, &to).unwrap();
        assert!(recovery.is_intact(), "{recovery:#?}");
        assert!(!to.exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn what_stands_in_the_log_alone_is_read_too() {
    let (folder, path) = written(&small_study());
    let db = crate::study_file::raw(&path);
    under_op(&db, 1, "UPDATE side SET name = 'sellers' WHERE key = 'provider'");
    let copy = folder.path().join("copy.themata");
    fs::copy(&path, &copy).unwrap();
    fs::copy(folder.path().join("a study.themata-wal"), folder.path().join("copy.themata-wal")).unwrap();
    let to = folder.path().join("new.themata");
    assert!(recover(&copy, &to).unwrap().is_intact());
    let mut bytes = fs::read(&copy).unwrap();
    bytes[20 * PAGE..21 * PAGE].fill(0);
    fs::write(&copy, bytes).unwrap();
    let _ = recover(&copy, &to).unwrap();
    let names: Vec<String> = Store::open(&to)
        .unwrap()
        .read_outline()
        .unwrap()
        .sides
        .iter()
        .map(|side| side.name.clone())
        .collect();
    assert!(names.contains(&"sellers".to_string()), "{names:?}");
}

#[test]
fn no_page_takes_more_with_it_than_stood_on_it() {
    let (_folder, path, study, bytes) = large();
    let pages = bytes.len() / PAGE;
    for n in (0..pages).step_by(19) {
        let mut damaged = bytes.clone();
        damaged[n * PAGE..(n + 1) * PAGE].fill(if n % 2 == 0 { 0 } else { 0xA5 });
        fs::write(&path, damaged).unwrap();
        let when = format!("page {}", n + 1);
        let (recovery, codings, _) = compared(&path, &study, &when).unwrap();
        // A page holds two dozen of codings and two hundred of other rows.
        assert!(codings + 40 > study.codings.len(), "{when}: {codings} codings, {:?}", recovery.damage);
        assert!(codings == study.codings.len() || !recovery.is_intact(), "{when}");
    }
}

#[test]
fn a_file_without_its_head_is_read_by_what_is_known_of_its_tables() {
    let (_folder, path, study, mut bytes) = large();
    bytes[..PAGE].fill(0);
    fs::write(&path, bytes).unwrap();
    let (recovery, codings, placed) = compared(&path, &study, "without page 1").unwrap();
    assert_eq!((codings, placed), (study.codings.len(), study.codings.len()), "{recovery:#?}");
    assert!(
        recovery.damage.iter().any(|line| line.starts_with("the head of the file is gone")),
        "{recovery:#?}"
    );
}

#[test]
fn a_file_without_its_head_is_read_wherever_its_tables_begin() {
    let (_folder, path, study, _) = large();
    let db = rusqlite::Connection::open(&path).unwrap();
    // Tables that are written anew lie in another order.
    db.execute_batch("PRAGMA journal_mode = DELETE; VACUUM").unwrap();
    drop(db);
    let mut bytes = fs::read(&path).unwrap();
    bytes[..PAGE].fill(0);
    fs::write(&path, bytes).unwrap();
    let (recovery, codings, placed) = compared(&path, &study, "without page 1").unwrap();
    assert_eq!((codings, placed), (study.codings.len(), study.codings.len()), "{recovery:#?}");
}

#[test]
fn a_turned_letter_in_the_history_brings_back_no_row_that_never_was() {
    let (_folder, path) = written(&small_study());
    let study = Store::open(&path).unwrap().read_outline().unwrap();
    let side = study.sides.iter().find(|side| side.key.as_str() == "provider").unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    under_op(&db, 1, "UPDATE side SET name = 'sellers' WHERE key = 'provider'");
    db.execute_batch("PRAGMA journal_mode = DELETE").unwrap();
    drop(db);
    let id = side.id.to_string();
    let bytes = fs::read(&path).unwrap();
    let image = format!("{{\"uuid\":\"{id}\"");
    let places = bytes.windows(image.len()).enumerate().filter(|(_, w)| *w == image.as_bytes());
    let places: Vec<usize> = places.map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        let mut damaged = bytes.clone();
        damaged[at + image.len() - 3] = b'R';
        fs::write(&path, damaged).unwrap();
        let to = path.with_file_name("new.themata");
        let _ = fs::remove_file(&to);
        let recovery = recover(&path, &to).unwrap();
        if recovery.is_intact() {
            continue;
        }
        let found = Store::open(&to).unwrap().read_outline().unwrap();
        assert_eq!(found.sides.len(), study.sides.len());
        assert!(found.sides.iter().any(|side| side.name == "sellers"), "{:?}", found.sides);
        let told =
            recovery.tables.iter().flat_map(|table| &table.gone).any(|gone| gone.contains("it is damaged"));
        assert!(told, "{recovery:#?}");
    }
}

#[test]
fn a_file_that_is_cut_off_gives_what_is_left() {
    let (_folder, path, study, bytes) = large();
    for tenths in [9, 7, 5, 2] {
        fs::write(&path, &bytes[..bytes.len() * tenths / 10]).unwrap();
        if let Some((recovery, ..)) = compared(&path, &study, &format!("{tenths} tenths")) {
            assert!(
                recovery.damage.iter().any(|line| line.starts_with("the file is cut off")),
                "{recovery:#?}"
            );
        }
    }
    fs::write(&path, &bytes[..20]).unwrap();
    assert_eq!(compared(&path, &study, "20 bytes"), None);
}

#[test]
fn garbage_on_many_pages_never_stops_the_reading() {
    let (_folder, path, study, bytes) = large();
    let pages = bytes.len() / PAGE;
    let mut state = 0x1234_5678_9ABC_DEF0_u64;
    let mut random = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % end as u64).unwrap()
    };
    for round in 0..12 {
        let mut damaged = bytes.clone();
        for _ in 0..=random(8) {
            let page = random(pages);
            for byte in &mut damaged[page * PAGE..(page + 1) * PAGE] {
                *byte = u8::try_from(random(256)).unwrap();
            }
        }
        fs::write(&path, damaged).unwrap();
        compared(&path, &study, &format!("round {round}")).unwrap();
    }
}

#[test]
fn single_bytes_that_turned_leave_a_file_that_opens_or_a_sentence() {
    let (_folder, path, _, bytes) = large();
    let to = path.with_file_name("new.themata");
    let mut at = 7;
    for round in 0..15 {
        let mut damaged = bytes.clone();
        for _ in 0..60 {
            at = (at * 48_271 + 11) % 2_147_483_647;
            let place = at % damaged.len();
            damaged[place] ^= 1 << (at % 8);
        }
        fs::write(&path, damaged).unwrap();
        let _ = fs::remove_file(&to);
        match recover(&path, &to) {
            Ok(_) => assert_eq!(
                Store::open(&to).unwrap().check_integrity().unwrap(),
                Vec::<String>::new(),
                "{round}"
            ),
            Err(error) => panic!("round {round}: {error:?}"),
        }
    }
}

#[test]
fn rows_come_back_from_the_trail_with_their_ids() {
    let (folder, path) = written(&small_study());
    let db = crate::study_file::raw(&path);
    under_op(
        &db,
        1,
        "INSERT INTO memo (uuid, position, key, kind, text, attributes)
         VALUES ('0190a7c4-0000-7000-8000-000000000001', 90, 'kept', 'note', 'In the trail.', '{}')",
    );
    let root: u32 =
        db.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'memo'", [], |row| row.get(0)).unwrap();
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(db);
    let mut bytes = fs::read(&path).unwrap();
    let root = usize::try_from(root).unwrap();
    bytes[(root - 1) * PAGE..root * PAGE].fill(0);
    fs::write(&path, bytes).unwrap();
    let to = folder.path().join("new.themata");
    let recovery = recover(&path, &to).unwrap();
    let memos = recovery.tables.iter().find(|table| table.table == "memo").unwrap();
    assert_eq!((memos.saved, memos.from_trail), (0, 1));
    let store = Store::open(&to).unwrap();
    let study = store.read_all().unwrap().study;
    assert_eq!(study.memos.iter().map(|memo| memo.text.as_str()).collect::<Vec<_>>(), ["In the trail."]);
    // The others are named by their keys, which an index still holds.
    let lost: Vec<String> = small_study().memos.iter().map(|memo| format!("`{}`", memo.key)).collect();
    assert_eq!(memos.gone, lost);
    assert_eq!(store.ops().unwrap().last().unwrap().0.verb, "recover");
}

#[test]
fn a_damaged_text_is_kept_as_far_as_it_can_be_read_and_its_codings_with_it() {
    let (folder, path) = written(&small_study());
    let study = small_study();
    let source = study.sources.iter().find(|s| study.codings.iter().any(|c| c.source == s.key)).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let words = source.text().content.as_bytes();
    let at = bytes.windows(words.len()).position(|window| window == words).unwrap();
    bytes[at..at + 4].fill(b'#');
    fs::write(&path, bytes).unwrap();
    let to = folder.path().join("new.themata");
    let recovery = recover(&path, &to).unwrap();
    let texts = recovery.tables.iter().find(|table| table.table == "text").unwrap();
    assert_eq!(texts.gone, [format!("parts of the text of `{}`; compare it with the document", source.key)]);
    let found = Store::open(&to).unwrap().read_all().unwrap().study;
    assert_eq!(found.codings.len(), study.codings.len());
    assert!(found.codings.iter().all(|coding| study.codings.iter().any(|c| c.quotation == coding.quotation)));
}

#[test]
fn other_files_are_told_apart() {
    let (_folder, path) = place();
    let to = path.with_file_name("new.themata");
    assert!(matches!(recover(&path, &to), Err(WriteError::Open(OpenError::Missing { .. }))));
    fs::write(&path, "not a study at all\n".repeat(3000)).unwrap();
    let told = recover(&path, &to).unwrap_err().to_string();
    assert!(told.starts_with("nothing of a study can be read out of"), "{told}");
    Store::write_new(&to, &Snapshot::of(small_study()), None, Existing::Refuse).unwrap();
    assert!(matches!(recover(&path, &to), Err(WriteError::Open(OpenError::Exists { .. }))));
    crate::study_file::raw(&to).pragma_update(None, "user_version", 99).unwrap();
    let other = path.with_file_name("other.themata");
    assert!(matches!(recover(&to, &other), Err(WriteError::Open(OpenError::TooNew { .. }))));
    assert!(!other.exists());
}

#[test]
fn a_file_of_an_older_version_is_recovered_into_the_newest() {
    let (folder, path) = place();
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/v1.themata");
    let mut bytes = fs::read(fixture).unwrap();
    let size = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    let last = bytes.len() / size;
    for cut in [0, last / 2, last - 3] {
        bytes[cut * size..(cut + 1) * size].fill(0);
        fs::write(&path, &bytes).unwrap();
        let to = folder.path().join(format!("{cut}.themata"));
        let recovery = recover(&path, &to).unwrap_or_else(|error| panic!("page {}: {error}", cut + 1));
        assert!(!recovery.is_intact());
        assert_eq!(Store::open(&to).unwrap().check_integrity().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn lost_codes_are_stood_in_for_by_rows_of_their_names() {
    let (folder, path) = written(&small_study());
    let db = crate::study_file::raw(&path);
    let root: u32 =
        db.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'code'", [], |row| row.get(0)).unwrap();
    db.close().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let root = usize::try_from(root).unwrap();
    bytes[(root - 1) * PAGE..root * PAGE].fill(0);
    fs::write(&path, bytes).unwrap();
    let to = folder.path().join("new.themata");
    let recovery = recover(&path, &to).unwrap();
    let found = Store::open(&to).unwrap().read_all().unwrap().study;
    let keys = |study: &Study| {
        let mut keys: Vec<String> = study.codebook.codes().iter().map(|code| code.key.to_string()).collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&found), keys(&small_study()), "{recovery:#?}");
    assert_eq!(recovery.strays, 0);
    let targets = |study: &Study| -> Vec<_> {
        study.codings.iter().map(|coding| (coding.id, coding.target.code().cloned())).collect()
    };
    assert_eq!(targets(&found), targets(&small_study()));
}

#[test]
fn a_letter_of_a_view_that_is_another_one_is_told_and_mended() {
    let (_folder, path, study, mut bytes) = large();
    let view = b"AS quotation,";
    let at = bytes.windows(view.len()).position(|found| found == view).unwrap();
    bytes[at + 3] = b'k';
    fs::write(&path, bytes).unwrap();
    let (recovery, codings, _) = compared(&path, &study, "a letter of a view").unwrap();
    let damage = recovery.damage.join("; ");
    assert!(damage.contains("the view `") && damage.contains("is not as it was made"), "{damage}");
    assert_eq!(codings, study.codings.len());
}
