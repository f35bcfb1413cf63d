//! A small study in a file that verbs work on.

use std::path::PathBuf;

use tempfile::TempDir;
use themata_model::mark::{Marks, Voice};
use themata_model::table::CodingRef;
use themata_model::{Severity, Study, validate};
use themata_store::{Existing, Snapshot, Store};
use themata_workspace::verbs::{By, Done, Verb};
use themata_workspace::{BuildOptions, Workspace, build, unpack};

/// An open study in a temporary folder.
pub(crate) struct Desk {
    folder: TempDir,
    pub(crate) workspace: Workspace,
}

impl Desk {
    /// The small study of the testkit, with its first op in the trail.
    pub(crate) fn small() -> Desk {
        Desk::of(themata_testkit::small_study())
    }

    pub(crate) fn of(mut study: Study) -> Desk {
        with_context(&mut study);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.themata");
        let op = themata_model::Op {
            seq: 1,
            id: study.id.row("op", "begin"),
            verb: "build".into(),
            coder: None,
            at: None,
            args: "{}".into(),
            undoes: None,
            changes: vec![],
        };
        Store::write_new(&path, &Snapshot::of(study), Some(&op), Existing::Refuse).unwrap();
        Desk { workspace: Workspace::open(&path).unwrap(), folder }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("desk.themata")
    }

    /// The study as it is in the file.
    pub(crate) fn study(&self) -> Study {
        Store::open(self.path()).unwrap().read_all().unwrap().study
    }

    /// Does a verb as anna.
    pub(crate) fn does(&mut self, verb: impl Into<Verb>) -> Done {
        self.workspace.apply(&verb.into(), &By::coder("anna")).unwrap()
    }

    /// What a verb that must fail says, with its hints.
    pub(crate) fn refuses(&mut self, verb: impl Into<Verb>) -> String {
        let before = self.study();
        let error = self.workspace.apply(&verb.into(), &By::coder("anna")).unwrap_err();
        assert_eq!(self.study(), before, "a refused verb changes nothing");
        match error {
            themata_workspace::WorkspaceError::Refused { message, hints } => {
                [vec![message], hints].concat().join("\nhint: ")
            }
            other => other.to_string(),
        }
    }

    pub(crate) fn undoes(&mut self) -> Done {
        self.workspace.undo(None, &By::coder("anna")).unwrap()
    }

    /// Does a verb, looks that the study holds together and is the same after unpacking and building,
    /// and that undo brings back exactly what was before; leaves it done.
    pub(crate) fn does_soundly(&mut self, verb: impl Into<Verb>) -> Done {
        let verb = verb.into();
        let before = self.study();
        let done = self.workspace.apply(&verb, &By::coder("anna")).unwrap();
        let after = self.study();
        self.holds_together();
        if done.rows > 0 {
            self.undoes();
            let undone = self.study();
            assert!(undone == before, "undo of {verb:?}: {}", difference(&before, &undone));
            self.workspace.redo(&By::coder("anna")).unwrap();
            assert_eq!(self.study(), after, "redo of {verb:?}");
        }
        done
    }

    /// Looks that the study is valid and survives the way through a folder.
    pub(crate) fn holds_together(&self) {
        let study = self.study();
        let errors: Vec<_> =
            validate(&study).into_iter().filter(|problem| problem.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let store = Store::open(self.path()).unwrap();
        let in_file = store.marks(&store.read_outline().unwrap()).unwrap();
        assert_eq!(voices(&in_file), voices(&Marks::of(&study)), "the file and the study count differently");
        let aside = tempfile::tempdir().unwrap();
        let (folder, file) = (aside.path().join("folder"), aside.path().join("again.themata"));
        unpack(&self.path(), &folder, &|_| ()).unwrap();
        build(&folder, &file, BuildOptions::default(), &|_| ()).unwrap();
        let again = Store::open(&file).unwrap().read_all().unwrap();
        assert!(again.study == study, "the folder loses something: {}", difference(&study, &again.study));
        assert_eq!(again.history, Store::open(self.path()).unwrap().read_all().unwrap().history);
    }
}

/// Who speaks in each coding.
fn voices(marks: &Marks) -> Vec<(CodingRef, &Voice)> {
    marks.marks.iter().map(|mark| (mark.coding, marks.voice(mark))).collect()
}

/// Gives placed codings the context that a folder would give them.
fn with_context(study: &mut Study) {
    let sources = study.sources.clone();
    for coding in &mut study.codings {
        let source = sources.iter().find(|source| source.key == coding.source);
        if let (Some(source), Some(span)) = (source, coding.span) {
            let anchor = themata_model::Anchor::of(&source.text().content, span);
            (coding.prefix, coding.suffix) = (anchor.prefix, anchor.suffix);
        }
    }
}

/// The first lines in which two studies differ.
fn difference(wanted: &Study, found: &Study) -> String {
    let (wanted, found) = (format!("{wanted:#?}"), format!("{found:#?}"));
    let lines = wanted.lines().zip(found.lines()).filter(|(a, b)| a != b);
    let lines: Vec<String> = lines.take(6).map(|(a, b)| format!("{} / {}", a.trim(), b.trim())).collect();
    lines.join("\n")
}
