//! Verbs that fill a study: the roster, excerpts, exhibits, findings, memos, member checks.

use themata_store::Store;
use themata_workspace::verbs::*;
use themata_workspace::{NewStudy, Workspace};

use crate::working::Desk;

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_string())
}

fn rekey(kind: RowKind, row: &str, key: &str) -> Rekey {
    Rekey { kind, row: row.into(), key: key.into() }
}

fn delete(kind: RowKind, rows: &[&str]) -> DeleteRows {
    DeleteRows { kind, rows: words(rows) }
}

fn memo(about: &str, text: &str) -> AddMemo {
    AddMemo { key: None, facts: MemoFacts { about: some(about), text: some(text), ..MemoFacts::default() } }
}

#[test]
fn every_row_of_a_roster_is_added_changed_and_deleted_again() {
    let mut desk = Desk::small();
    let before = desk.study();
    let party = PartyFacts { name: some("Delta Rail"), set: words(&["industry=rail", "employees=900"]) };
    desk.does_soundly(AddParty { key: "Delta".into(), facts: party });
    desk.does_soundly(AddSide { key: "broker".into(), facts: SideFacts::default() });
    let case = CaseFacts {
        label: some("Third"),
        sides: words(&["providers=Alpha", "broker=Delta Rail;Gamma"]),
        ..CaseFacts::default()
    };
    desk.does_soundly(AddCase { key: "R3".into(), facts: case });
    let informant = InformantFacts {
        party: some("delta"),
        title: some("buyer"),
        count: Some(2),
        cases: words(&["R3; R1"]),
        set: words(&["name=Dora"]),
    };
    desk.does_soundly(AddInformant { key: "I4".into(), facts: informant });
    desk.does_soundly(AddCoder {
        key: "carl".into(),
        facts: CoderFacts { name: some("Carl"), ..CoderFacts::default() },
    });
    let facet = FacetFacts { values: some("front, back"), ..FacetFacts::default() };
    desk.does_soundly(AddFacet { key: "team".into(), facts: facet });
    let question = QuestionFacts { text: some("How did it begin?"), ..QuestionFacts::default() };
    desk.does_soundly(AddQuestion { key: "Q1".into(), facts: question });
    let s = desk.study();
    let case = s.cases.last().unwrap();
    assert_eq!(case.sides.len(), 2);
    assert_eq!(case.sides[1].parties.len(), 2);
    assert_eq!(s.informants.last().unwrap().cases.len(), 2);

    let party = PartyFacts { set: words(&["industry=", "country=SE"]), ..PartyFacts::default() };
    desk.does_soundly(ChangeParty { party: "Delta Rail".into(), facts: party });
    let case = CaseFacts { sides: words(&["broker=-"]), ..CaseFacts::default() };
    desk.does_soundly(ChangeCase { case: "third".into(), facts: case });
    let informant = InformantFacts { party: some("-"), cases: words(&["-"]), ..InformantFacts::default() };
    desk.does_soundly(ChangeInformant { informant: "I4".into(), facts: informant });
    let facet = FacetFacts {
        values: some("back<middle<front"),
        names: words(&["middle=Middle office"]),
        definitions: words(&["back=out of sight"]),
        ..FacetFacts::default()
    };
    desk.does_soundly(ChangeFacet { facet: "team".into(), facts: facet });
    desk.does_soundly(ChangeSide { side: "broker".into(), facts: SideFacts { name: some("Brokers") } });
    let s = desk.study();
    assert_eq!(s.cases.last().unwrap().sides.len(), 1);
    assert_eq!(s.facets.last().unwrap().values.len(), 3);
    assert_eq!(s.parties.last().unwrap().attributes.len(), 2);

    for (kind, row) in [
        (RowKind::Informant, "I4"),
        (RowKind::Case, "R3"),
        (RowKind::Side, "broker"),
        (RowKind::Party, "Delta"),
        (RowKind::Coder, "carl"),
        (RowKind::Facet, "team"),
        (RowKind::Question, "Q1"),
    ] {
        desk.does_soundly(delete(kind, &[row]));
    }
    let after = desk.study();
    // What was declared stays declared: nothing else is left.
    assert_eq!(themata_model::Study { attributes: before.attributes.clone(), ..after }, before);
}

