//! The study of the year in a file, begun with verbs alone.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use rusqlite::Connection;
use tempfile::TempDir;
use themata_model::mark::Marks;
use themata_model::{Op, RowId, Severity, Study, StudyId, TextIndex, validate};
use themata_store::{Commit, Store, Which, WriteError};
use themata_workspace::verbs::*;
use themata_workspace::{BuildOptions, NewStudy, Workspace, WorkspaceError, build, unpack};

use crate::dice::Dice;
use crate::talk;

/// Who works on the study.
pub(crate) const CODERS: [&str; 3] = ["anna", "bob", "carl"];

/// An open study in a temporary folder, and a second connection that looks at it.
pub(crate) struct Desk {
    _folder: TempDir,
    path: PathBuf,
    pub(crate) workspace: Workspace,
    looking: Store,
    watching: Connection,
}

impl Desk {
    /// The study as it is when the year begins: 40 sources, 300 open codes, and `codings` codings.
    pub(crate) fn begun(codings: usize) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("year.themata");
        std::fs::copy(beginning(codings), &path).unwrap();
        Desk::at(folder, path)
    }

    /// Another desk with a copy of the study as it is.
    pub(crate) fn copied(&self) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("year.themata");
        self.looking.save_copy(&path).unwrap();
        Desk::at(folder, path)
    }

    pub(crate) fn at(folder: TempDir, path: PathBuf) -> Desk {
        let (workspace, looking) = (Workspace::open(&path).unwrap(), Store::open(&path).unwrap());
        let watching = Connection::open(&path).unwrap();
        Desk { _folder: folder, path, workspace, looking, watching }
    }

    /// A number that is another one whenever somebody has written to the file.
    pub(crate) fn version(&self) -> i64 {
        self.watching.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn apply(&mut self, verb: &Verb, coder: &str) -> Result<Done, WorkspaceError> {
        self.workspace.apply(verb, &By::coder(coder))
    }

    /// The study as it is, each source with its current text only, codings by their ids.
    pub(crate) fn study(&mut self) -> Study {
        let id = StudyId::of_key("looking").row("op", "look");
        let (verb, args) = ("look".to_string(), "{}".to_string());
        let op = Op { seq: 0, id, verb, coder: None, at: None, args, undoes: None, changes: vec![] };
        let looked = self.looking.edit(&op, Commit::Rehearse, |edit| {
            let mut s = edit.outline()?;
            s.codings = edit.codings(&Which::All)?;
            s.codings.sort_by_key(|coding| coding.id);
            for source in &mut s.sources {
                source.texts = edit.source(&source.key)?.map(|source| source.texts).unwrap_or_default();
            }
            Ok::<_, WriteError>((s, "{}".to_string()))
        });
        looked.unwrap().value
    }

    /// All of it, the history included.
    pub(crate) fn everything(&self) -> themata_store::Snapshot {
        self.looking.read_all().unwrap()
    }

    /// Looks that the file is sound, that the study is counted alike in memory and in the file, and that
    /// it is the same with its history after the way through a folder.
    pub(crate) fn holds_together(&self) {
        assert_eq!(self.looking.check_integrity().unwrap(), Vec::<String>::new());
        let now = self.everything();
        assert_eq!(errors(&now.study), Vec::<String>::new());
        let outline = self.looking.read_outline().unwrap();
        let counted = self.looking.marks(&outline).unwrap();
        assert!(counted == in_characters(&now.study), "the file and the study are counted differently");
        let aside = tempfile::tempdir().unwrap();
        let (folder, file) = (aside.path().join("folder"), aside.path().join("again.themata"));
        unpack(&self.path, &folder, &|_| ()).unwrap();
        if let Err(error) = build(&folder, &file, BuildOptions::default(), &|_| ()) {
            panic!("the folder cannot be built: {error:#?}");
        }
        let again = Store::open(&file).unwrap().read_all().unwrap();
        assert!(
            again.study == now.study,
            "the folder loses something: {}",
            difference(&now.study, &again.study)
        );
        assert!(again.history == now.history, "the folder loses some of the history");
    }
}

/// The marks of a study as the file has them: in code points, not in bytes.
fn in_characters(s: &Study) -> Marks {
    let mut marks = Marks::of(s);
    let indices: Vec<TextIndex<'_>> =
        s.sources.iter().map(|source| TextIndex::new(&source.text().content)).collect();
    for at in 0..marks.marks.len() {
        let index = &indices[marks.voice(&marks.marks[at]).source as usize];
        let mark = &mut marks.marks[at];
        let span = s.codings[mark.coding.0 as usize].span.unwrap();
        let (start, end) = index.chars_of_span(span).unwrap();
        (mark.start, mark.end) = (start.0 as u32, end.0 as u32);
    }
    marks
}

/// What is wrong with a study, beyond warnings; and quotations that are not the words of their text.
pub(crate) fn errors(s: &Study) -> Vec<String> {
    let problems = validate(s).into_iter().filter(|problem| problem.severity == Severity::Error);
    let mut told: Vec<String> = problems.map(|problem| format!("{problem:?}")).collect();
    let texts: HashMap<_, _> = s.sources.iter().map(|source| (&source.key, source.text())).collect();
    for coding in &s.codings {
        let words = coding.span.map(|span| span.of(&texts[&coding.source].content));
        if words.is_some_and(|words| words != coding.quotation) {
            told.push(format!("{} quotes “{}”, which is not in the text", coding.id, coding.quotation));
        }
    }
    told
}

