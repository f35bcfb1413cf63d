//! Ops: typed rows in, one entry of the trail, one step of undo; and the way back along the trail.

use std::sync::atomic::{AtomicUsize, Ordering};

use themata_model::{Code, Coder, Op, RowId, Study, StudyId, TextIndex, Weight};
use themata_store::{
    Commit, Edit, Edited, Headway, Kind, NotUndone, Record, Store, Target, Which, WriteError,
};
use themata_testkit::small_study;

use crate::study_file::written;

fn opened() -> (tempfile::TempDir, Store) {
    let (folder, path) = written(&small_study());
    (folder, Store::open(path).unwrap())
}

fn op(verb: &str, coder: &str) -> Op {
    static NUMBER: AtomicUsize = AtomicUsize::new(1000);
    Op {
        seq: 0,
        id: fresh(NUMBER.fetch_add(1, Ordering::Relaxed)),
        verb: verb.into(),
        coder: Some(coder.into()),
        at: Some("2026-01-01T00:00:00Z".into()),
        args: "{}".into(),
        undoes: None,
        changes: vec![],
    }
}

fn fresh(n: usize) -> RowId {
    StudyId::of_key("fresh").row("row", &n.to_string())
}

fn study(store: &Store) -> Study {
    store.read_all().unwrap().study
}

fn edit(
    store: &mut Store,
    coder: &str,
    body: impl FnOnce(&mut Edit<'_>) -> Result<(), WriteError>,
) -> Result<Edited<()>, WriteError> {
    store.edit(&op("edit", coder), Commit::Keep, |edit| body(edit).map(|()| ((), "{}".into())))
}

fn rename(store: &mut Store, coder: &str, key: &str, name: &str) -> Edited<()> {
    edit(store, coder, |edit| {
        let code = edit.codebook()?.get(&key.parse().unwrap()).unwrap().clone();
        edit.put(&Record::Code(&Code { name: name.into(), ..code }))
    })
    .unwrap()
}

fn undo(store: &mut Store, coder: &str) -> Result<(), WriteError> {
    store.undo(&Target::Last, &op("undo", coder), Commit::Keep, |_| "{}".into()).map(|_| ())
}

fn redo(store: &mut Store, coder: &str) -> Result<(), WriteError> {
    store.redo(&op("redo", coder), Commit::Keep, |_| "{}".into()).map(|_| ())
}

/// Every record of a study is written as it stands in it.
fn put_all(edit: &mut Edit<'_>, s: &Study) -> Result<(), WriteError> {
    edit.put(&Record::Study(s))?;
    s.sides.iter().try_for_each(|r| edit.put(&Record::Side(r)))?;
    s.facets.iter().try_for_each(|r| edit.put(&Record::Facet(r)))?;
    s.codebook.levels().iter().try_for_each(|r| edit.put(&Record::Level(r)))?;
    s.coders.iter().try_for_each(|r| edit.put(&Record::Coder(r)))?;
    s.frameworks.iter().try_for_each(|r| edit.put(&Record::Framework(r)))?;
    edit.use_framework(s.framework_in_use.as_ref())?;
    s.codebook.in_tree_order().into_iter().try_for_each(|r| edit.put(&Record::Code(r)))?;
    s.parties.iter().try_for_each(|r| edit.put(&Record::Party(r)))?;
    s.cases.iter().try_for_each(|r| edit.put(&Record::Case(r)))?;
    s.informants.iter().try_for_each(|r| edit.put(&Record::Informant(r)))?;
    for source in &s.sources {
        edit.put(&Record::Source(source))?;
        source.texts.iter().try_for_each(|text| edit.put(&Record::Text(&source.key, text)))?;
    }
    for coding in &s.codings {
        let text = s.source(&coding.source).unwrap().text();
        edit.put(&Record::Coding(coding, text, &TextIndex::new(&text.content)))?;
    }
    s.exhibits.iter().try_for_each(|r| edit.put(&Record::Exhibit(r)))?;
    s.outputs.iter().try_for_each(|r| edit.put(&Record::Output(r)))?;
    s.placements.iter().try_for_each(|r| edit.put(&Record::Placement(r)))?;
    s.settlements.iter().try_for_each(|r| edit.put(&Record::Settlement(r)))?;
    s.excerpts.iter().try_for_each(|r| edit.put(&Record::Excerpt(r)))?;
    s.findings.iter().try_for_each(|r| edit.put(&Record::Finding(r)))?;
    s.memos.iter().try_for_each(|r| edit.put(&Record::Memo(r)))?;
    s.links.iter().try_for_each(|r| edit.put(&Record::Link(r)))?;
    s.questions.iter().try_for_each(|r| edit.put(&Record::Question(r)))?;
    s.member_checks.iter().try_for_each(|r| edit.put(&Record::MemberCheck(r)))?;
    s.snapshots.iter().try_for_each(|r| edit.put(&Record::NamedState(r)))
}

#[test]
fn writing_what_is_there_already_changes_nothing_and_leaves_no_entry() {
    let (_folder, mut store) = opened();
    let before = study(&store);
    let done = edit(&mut store, "anna", |edit| put_all(edit, &before)).unwrap();
    assert_eq!((done.number, done.rows), (None, 0));
    assert_eq!(study(&store), before);
}

#[test]
fn a_study_written_row_by_row_is_the_study_and_one_undo_empties_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(folder.path().join("x.themata")).unwrap();
    let whole = small_study();
    edit(&mut store, "anna", |edit| put_all(edit, &whole)).unwrap();
    let written = study(&store);
    assert_eq!(Study { totals: vec![], claims: vec![], allowed: vec![], ..whole.clone() }, written);
    undo(&mut store, "anna").unwrap();
    assert!(store.read_all().is_err(), "nothing is left");
    redo(&mut store, "anna").unwrap();
    assert_eq!(study(&store), written);
}

