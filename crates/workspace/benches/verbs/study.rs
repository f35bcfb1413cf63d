//! The study that the benches work on.

use std::path::PathBuf;
use std::sync::OnceLock;

use tempfile::TempDir;
use themata_model::{
    AttributionGrade, Change, Coding, EvidenceLink, Excerpt, FacetAssignment, Finding, Memo, MemoAnchor,
    MemoKind, Op, Piece, Placement, Stance, Study,
};
use themata_store::{Existing, Snapshot, Store};
use themata_testkit::{big_study, small_study};

/// The study and the folder of its file.
static STUDY: OnceLock<(Study, TempDir)> = OnceLock::new();

/// The study, which is made once.
pub(crate) fn study() -> &'static Study {
    &STUDY.get_or_init(write).0
}

/// The study's file, which every bench copies.
pub(crate) fn file() -> PathBuf {
    STUDY.get_or_init(write).1.path().join("big.themata")
}

/// Removes the study's file.
pub(crate) fn clear() {
    if let Some((_, folder)) = STUDY.get() {
        std::fs::remove_dir_all(folder.path()).expect("it can be removed");
    }
}

fn write() -> (Study, TempDir) {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let study = made();
    let snapshot = Snapshot { history: history(&study), ..Snapshot::of(study.clone()) };
    let path = folder.path().join("big.themata");
    Store::write_new(&path, &snapshot, None, Existing::Refuse).expect("it can be written");
    (study, folder)
}

fn key<K: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> K {
    text.parse().expect("a key of the fixture")
}

fn made() -> Study {
    let mut s = big_study(100_000, 1);
    let id = s.id;
    let coding = |n: usize| s.codings[n * 450 + 3].id;
    let codes: Vec<_> = s.codebook.codes().iter().map(|code| code.key.clone()).collect();
    let excerpts = (0..200).map(|n| Excerpt {
        id: id.row("excerpt", &n.to_string()),
        key: key(&format!("E{n}")),
        pieces: vec![Piece { coding: coding(n) }],
        text: None,
        translation: None,
        attribution: AttributionGrade::Exhibit,
        exhibits: Vec::new(),
        attributes: Default::default(),
    });
    let findings = (0..200).map(|n| Finding {
        id: id.row("finding", &n.to_string()),
        key: key(&format!("F{n}")),
        exhibit: None,
        case: None,
        code: Some(codes[n].clone()),
        facets: Default::default(),
        text: "Both sides meet every week, and neither would miss it.".into(),
        rating: None,
        evidence: vec![EvidenceLink { stance: Stance::Supports, coding: coding(n) }],
        attributes: Default::default(),
    });
    let memos = (0..200).map(|n| Memo {
        id: id.row("memo", &n.to_string()),
        key: key(&format!("N{n}")),
        anchor: MemoAnchor::Row { kind: "code".into(), key: codes[n].to_string() },
        kind: MemoKind::Theoretical,
        coder: Some(key("anna")),
        date: None,
        text: "Is this habit, or is it trust? They speak of both in one breath.".into(),
        attributes: Default::default(),
    });
    let placements = (0..600).map(|n| Placement {
        id: id.row("placement", &n.to_string()),
        rater: key(["anna", "bob", "carl"][n % 3]),
        code: codes[n / 3].clone(),
        case: None,
        facet: key("phase"),
        value: FacetAssignment::Value(key("early")),
        reason: String::new(),
    });
    let (excerpts, findings, memos) = (excerpts.collect(), findings.collect(), memos.collect());
    s.placements = placements.collect();
    (s.excerpts, s.findings, s.memos) = (excerpts, findings, memos);
    short_source(&mut s);
    s
}

/// A source of two turns with ten codings.
fn short_source(s: &mut Study) {
    let mut source = small_study().sources.remove(0);
    source.id = s.id.row("source", "short");
    source.key = key("short");
    source.texts[0].id = s.id.row("text", "short 1");
    let body = source.text().turns[1].body.expect("the turn has words");
    let quotation = body.of(&source.text().content).to_string();
    for n in 0..10 {
        let like = s.codings[n * 7].clone();
        s.codings.push(Coding {
            id: s.id.row("coding", &format!("short {n}")),
            source: source.key.clone(),
            span: Some(body),
            typed: quotation.clone(),
            quotation: quotation.clone(),
            target: themata_model::Target::new(Some(s.codebook.codes()[n].key.clone()), Default::default())
                .expect("there is a code"),
            ..like
        });
    }
    s.sources.push(source);
}

/// Two years of small changes.
fn history(s: &Study) -> Vec<Op> {
    let one = |n: i64| {
        let coding = &s.codings[usize::try_from(n).unwrap_or_default() * 4];
        let row = |weight: i64| {
            let (uuid, words) = (coding.id, serde_json::Value::from(coding.quotation.as_str()));
            Some(format!(
                "{{\"uuid\":\"{uuid}\",\"position\":{n},\"weight\":{weight},\"quotation\":{words}}}"
            ))
        };
        let change = Change {
            table: "coding".into(),
            row: coding.id.to_string(),
            before: row(n % 100),
            after: row((n + 1) % 100),
        };
        Op {
            seq: n,
            id: s.id.row("op", &n.to_string()),
            verb: "change-coding".into(),
            coder: Some(["anna", "bob"][usize::from(n % 4 == 0)].into()),
            at: Some("2026-01-02T10:00:00Z".into()),
            args: format!(
                "{{\"said\":\"changed the weight of a coding (S1:{n})\",\"sources\":[\"S1\"],\"given\":{{}}}}"
            ),
            undoes: None,
            changes: vec![change],
        }
    };
    (1..=20_000).map(one).collect()
}