/// The first lines in which two things differ.
pub(crate) fn difference<T: std::fmt::Debug>(wanted: &T, found: &T) -> String {
    let (wanted, found) = (format!("{wanted:#?}"), format!("{found:#?}"));
    let lines = wanted.lines().zip(found.lines()).filter(|(a, b)| a != b);
    let lines: Vec<String> = lines.take(6).map(|(a, b)| format!("{} / {}", a.trim(), b.trim())).collect();
    lines.join("\n")
}

/// The file of the study with so many codings; made once.
fn beginning(codings: usize) -> PathBuf {
    static MADE: OnceLock<Mutex<(TempDir, Vec<usize>)>> = OnceLock::new();
    let made = MADE.get_or_init(|| Mutex::new((tempfile::tempdir().unwrap(), Vec::new())));
    let mut made = made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let path = made.0.path().join(format!("{codings}.themata"));
    if !made.1.contains(&codings) {
        begin(&path, codings);
        made.1.push(codings);
    }
    path
}

fn begin(path: &Path, codings: usize) {
    let words = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let wish = NewStudy {
        key: Some("year".into()),
        coders: words(&CODERS),
        sides: words(&["provider", "customer"]),
        facets: words(&["phase=early<middle<late", "team=front,back"]),
        ..NewStudy::default()
    };
    Workspace::create(path, &wish, false).unwrap();
    let mut workspace = Workspace::open(path).unwrap();
    let mut dice = Dice::new(40);
    let mut does = |verb: Verb, coder: &str| {
        workspace.apply(&verb, &By::coder(coder)).unwrap_or_else(|error| panic!("{verb:?}: {error:?}"))
    };
    for n in 1..=12 {
        let facts = PartyFacts { name: Some(format!("Party {n}")), ..PartyFacts::default() };
        does(AddParty { key: format!("P{n}"), facts }.into(), "anna");
    }
    for n in 1..=8 {
        let sides = vec![format!("provider=P{}", 1 + n % 4), format!("customer=P{}", 4 + n)];
        let facts = CaseFacts { label: Some(format!("Relationship {n}")), sides, ..CaseFacts::default() };
        does(AddCase { key: format!("R{n}"), facts }.into(), "anna");
    }
    for (n, name) in (1..).zip(talk::NAMES) {
        let (party, title) = (Some(format!("P{}", 1 + n % 12)), Some(format!("manager {name}")));
        let facts = InformantFacts { party, title, ..InformantFacts::default() };
        does(AddInformant { key: format!("I{n}"), facts }.into(), "anna");
    }
    let documents = (1..=40).map(|n| {
        let name = talk::NAMES[n % talk::NAMES.len()];
        let turns = 6 + dice.below(8);
        let text = talk::interview(&mut dice, name, turns);
        let informants = vec![format!("I{}", 1 + n % talk::NAMES.len())];
        let date = Some(format!("2025-{:02}-{:02}", 1 + n % 12, 1 + n % 28));
        document(&format!("s{n}"), &text, SourceFacts { informants, date, ..SourceFacts::default() })
    });
    let import = Import {
        documents: documents.collect(),
        speakers: vec![],
        roles: vec![],
        create: false,
        again: false,
        update: false,
        strict: false,
        remarks: vec![],
        is_previewed: false,
    };
    does(import.into(), "anna");
    for n in 1..=300 {
        let name = format!("{} {n}", talk::words(&mut dice));
        let key = Some(format!("c{n}"));
        let level = Some("open".to_string());
        does(AddCode { name, key, level, ..AddCode::default() }.into(), CODERS[n % 3]);
    }
    let s = Store::open(path).unwrap().read_all().unwrap().study;
    let mut made = 0;
    while made < codings {
        let source = dice.pick(&s.sources).unwrap();
        let content = source.text().content.chars().count();
        let start = dice.below(content - 8);
        let end = (start + 4 + dice.below(90)).min(content);
        let code = format!("c{}", 1 + dice.below(300));
        let set = dice.maybe(4, |dice| Some(format!("phase={}", dice.pick(&["early", "late", "all"])?)));
        let apply = ApplyCodes {
            source: source.key.to_string(),
            spot: Spot::Span { start, end },
            codes: vec![code],
            in_vivo: false,
            weight: None,
            memo: None,
            about_case: dice.maybe(9, |dice| Some(format!("R{}", 1 + dice.below(8)))),
            about_side: None,
            set: set.into_iter().collect(),
        };
        let coder = CODERS[dice.below(3)];
        made += usize::from(does(apply.into(), coder).rows > 0);
    }
}

/// A document with these words.
pub(crate) fn document(key: &str, text: &str, facts: SourceFacts) -> Document {
    let file = format!("{key}.txt");
    let options = themata_ingest::Options::default();
    let (ingested, _) = themata_ingest::read(&file, text.as_bytes(), &options).unwrap();
    Document {
        file,
        key: key.to_string(),
        facts,
        speakers: vec![],
        roles: vec![],
        bytes: text.as_bytes().to_vec(),
        ingested,
        options: Some(options),
    }
}

/// The id of a row as a person may type it: mostly whole, sometimes its last digits.
pub(crate) fn called(dice: &mut Dice, id: RowId) -> String {
    let id = id.to_string();
    if dice.once_in(3) { id[id.len() - 8..].to_string() } else { id }
}