#[test]
fn undo_and_redo_walk_along_the_coders_own_ops() {
    let (_folder, mut store) = opened();
    let key = study(&store).codebook.codes()[0].key.to_string();
    let name = |store: &Store| study(store).codebook.codes()[0].name.clone();
    let first = name(&store);
    rename(&mut store, "anna", &key, "one");
    rename(&mut store, "anna", &key, "two");
    undo(&mut store, "anna").unwrap();
    assert_eq!(name(&store), "one");
    undo(&mut store, "anna").unwrap();
    assert_eq!(name(&store), first);
    assert!(matches!(undo(&mut store, "anna"), Err(WriteError::NotUndone(NotUndone::Nothing { .. }))));
    redo(&mut store, "anna").unwrap();
    redo(&mut store, "anna").unwrap();
    assert_eq!(name(&store), "two");
    assert!(redo(&mut store, "anna").is_err());
    undo(&mut store, "anna").unwrap();
    undo(&mut store, "anna").unwrap();
    rename(&mut store, "anna", &key, "three");
    assert!(redo(&mut store, "anna").is_err(), "a new op ends what can be redone");
    undo(&mut store, "anna").unwrap();
    assert_eq!(name(&store), first);
}

#[test]
fn what_somebody_else_changed_since_is_not_undone() {
    let (_folder, mut store) = opened();
    let codes: Vec<String> = study(&store).codebook.codes().iter().map(|c| c.key.to_string()).collect();
    rename(&mut store, "anna", &codes[0], "one");
    rename(&mut store, "bert", &codes[1], "of bert");
    undo(&mut store, "anna").unwrap();
    redo(&mut store, "anna").unwrap();
    rename(&mut store, "bert", &codes[0], "two");
    let error = undo(&mut store, "anna").unwrap_err().to_string();
    assert!(error.contains("was changed since by bert (entry"), "{error}");
    assert_eq!(study(&store).codebook.codes()[0].name, "two");
}

#[test]
fn what_was_undone_and_changed_since_is_not_redone() {
    let (_folder, mut store) = opened();
    let key = study(&store).codebook.codes()[0].key.to_string();
    rename(&mut store, "anna", &key, "one");
    undo(&mut store, "anna").unwrap();
    rename(&mut store, "bert", &key, "of bert");
    let Err(WriteError::NotUndone(reason)) = redo(&mut store, "anna") else {
        panic!("nothing is in the way")
    };
    insta::assert_snapshot!(reason, @"what entry 2 took back cannot be redone: code `relating` was changed since by bert (entry 3, `edit`)");
    assert_eq!(reason.in_the_way().map(|later| later.number), Some(3));
    assert_eq!(study(&store).codebook.codes()[0].name, "of bert");
}