#[test]
fn what_names_a_row_follows_its_new_key() {
    let mut desk = Desk::small();
    let output = SetOutput {
        exhibit: "table-1".into(),
        what: "table".into(),
        name: "evidence".into(),
        options: words(&["case=R1;R2", "phase=early", "facet=phase", "transpose"]),
    };
    desk.does_soundly(output);
    for about in ["case:R1", "party:Beta", "informant:I1", "source:S1", "coder:bob", "facet:phase"] {
        desk.does(memo(about, "Remember."));
    }
    desk.does(AddMemberCheck {
        key: some("M1"),
        facts: MemberCheckFacts {
            informant: some("I2"),
            shown: words(&["exhibit:table-1", "finding:F1", "excerpt:X1", "case:R1"]),
            response: some("That is us."),
            ..MemberCheckFacts::default()
        },
    });
    for (kind, row, key) in [
        (RowKind::Case, "R1", "North"),
        (RowKind::Side, "provider", "seller"),
        (RowKind::Party, "Beta", "B"),
        (RowKind::Informant, "I1", "A1"),
        (RowKind::Source, "S1", "first talk"),
        (RowKind::Coder, "bob", "rob"),
        (RowKind::Facet, "phase", "stage"),
        (RowKind::Exhibit, "table-1", "table-2"),
        (RowKind::Finding, "F1", "both"),
        (RowKind::Excerpt, "X1", "weekly"),
        (RowKind::MemberCheck, "M1", "M2"),
    ] {
        desk.does_soundly(rekey(kind, row, key));
    }
    let s = desk.study();
    let abouts: Vec<String> = s.memos.iter().map(|memo| memo.anchor.to_string()).collect();
    assert_eq!(
        abouts,
        ["case:North", "party:B", "informant:A1", "source:first talk", "coder:rob", "facet:stage"]
    );
    let shown: Vec<String> = s.member_checks[0].shown.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["exhibit:table-2", "finding:both", "excerpt:weekly", "case:North"]);
    let options: Vec<String> =
        s.outputs[0].options.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(options, ["case=North;R2", "facet=stage", "stage=early", "transpose=true"]);
    let taken = desk.refuses(rekey(RowKind::Case, "North", "R2"));
    insta::assert_snapshot!(taken, @"there is a case `R2` already");
    assert_eq!(desk.does(rekey(RowKind::Case, "North", "North")).rows, 0);
}

#[test]
fn what_is_in_use_is_not_deleted_and_what_is_unknown_is_told() {
    let mut desk = Desk::small();
    desk.does(AddMemo { key: some("note"), ..memo("case:R2", "Remember.") });
    let told = [
        desk.refuses(delete(RowKind::Case, &["R1"])),
        desk.refuses(delete(RowKind::Case, &["R2"])),
        desk.refuses(delete(RowKind::Party, &["Alpha"])),
        desk.refuses(delete(RowKind::Informant, &["I1"])),
        desk.refuses(delete(RowKind::Coder, &["bob"])),
        desk.refuses(delete(RowKind::Facet, &["phase"])),
        desk.refuses(delete(RowKind::Exhibit, &["table-1"])),
        desk.refuses(ChangeFacet {
            facet: "phase".into(),
            facts: FacetFacts { values: some("late<later"), ..FacetFacts::default() },
        }),
        desk.refuses(AddCase {
            key: "R9".into(),
            facts: CaseFacts { sides: words(&["provider=Alhpa"]), ..CaseFacts::default() },
        }),
        desk.refuses(AddCase { key: "R1".into(), facts: CaseFacts::default() }),
        desk.refuses(AddFacet {
            key: "weight".into(),
            facts: FacetFacts { values: some("a<b"), ..FacetFacts::default() },
        }),
        desk.refuses(AddFacet {
            key: "sphere".into(),
            facts: FacetFacts { values: some("all,none"), ..FacetFacts::default() },
        }),
        desk.refuses(AddParty {
            key: "X".into(),
            facts: PartyFacts { set: words(&["name=Xavier"]), ..PartyFacts::default() },
        }),
        desk.refuses(memo("kase:R1", "x")),
        desk.refuses(memo("case:R7", "x")),
    ];
    insta::assert_snapshot!(told.join("\n---\n"));
}

