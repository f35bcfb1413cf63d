//! Whatever a verb accepts, a folder can say: unpacking and building gives the same study back, however odd
//! the keys, names, dates and texts are that somebody types.

use proptest::prelude::*;
use themata_store::WriteError;
use themata_workspace::WorkspaceError;
use themata_workspace::verbs::*;

use crate::working::Desk;

/// Pieces of odd words: what the files use as separators, what they have a meaning for, what no eye sees.
const PIECES: [&str; 48] = [
    "a",
    "B",
    "é",
    "e\u{301}",
    "7",
    "word",
    "two words",
    " ",
    "  ",
    ";",
    ":",
    "=",
    "/",
    "//",
    ",",
    "<",
    "?",
    "-",
    "--",
    "~",
    ".",
    "..",
    "\"",
    "'",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}",
    "\u{feff}",
    "\u{a0}",
    "\u{200b}",
    "\u{2028}",
    "#",
    "[",
    "]",
    "\\",
    "*",
    "|",
    "…",
    "id",
    "key",
    "all",
    "none",
    "study",
    "R1",
    "provider",
];

fn odd() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 1..4).prop_map(|pieces| pieces.concat())
}

/// A verb that somebody tries, made of three odd words.
fn verb(kind: usize, [a, b, c]: [String; 3]) -> Verb {
    let some = |word: &String| Some(word.clone());
    let pair = |name: &String, value: &String| vec![format!("{name}={value}")];
    let rekey = |kind, row: &str| Rekey { kind, row: row.into(), key: a.clone() }.into();
    match kind {
        0 => AddSide { key: a, facts: SideFacts { name: some(&b) } }.into(),
        1 => AddParty { key: a.clone(), facts: PartyFacts { name: some(&b), set: pair(&c, &a) } }.into(),
        2 => AddCase {
            key: a.clone(),
            facts: CaseFacts { label: some(&b), set: pair(&c, &b), ..CaseFacts::default() },
        }
        .into(),
        3 => AddInformant {
            key: a.clone(),
            facts: InformantFacts { title: some(&b), set: pair(&b, &c), ..InformantFacts::default() },
        }
        .into(),
        4 => AddCoder { key: a.clone(), facts: CoderFacts { name: some(&b), set: pair(&c, &b) } }.into(),
        5 => AddFacet {
            key: a,
            facts: FacetFacts {
                name: some(&b),
                values: Some(format!("{b}<{c}")),
                definitions: vec![format!("{c}={b}")],
                ..FacetFacts::default()
            },
        }
        .into(),
        6 => AddQuestion { key: a, facts: QuestionFacts { text: some(&b), set: pair(&c, &b) } }.into(),
        7 => AddExhibit { key: a, facts: ExhibitFacts { title: some(&b), kind: None } }.into(),
        8 => AddFinding {
            key: a,
            facts: FindingFacts {
                text: some(&b),
                rating: some(&c),
                facets: vec!["phase=early".into()],
                set: pair(&b, &c),
                ..FindingFacts::default()
            },
        }
        .into(),
        9 => AddMemo {
            key: some(&a),
            facts: MemoFacts {
                about: Some("code:A".into()),
                text: some(&b),
                date: some(&c),
                set: pair(&c, &b),
                ..MemoFacts::default()
            },
        }
        .into(),
        10 => AddMemo {
            key: None,
            facts: MemoFacts { about: Some(format!("code:{a}")), text: some(&b), ..MemoFacts::default() },
        }
        .into(),
        11 => AddMemberCheck {
            key: some(&a),
            facts: MemberCheckFacts {
                informant: Some("I1".into()),
                shown: vec!["code:A".into(), "study".into()],
                response: some(&b),
                revision: some(&c),
                date: (b.len() > 4).then(|| c.clone()),
                set: pair(&c, &b),
                ..MemberCheckFacts::default()
            },
        }
        .into(),
        12 => AddCode {
            name: b.clone(),
            key: some(&a),
            marker: some(&c),
            definition: some(&b),
            ..AddCode::default()
        }
        .into(),
        13 => AddCode { name: a, definition: some(&c), ..AddCode::default() }.into(),
        14 => RenameCode { code: "A".into(), name: a, forget: false }.into(),
        15 => AliasCode { code: "A".into(), add: vec![a, b, c], remove: vec![] }.into(),
        16 => DefineCode {
            code: "A".into(),
            definition: some(&a),
            inclusion: some(&b),
            marker: some(&c),
            add_references: vec![b.clone()],
            set: pair(&c, &a),
            ..DefineCode::default()
        }
        .into(),
        17 => RekeyCode { code: "A".into(), key: a }.into(),
        18 => SaveSnapshot { name: a, note: b }.into(),
        19 => {
            PlaceCode { code: "A".into(), values: vec!["phase=early".into()], case: None, reason: some(&a) }
                .into()
        }
        20 => SettleCode { code: "A".into(), value: "phase=late".into(), case: None, reason: a }.into(),
        21 => {
            AddLevel { name: a, key: some(&b), above: Some("dimension".into()), ..AddLevel::default() }.into()
        }
        22 => RenameLevel { level: "open".into(), name: a }.into(),
        23 => ChangeSource {
            source: "S1".into(),
            facts: SourceFacts {
                wave: some(&a),
                kind: some(&b),
                language: some(&c),
                date: (c.len() > 4).then(|| a.clone()),
                set: pair(&b, &c),
                ..SourceFacts::default()
            },
            speakers: vec![],
            roles: vec![],
        }
        .into(),
        24 => ApplyCodes {
            source: "S1".into(),
            spot: Spot::Span { start: 4, end: 9 },
            codes: vec!["A".into()],
            in_vivo: false,
            weight: None,
            memo: some(&a),
            about_case: Some("R1".into()),
            about_side: Some("provider".into()),
            set: vec![],
        }
        .into(),
        25 => SetOutput {
            exhibit: a.clone(),
            what: "table".into(),
            name: "evidence".into(),
            options: vec![format!("title={b}")],
        }
        .into(),
        26 => rekey(RowKind::Side, "provider"),
        27 => rekey(RowKind::Case, "R1"),
        28 => rekey(RowKind::Source, "S1"),
        29 => rekey(RowKind::Coder, "bob"),
        30 => rekey(RowKind::Facet, "phase"),
        31 => rekey(RowKind::Party, "Alpha"),
        32 => rekey(RowKind::Informant, "I2"),
        33 => ChangeFacet {
            facet: "phase".into(),
            facts: FacetFacts {
                values: Some(format!("early<{a}<late")),
                names: vec![format!("early={b}")],
                definitions: vec![format!("late={c}")],
                ..FacetFacts::default()
            },
        }
        .into(),
        34 => EditText {
            source: "S2".into(),
            of: None,
            file: "edited.txt".into(),
            bytes: format!("{a}Interviewer: {b}\nBuyer: {c} we call\n").into_bytes(),
        }
        .into(),
        _ => SplitCode {
            code: "weekly-calls".into(),
            name: a.clone(),
            key: some(&b),
            definition: some(&c),
            ..SplitCode::default()
        }
        .into(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_a_verb_accepts_comes_back_from_a_folder(
        wishes in prop::collection::vec((0usize..36, [odd(), odd(), odd()]), 1..8),
    ) {
        let mut desk = Desk::small();
        let mut done = Vec::new();
        for (kind, words) in wishes {
            let verb = verb(kind, words);
            match desk.workspace.apply(&verb, &By::coder("anna")) {
                Ok(_) => done.push(verb),
                Err(WorkspaceError::Refused { .. }) => {}
                Err(WorkspaceError::Store(WriteError::Unfit { .. })) => {}
                Err(other) => prop_assert!(false, "{verb:?} is refused in other words: {other:?}"),
            }
        }
        let held = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| desk.holds_together()));
        prop_assert!(held.is_ok(), "{done:#?}");
    }
}