#[test]
fn undo_follows_a_coder_who_got_another_key() {
    let (_folder, mut store) = opened();
    let key = study(&store).codebook.codes()[0].key.to_string();
    let name = |store: &Store| study(store).codebook.codes()[0].name.clone();
    let first = name(&store);
    let anna = study(&store).coders.iter().find(|coder| coder.key.as_str() == "anna").unwrap().clone();
    rename(&mut store, "anna", &key, "one");
    let renamed = Coder { key: "annika".parse().unwrap(), ..anna.clone() };
    edit(&mut store, "bob", |edit| edit.put(&Record::Coder(&renamed))).unwrap();
    rename(&mut store, "annika", &key, "two");
    undo(&mut store, "annika").unwrap();
    undo(&mut store, "annika").unwrap();
    assert_eq!(name(&store), first);
    redo(&mut store, "annika").unwrap();
    assert_eq!(name(&store), "one");
    // Whoever gets the key that became free begins a line of their own.
    let other = Coder { id: StudyId::of_key("t").row("coder", "new"), ..anna };
    edit(&mut store, "bob", |edit| edit.put(&Record::Coder(&other))).unwrap();
    assert!(matches!(undo(&mut store, "anna"), Err(WriteError::NotUndone(NotUndone::Nothing { .. }))));
    undo(&mut store, "annika").unwrap();
    assert_eq!(name(&store), first);
}