#[test]
fn an_excerpt_prints_only_what_was_said() {
    let mut desk = Desk::small();
    let id = desk.study().codings[0].id.to_string();
    let facts = |text: &str| ExcerptFacts {
        codings: vec![id.clone()],
        text: some(text),
        exhibits: words(&["table-1"]),
        attribution: some("a manager"),
        ..ExcerptFacts::default()
    };
    let add = |text: &str| AddExcerpt { key: "X2".into(), facts: facts(text) };
    insta::assert_snapshot!(desk.refuses(add("We call them every month.")));
    desk.does_soundly(add("We … them [the buyers] every week."));
    let translation = ExcerptFacts {
        translation: some("Vi ringer dem varje vecka."),
        translator: some("Anna"),
        ..ExcerptFacts::default()
    };
    desk.does_soundly(ChangeExcerpt { excerpt: "X2".into(), facts: translation });
    let nobody = ExcerptFacts { translation: some("-"), translator: some("Anna"), ..ExcerptFacts::default() };
    insta::assert_snapshot!(desk.refuses(ChangeExcerpt { excerpt: "X2".into(), facts: nobody }));
    let plain = ExcerptFacts { text: some("-"), exhibits: words(&["-"]), ..ExcerptFacts::default() };
    desk.does_soundly(ChangeExcerpt { excerpt: "X2".into(), facts: plain });
    let s = desk.study();
    let excerpt = s.excerpts.last().unwrap();
    assert_eq!((excerpt.text.as_ref(), excerpt.exhibits.len()), (None, 0));
    desk.does_soundly(delete(RowKind::Excerpt, &["X2"]));
}

#[test]
fn findings_weigh_codings_for_and_against() {
    let mut desk = Desk::small();
    let ids: Vec<String> = desk.study().codings.iter().map(|coding| coding.id.to_string()).collect();
    let facts = FindingFacts {
        text: some("Trust comes late."),
        exhibit: some("table-1"),
        case: some("R1"),
        code: some("trust"),
        facets: words(&["phase=late"]),
        rating: some("high"),
        supports: vec![ids[0].clone(), ids[1].clone()],
        contradicts: vec![ids[2].clone()],
        set: words(&["reason=two of three"]),
        ..FindingFacts::default()
    };
    desk.does_soundly(AddFinding { key: "F2".into(), facts });
    let change = FindingFacts {
        facets: words(&["phase=-"]),
        case: some("-"),
        qualifies: vec![ids[1].clone()],
        without: vec![ids[2].clone()],
        ..FindingFacts::default()
    };
    desk.does_soundly(ChangeFinding { finding: "F2".into(), facts: change });
    let s = desk.study();
    let finding = s.findings.last().unwrap();
    let stances: Vec<&str> = finding.evidence.iter().map(|link| link.stance.as_str()).collect();
    assert_eq!(stances, ["supports", "qualifies"]);
    assert!(finding.facets.is_empty() && finding.case.is_none());
    let silent = AddFinding { key: "F3".into(), facts: FindingFacts::default() };
    insta::assert_snapshot!(desk.refuses(silent));
    let stranger = FindingFacts { without: vec![ids[3].clone()], ..FindingFacts::default() };
    assert!(desk.refuses(ChangeFinding { finding: "F2".into(), facts: stranger }).contains("is no evidence"));
}

