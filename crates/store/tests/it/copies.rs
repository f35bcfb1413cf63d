//! Two copies of one study that tests work on and bring together.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Map;
use tempfile::TempDir;
use themata_model::anchor::Anchor;
use themata_model::{
    ByteOffset, Code, Coding, Memo, MemoAnchor, MemoKind, Op, RowId, Span, Study, StudyId, Target, Text,
    TextHash, TextIndex, validate,
};
use themata_store::{
    Commit, Edit, Existing, Headway, MergeReport, MergeSide, Merging, Record, Settling, Snapshot, Store,
    WriteError,
};

use crate::study_file::op as numbered;

/// Two copies in one folder.
pub(crate) struct Copies {
    pub(crate) folder: TempDir,
}

impl Copies {
    pub(crate) fn of(study: &Study) -> Copies {
        let copies = Copies { folder: tempfile::tempdir().unwrap() };
        let base = copies.path("base");
        let build = numbered(1, "build");
        Store::write_new(&base, &Snapshot::of(study.clone()), Some(&build), Existing::Refuse).unwrap();
        for name in ["a", "b"] {
            std::fs::copy(&base, copies.path(name)).unwrap();
        }
        copies
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.themata"))
    }

    pub(crate) fn study(&self, name: &str) -> Study {
        read(&self.path(name))
    }

    pub(crate) fn edit(&self, name: &str, body: impl FnOnce(&mut Edit<'_>) -> Result<(), WriteError>) {
        let coder = if name == "b" { "bob" } else { "anna" };
        let mut store = Store::open(self.path(name)).unwrap();
        store
            .edit(&fresh_op("edit", coder), Commit::Keep, |edit| body(edit).map(|()| ((), "{}".into())))
            .unwrap();
        store.close().unwrap();
    }

    /// Merges `b` into `a`, looks that what comes of it holds together, and returns it as `c`.
    pub(crate) fn merged(&self, a: &str, b: &str, to: &str, settling: &Settling) -> MergeReport {
        let (ours, theirs) =
            (Store::open_to_look(self.path(a)).unwrap(), Store::open_to_look(self.path(b)).unwrap());
        let merging = Merging { base: None, ours: &ours, theirs: &theirs };
        let told = |_: &MergeReport| Map::from_iter([("said".to_string(), "merged".into())]);
        let report = merging
            .write(settling, &self.path(to), &fresh_op("merge", "anna"), told, Headway::unheard())
            .unwrap();
        if !report.is_open() {
            let store = Store::open(self.path(to)).unwrap();
            assert_eq!(store.check_integrity().unwrap(), Vec::<String>::new());
            assert_eq!(validate(&store.read_all().unwrap().study), vec![]);
        }
        report
    }

    /// Merges without any conflict.
    pub(crate) fn merge(&self) -> (Study, MergeReport) {
        let report = self.merged("a", "b", "c", &Settling::default());
        assert_eq!(report.conflicts, vec![]);
        (self.study("c"), report)
    }

    /// The conflicts of a merge as lines.
    pub(crate) fn conflicts(&self) -> Vec<String> {
        let report = self.merged("a", "b", "c", &Settling::default());
        assert!(!self.path("c").exists(), "nothing is written while a conflict is open");
        let told = report.conflicts.iter().map(|c| {
            let base = c.base.as_deref().unwrap_or("-");
            format!("{} {} {}, {}: {base} | {} | {}", c.number, c.kind, c.label, c.field, c.ours, c.theirs)
        });
        told.collect()
    }

    pub(crate) fn settled(&self, side: MergeSide) -> Study {
        let _ = std::fs::remove_file(self.path("c"));
        self.merged("a", "b", "c", &Settling { rest: Some(side), ..Settling::default() });
        self.study("c")
    }
}

pub(crate) fn read(path: &Path) -> Study {
    Store::open(path).unwrap().read_all().unwrap().study
}

pub(crate) fn fresh(n: usize) -> RowId {
    StudyId::of_key("merging").row("row", &n.to_string())
}

pub(crate) fn next() -> usize {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

pub(crate) fn fresh_op(verb: &str, coder: &str) -> Op {
    Op { id: fresh(next()), coder: Some(coder.into()), ..numbered(0, verb) }
}

pub(crate) fn code(study: &Study, key: &str) -> Code {
    study.code(&key.parse().unwrap()).unwrap().clone()
}

/// A coding of the first place where the words stand.
pub(crate) fn coded(study: &Study, coder: &str, source: &str, words: &str, code: &str) -> Coding {
    let content = &study.source(&source.parse().unwrap()).unwrap().text().content;
    let at = content.find(words).unwrap();
    let span = Span::new(content, ByteOffset(at), ByteOffset(at + words.len())).unwrap();
    let anchor = Anchor::of(content, span);
    Coding {
        id: fresh(next()),
        source: source.parse().unwrap(),
        span: Some(span),
        quotation: words.into(),
        typed: words.into(),
        prefix: anchor.prefix,
        suffix: anchor.suffix,
        target: Target::Code(code.parse().unwrap(), Default::default()),
        coder: coder.parse().unwrap(),
        ..study.codings[0].clone()
    }
}

pub(crate) fn put_coding(edit: &mut Edit<'_>, study: &Study, coding: &Coding) -> Result<(), WriteError> {
    let text = study.source(&coding.source).unwrap().text();
    edit.put(&Record::Coding(coding, text, &TextIndex::new(&text.content)))
}

pub(crate) fn edit_text(copies: &Copies, name: &str, source: &str, content: &str) {
    let text = Text {
        id: fresh(next()),
        content: content.into(),
        hash: TextHash::of(content),
        extraction: "txt, UTF-8".into(),
        turns: vec![],
        speakers: vec![],
        locators: Default::default(),
    };
    copies.edit(name, |edit| edit.put(&Record::Text(&source.parse().unwrap(), &text)));
}

pub(crate) fn change_code(copies: &Copies, name: &str, key: &str, change: impl Fn(&mut Code)) {
    let mut code = code(&copies.study(name), key);
    change(&mut code);
    copies.edit(name, |edit| edit.put(&Record::Code(&code)));
}

pub(crate) fn memo(key: &str, about: Option<&str>, text: &str) -> Memo {
    let anchor = about.map(|key| MemoAnchor::Row { kind: "code".into(), key: key.into() });
    Memo {
        id: fresh(next()),
        key: key.parse().unwrap(),
        anchor: anchor.unwrap_or(MemoAnchor::Study),
        kind: MemoKind::Note,
        coder: None,
        date: None,
        text: text.into(),
        attributes: Default::default(),
    }
}