#[test]
fn a_row_that_others_use_since_is_not_taken_back() {
    let (_folder, mut store) = opened();
    let s = study(&store);
    let code = Code {
        id: fresh(1),
        key: "new".parse().unwrap(),
        name: "New".into(),
        parent: None,
        ..s.codebook.codes()[0].clone()
    };
    edit(&mut store, "anna", |edit| edit.put(&Record::Code(&code))).unwrap();
    let mut coding = s.codings[0].clone();
    coding.id = fresh(2);
    coding.target = themata_model::Target::new(Some("new".parse().unwrap()), Default::default()).unwrap();
    let text = s.source(&coding.source).unwrap().text();
    edit(&mut store, "bert", |edit| edit.put(&Record::Coding(&coding, text, &TextIndex::new(&text.content))))
        .unwrap();
    let error = undo(&mut store, "anna").unwrap_err().to_string();
    assert!(error.contains("code `new` is used since (1 × coding)"), "{error}");
    assert_eq!(store.check_integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn removing_what_is_used_names_its_users_and_changes_nothing() {
    let (_folder, mut store) = opened();
    let s = study(&store);
    let used = s.codings[0].target.code().unwrap().clone();
    let id = s.code(&used).unwrap().id;
    let refused = edit(&mut store, "anna", |edit| edit.remove(Kind::Code, &[id])).unwrap_err();
    assert!(refused.to_string().contains("is used since"), "{refused}");
    assert_eq!(study(&store), s);
}

#[test]
fn a_rehearsal_leaves_the_file_as_it_was() {
    let (_folder, mut store) = opened();
    let before = study(&store);
    let code = Code { name: "tried".into(), ..before.codebook.codes()[0].clone() };
    let tried = store
        .edit(&op("try", "anna"), Commit::Rehearse, |edit| {
            edit.put(&Record::Code(&code))?;
            Ok::<_, WriteError>((edit.codebook()?.codes()[0].name.clone(), "{}".into()))
        })
        .unwrap();
    assert_eq!((tried.value.as_str(), tried.rows), ("tried", 1));
    assert_eq!(study(&store), before);
    assert!(store.history().unwrap().iter().all(|op| op.verb != "try"));
}

#[test]
fn what_was_rehearsed_twice_and_then_done_stands_in_the_trail_once() {
    let (_folder, mut store) = opened();
    let before = study(&store);
    let code = Code { name: "tried".into(), ..before.codebook.codes()[0].clone() };
    for commit in [Commit::Rehearse, Commit::Rehearse, Commit::Keep, Commit::Rehearse] {
        let tried = store.edit(&op("try", "anna"), commit, |edit| {
            edit.put(&Record::Code(&Code { definition: format!("{commit:?}"), ..code.clone() }))?;
            Ok::<_, WriteError>(((), "{}".into()))
        });
        assert_eq!(tried.unwrap().rows, 1);
    }
    let history = store.history().unwrap();
    let tried: Vec<_> = history.iter().filter(|op| op.verb == "try").collect();
    assert_eq!(tried.iter().map(|op| op.changes.len()).collect::<Vec<_>>(), [1]);
    assert_eq!(study(&store).codebook.codes()[0].definition, "Keep");
}

#[test]
fn two_codes_change_keys_in_a_restored_state() {
    let (_folder, mut store) = opened();
    let key = study(&store).codebook.codes()[0].key.to_string();
    let at = rename(&mut store, "anna", &key, "start").number;
    let start = store.history().unwrap().iter().find(|op| Some(op.seq) == at).unwrap().id;
    let before = study(&store);
    let (a, b) = (before.codebook.codes()[0].clone(), before.codebook.codes()[1].clone());
    for (code, key) in [(&a, "tmp"), (&b, a.key.as_str()), (&a, b.key.as_str())] {
        edit(&mut store, "anna", |edit| {
            let mut code = code.clone();
            code.key = key.parse().unwrap();
            code.parent = None;
            edit.put(&Record::Code(&code))
        })
        .unwrap();
    }
    edit(&mut store, "bert", |edit| {
        edit.put(&Record::Coder(&themata_model::Coder {
            id: fresh(9),
            key: "new".parse().unwrap(),
            name: "N".into(),
            attributes: Default::default(),
        }))
    })
    .unwrap();
    let after = study(&store);
    assert_eq!(store.read_past(start).unwrap().study, before);
    assert_eq!(study(&store), after, "looking back changes nothing");
    store.restore(start, &op("restore", "anna"), Commit::Keep, Headway::unheard()).unwrap();
    assert_eq!(study(&store), before);
    undo(&mut store, "anna").unwrap();
    assert_eq!(study(&store), after);
    assert_eq!(store.check_integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn codings_move_together_to_another_code() {
    let (_folder, mut store) = opened();
    let s = study(&store);
    let from = s.codings[0].target.code().unwrap().clone();
    let to = s.codebook.codes().iter().find(|code| code.key != from).unwrap().key.clone();
    let n = store
        .edit(&op("recode", "anna"), Commit::Keep, |edit| {
            Ok::<_, WriteError>((edit.recode(&Which::OfCode(from.clone()), &to)?, "{}".into()))
        })
        .unwrap();
    assert_eq!(n.value, s.codings.iter().filter(|c| c.target.code() == Some(&from)).count());
    edit(&mut store, "anna", |edit| {
        assert_eq!(edit.count(&Which::OfCode(from.clone()))?, 0);
        let moved = edit.codings(&Which::OfCode(to.clone()))?;
        assert!(moved.iter().any(|c| c.id == s.codings[0].id && c.quotation == s.codings[0].quotation));
        Ok(())
    })
    .unwrap();
    undo(&mut store, "anna").unwrap();
    assert_eq!(study(&store), s);
    redo(&mut store, "anna").unwrap();
    // What is copied from the trail and what the triggers write are the same.
    let ops = store.history().unwrap();
    let [done, undone, redone] = &ops[ops.len() - 3..] else { panic!("three ops") };
    assert!(done.changes.len() > 1);
    assert_eq!(redone.changes, done.changes);
    assert_eq!(undone.changes.len(), done.changes.len());
    for (undone, done) in undone.changes.iter().zip(&done.changes) {
        assert_eq!((&undone.table, &undone.row), (&done.table, &done.row));
        assert_eq!((&undone.before, &undone.after), (&done.after, &done.before));
    }
}

#[test]
fn a_new_version_of_a_text_is_undone_and_redone() {
    let (_folder, mut store) = opened();
    let s = study(&store);
    let source = s
        .sources
        .iter()
        .find(|source| s.codings.iter().all(|c| c.source != source.key))
        .unwrap_or(&s.sources[0]);
    let content = format!("{}\nOne more line.", source.text().content);
    let mut text = source.text().clone();
    text.id = fresh(3);
    text.hash = themata_model::TextHash::of(&content);
    text.content = content;
    edit(&mut store, "anna", |edit| edit.put(&Record::Text(&source.key, &text))).unwrap();
    let after = study(&store);
    assert_eq!(after.source(&source.key).unwrap().text(), &text);
    undo(&mut store, "anna").unwrap();
    assert_eq!(study(&store), s);
    redo(&mut store, "anna").unwrap();
    assert_eq!(study(&store), after);
}

#[test]
fn a_weight_is_written_and_nothing_else_of_the_coding() {
    let (_folder, mut store) = opened();
    let s = study(&store);
    let mut coding = s.codings[0].clone();
    coding.weight = Weight::new(42).ok();
    let text = s.source(&coding.source).unwrap().text();
    edit(&mut store, "anna", |edit| edit.put(&Record::Coding(&coding, text, &TextIndex::new(&text.content))))
        .unwrap();
    let history = store.history().unwrap();
    let changes = &history.last().unwrap().changes;
    assert_eq!(changes.len(), 1);
    assert_eq!(study(&store).codings[0], coding);
}

#[test]
fn sources_are_known_by_the_hash_of_their_text_and_of_their_original() {
    let (_folder, mut store) = opened();
    let s = study(&store);
    let source = &s.sources[1];
    let (text, original) = (source.text().hash, b"the bytes of the file".as_slice());
    edit(&mut store, "anna", |edit| {
        edit.put(&Record::Original(&source.key, original))?;
        assert_eq!(edit.sources_with(&text)?, std::slice::from_ref(&source.key));
        let of_original = themata_model::TextHash::of_bytes(original);
        assert_eq!(edit.sources_with(&of_original)?, std::slice::from_ref(&source.key));
        assert_eq!(edit.sources_with(&themata_model::TextHash::of("other words"))?, []);
        Ok(())
    })
    .unwrap();
}

#[test]
fn rows_change_places_among_themselves_and_no_other_row_is_touched() {
    let (_folder, mut store) = opened();
    let before = study(&store);
    let ids: Vec<RowId> = before.codebook.codes().iter().map(|code| code.id).collect();
    let order = |store: &Store| study(store).codebook.codes().iter().map(|code| code.id).collect::<Vec<_>>();
    let swapped = edit(&mut store, "anna", |edit| edit.reorder(Kind::Code, &[ids[2], ids[0]])).unwrap();
    assert_eq!((order(&store), swapped.rows), (vec![ids[2], ids[1], ids[0], ids[3]], 2));
    let last = edit(&mut store, "anna", |edit| edit.put_last(Kind::Code, ids[1])).unwrap();
    assert_eq!((order(&store), last.rows), (vec![ids[2], ids[0], ids[3], ids[1]], 1));
    let again = edit(&mut store, "anna", |edit| edit.put_last(Kind::Code, ids[1])).unwrap();
    assert_eq!(again.rows, 0);
    undo(&mut store, "anna").unwrap();
    undo(&mut store, "anna").unwrap();
    assert_eq!(study(&store), before);
}

/// A new text of the first source with codings, in which `from` reads `to`, and its codings moved with
/// their words.
fn edit_text(store: &mut Store, coder: &str, from: &str, to: &str) {
    let s = study(store);
    let source = s.source(&s.codings[0].source).unwrap();
    let mut text = source.text().clone();
    text.id = fresh(store.history().unwrap().len() + 500);
    text.content = text.content.replacen(from, to, 1);
    text.hash = themata_model::TextHash::of(&text.content);
    text.turns.clear();
    text.speakers.clear();
    let index = TextIndex::new(&text.content);
    edit(store, coder, |edit| {
        edit.put(&Record::Text(&source.key, &text))?;
        for mut coding in edit.codings(&Which::InSource(source.key.clone()))? {
            let at = themata_model::ByteOffset(text.content.find(&coding.quotation).unwrap());
            let end = themata_model::ByteOffset(at.0 + coding.quotation.len());
            coding.span = themata_model::Span::new(&text.content, at, end).ok();
            edit.put(&Record::Coding(&coding, &text, &index))?;
        }
        Ok(())
    })
    .unwrap();
}

/// Every placed coding has its quotation where it stands.
fn all_stand(store: &Store) -> bool {
    let s = study(store);
    s.codings
        .iter()
        .filter_map(|c| Some((c, c.span?)))
        .all(|(coding, span)| span.of(&s.source(&coding.source).unwrap().text().content) == coding.quotation)
}

#[test]
fn an_edit_under_a_later_coding_is_not_undone() {
    let (_folder, mut store) = opened();
    let first = study(&store).source(&study(&store).codings[0].source).unwrap().text().content.clone();
    let word = first.split_whitespace().next().unwrap().to_string();
    edit_text(&mut store, "anna", &word, &format!("Well, {word}"));
    let s = study(&store);
    let mut coding = s.codings[0].clone();
    coding.id = fresh(77);
    let text = s.source(&coding.source).unwrap().text();
    edit(&mut store, "bert", |edit| edit.put(&Record::Coding(&coding, text, &TextIndex::new(&text.content))))
        .unwrap();
    let before = study(&store);
    let error = undo(&mut store, "anna").unwrap_err().to_string();
    assert!(error.contains("was changed since by bert"), "{error}");
    assert_eq!(study(&store), before);
    undo(&mut store, "bert").unwrap();
    undo(&mut store, "anna").unwrap();
    assert!(all_stand(&store));
    assert_eq!(study(&store), small_study());
}

#[test]
fn a_coding_taken_away_does_not_come_back_into_an_edited_text() {
    let (_folder, mut store) = opened();
    let s = study(&store);
    let free: Vec<RowId> =
        s.codings.iter().filter(|c| c.source == s.codings[0].source).map(|c| c.id).collect();
    let used: std::collections::BTreeSet<RowId> = s
        .excerpts
        .iter()
        .flat_map(|e| e.pieces.iter().map(|p| p.coding))
        .chain(s.findings.iter().flat_map(|f| f.evidence.iter().map(|l| l.coding)))
        .chain(s.links.iter().flat_map(|l| l.evidence.iter().copied()))
        .collect();
    let id = free.into_iter().find(|id| !used.contains(id)).unwrap();
    edit(&mut store, "anna", |edit| edit.remove(Kind::Coding, &[id])).unwrap();
    let first = s.source(&s.codings[0].source).unwrap().text().content.clone();
    let word = first.split_whitespace().next().unwrap().to_string();
    edit_text(&mut store, "bert", &word, &format!("Well, {word}"));
    let error = undo(&mut store, "anna").unwrap_err().to_string();
    assert!(error.contains("source `") && error.contains("was changed since by bert"), "{error}");
    undo(&mut store, "bert").unwrap();
    undo(&mut store, "anna").unwrap();
    assert_eq!(study(&store), s);
}

#[test]
fn what_was_done_is_undone_after_a_way_through_a_folder_that_counts_ranks_anew() {
    let (_folder, mut store) = opened();
    let s = study(&store);
    let mut coding = s.codings[0].clone();
    coding.id = fresh(88);
    coding.weight = Weight::new(7).ok();
    let text = s.source(&coding.source).unwrap().text();
    edit(&mut store, "anna", |edit| edit.put(&Record::Coding(&coding, text, &TextIndex::new(&text.content))))
        .unwrap();
    // Written anew, rows are ranked by their place.
    let all = store.read_all().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("again.themata");
    Store::write_new(&path, &all, None, themata_store::Existing::Refuse).unwrap();
    let mut again = Store::open(&path).unwrap();
    undo(&mut again, "anna").unwrap();
    assert_eq!(study(&again), s);
    redo(&mut again, "anna").unwrap();
    assert_eq!(study(&again), all.study);
}