#[test]
fn exhibits_are_printed_by_what_can_print_them() {
    let mut desk = Desk::small();
    let facts = ExhibitFacts { title: some("The words"), kind: some("table") };
    desk.does_soundly(AddExhibit { key: "table-2".into(), facts });
    let output = |name: &str, options: &[&str]| SetOutput {
        exhibit: "table-2".into(),
        what: "table".into(),
        name: name.into(),
        options: words(options),
    };
    let told = [
        desk.refuses(output("evidense", &[])),
        desk.refuses(output("evidence", &["level=categoy"])),
        desk.refuses(output("evidence", &["title=Mine"])),
        desk.refuses(AddExhibit {
            key: "x".into(),
            facts: ExhibitFacts { kind: some("poster"), ..ExhibitFacts::default() },
        }),
    ];
    insta::assert_snapshot!(told.join("\n---\n"));
    desk.does_soundly(output("evidence", &["level=category", "locator"]));
    desk.does_soundly(output("frequency", &[]));
    assert_eq!(desk.study().outputs.len(), 1);
    desk.does_soundly(delete(RowKind::Exhibit, &["table-2"]));
    assert_eq!(desk.study().outputs.len(), 0);
}

#[test]
fn memos_and_member_checks_are_written_about_anything() {
    let mut desk = Desk::small();
    let coding = desk.study().codings[0].id;
    for about in ["study", "code:benefits", "finding:F1", &format!("coding:{coding}")] {
        desk.does_soundly(memo(about, "Why so?\nAsk again."));
    }
    let keys: Vec<String> = desk.study().memos.iter().map(|memo| memo.key.to_string()).collect();
    assert!(keys[1].starts_with("code-benefits-2"), "{keys:?}");
    let facts = MemoFacts { kind: some("reflexive"), date: some("-"), ..MemoFacts::default() };
    desk.does_soundly(ChangeMemo { memo: keys[0].clone(), facts });
    let check = MemberCheckFacts {
        informant: some("buyer"),
        shown: words(&["finding:F1; code:benefits", "study"]),
        response: some("Not quite."),
        revision: some("F1 was weakened."),
        date: some("2026-03-01"),
        ..MemberCheckFacts::default()
    };
    desk.does_soundly(AddMemberCheck { key: None, facts: check });
    assert_eq!(desk.study().member_checks[0].key.as_str(), "buyer-2026-03-01");
    let silent = AddMemberCheck { key: None, facts: MemberCheckFacts::default() };
    insta::assert_snapshot!(desk.refuses(silent));
    desk.does_soundly(delete(RowKind::Memo, &[&keys[0], &keys[1]]));
    desk.does_soundly(delete(RowKind::MemberCheck, &["buyer-2026-03-01"]));
}

#[test]
fn a_new_study_is_whole_and_its_first_entry_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.themata");
    let wish = NewStudy {
        sides: words(&["provider", "customer"]),
        facets: words(&["phase=early<late"]),
        codebook: some(
            "levels = [\"Categories\"]\n\n# Mine.\n[[codes]]\nkey = \"A\"\nlevel = \"Categories\"\nname = \"Calls\"\nfacets = { phase = \"early\" }\n",
        ),
        ..NewStudy::default()
    };
    Workspace::create(&path, &wish, false).unwrap();
    let snapshot = Store::open(&path).unwrap().read_all().unwrap();
    assert_eq!(snapshot.study.codebook.codes().len(), 1);
    assert_eq!(snapshot.history[0].verb, "new");
    let mut workspace = Workspace::open(&path).unwrap();
    let add = AddCoder { key: "anna".into(), facts: CoderFacts::default() };
    workspace.apply(&add.into(), &By::default()).unwrap();
    let (files, again) = (folder.path().join("files"), folder.path().join("again.themata"));
    themata_workspace::unpack(&path, &files, &|_| ()).unwrap();
    themata_workspace::build(&files, &again, Default::default(), &|_| ()).unwrap();
    assert!(std::fs::read_to_string(files.join("codebook.toml")).unwrap().contains("# Mine."));
    let built = Store::open(&again).unwrap().read_all().unwrap();
    assert_eq!(built.study, Store::open(&path).unwrap().read_all().unwrap().study);
}
