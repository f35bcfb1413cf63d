//! Verbs on the codebook, each undone, redone and sent through a folder.

use std::collections::BTreeMap;

use themata_model::{
    Code, CodeKey, FacetAssignment, Link, LinkKind, MemberCheck, Memo, MemoAnchor, MemoKind, Output,
    OutputKind, Placement, Settlement, Study,
};
use themata_testkit::small_study;
use themata_workspace::verbs::{
    AddCode, AddLevel, AliasCode, CodeOrder, DefineCode, DeleteCodes, DeleteLevel, MergeCodes, MoveCode,
    MoveCodes, PrefillCode, RecolourCode, RekeyCode, RenameCode, RenameLevel, ReorderCodes, ReorderLevels,
    SplitCode,
};

use crate::working::Desk;

fn text(words: &str) -> Option<String> {
    Some(words.to_string())
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

fn key<K: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> K {
    text.parse().unwrap()
}

fn code(desk: &Desk, key: &str) -> Code {
    desk.study().codebook.get(&key.parse().unwrap()).unwrap().clone()
}

fn keys(study: &Study) -> Vec<String> {
    study.codebook.in_tree_order().iter().map(|code| code.key.to_string()).collect()
}

/// The small study with everything that can name a code: two more categories, sortings, links, memos,
/// a member check, an output, an accepted remark.
fn crowded() -> Study {
    let mut s = small_study();
    let mut codes = s.codebook.codes().to_vec();
    for (name, level, parent) in [("fears", "category", "trust"), ("monthly-calls", "open", "benefits")] {
        let mut code = codes.iter().find(|code| code.level.as_str() == level).unwrap().clone();
        code.id = s.id.row("code", name);
        code.key = key(name);
        code.name = name.replace('-', " ");
        code.marker = (level == "category").then(|| "B".to_string());
        code.parent = Some(key(parent));
        code.definition = format!("What {name} are");
        codes.push(code);
    }
    s.codebook = themata_model::Codebook::new(s.codebook.levels().to_vec(), codes).unwrap();
    let value = |value: &str| FacetAssignment::Value(key(value));
    for (n, rater, code, word, reason) in [
        (0, "anna", "benefits", "early", ""),
        (1, "anna", "fears", "late", "they came later"),
        (2, "bob", "fears", "early", ""),
    ] {
        s.placements.push(Placement {
            id: s.id.row("placement", &n.to_string()),
            rater: key(rater),
            code: key(code),
            case: None,
            facet: key("phase"),
            value: value(word),
            reason: reason.into(),
        });
    }
    s.settlements.push(Settlement {
        id: s.id.row("settlement", "0"),
        code: key("fears"),
        case: Some(key("R1")),
        facet: key("phase"),
        value: FacetAssignment::All,
        reason: "agreed".into(),
    });
    for (from, to) in [("fears", "benefits"), ("fears", "trust")] {
        s.links.push(Link {
            id: s.id.row("link", &format!("{from} {to}")),
            from: key(from),
            kind: LinkKind("hinders".into()),
            to: key(to),
            evidence: vec![s.codings[0].id],
            reason: "seen twice".into(),
            attributes: BTreeMap::new(),
        });
    }
    let about = |kind: &str, key: &str| MemoAnchor::Row { kind: kind.into(), key: key.into() };
    let coding = s.codings[0].id.to_string();
    for (name, anchor) in
        [("m1", about("code", "fears")), ("m2", about("coding", &coding)), ("m3", about("excerpt", "X1"))]
    {
        s.memos.push(Memo {
            id: s.id.row("memo", name),
            key: key(name),
            anchor,
            kind: MemoKind::Theoretical,
            coder: Some(key("anna")),
            date: None,
            text: "A thought.".into(),
            attributes: BTreeMap::new(),
        });
    }
    s.member_checks.push(MemberCheck {
        id: s.id.row("member-check", "c1"),
        key: key("c1"),
        informant: Some(key("I1")),
        party: None,
        date: None,
        shown: vec![about("code", "fears"), about("code", "benefits"), about("finding", "F1")],
        response: "I agree.".into(),
        revision: String::new(),
        coder: None,
        attributes: BTreeMap::new(),
    });
    s.outputs.push(Output {
        id: s.id.row("output", "table-1"),
        exhibit: key("table-1"),
        kind: OutputKind::Table("evidence".into()),
        options: [("code".to_string(), "fears;trust".to_string())].into(),
    });
    s.allowed = vec!["one-child:fears".into(), "guest:fears:R1".into()];
    s
}

#[test]
fn a_code_is_defined_field_by_field() {
    let mut desk = Desk::small();
    let done = desk.does_soundly(DefineCode {
        code: "benefits".into(),
        definition: text(" What the other side gains \n"),
        origin: text("theory-led"),
        marker: text("C"),
        add_references: texts(&["Smith 2001", "Jones 1999"]),
        set: texts(&["colour scheme=warm"]),
        ..DefineCode::default()
    });
    assert_eq!(
        done.said,
        "changed the definition, the origin, the marker, the references, the attributes of *C. Evaluate benefits*"
    );
    let defined = code(&desk, "benefits");
    assert_eq!(defined.definition, "What the other side gains");
    assert_eq!(defined.attributes.get("colour scheme").map(String::as_str), Some("warm"));
    let done = desk.does_soundly(DefineCode {
        code: "C".into(),
        origin: text(""),
        marker: text(""),
        remove_references: texts(&["Jones 1999"]),
        set: texts(&["colour scheme="]),
        ..DefineCode::default()
    });
    assert_eq!(
        done.said,
        "changed the origin, the marker, the references, the attributes of *Evaluate benefits*"
    );
    let defined = code(&desk, "benefits");
    assert_eq!((defined.marker, defined.origin, defined.references), (None, None, texts(&["Smith 2001"])));
    let none = desk.does(DefineCode { code: "benefits".into(), ..DefineCode::default() });
    assert_eq!((none.rows, none.said.as_str()), (0, "*Evaluate benefits* is defined so already"));
}

#[test]
fn a_marker_stands_once_on_a_level() {
    let mut desk = Desk::of(crowded());
    let told = desk.refuses(DefineCode { code: "fears".into(), marker: text("A"), ..DefineCode::default() });
    assert!(told.contains("`benefits` and `fears` would have the marker `A` on one level"), "{told}");
    let told = desk.refuses(AddCode {
        name: "More".into(),
        marker: text("A"),
        level: text("category"),
        ..AddCode::default()
    });
    assert!(told.contains("would have the marker `A`"), "{told}");
    desk.does_soundly(DefineCode { code: "trust".into(), marker: text("A"), ..DefineCode::default() });
    let told =
        desk.refuses(DefineCode { code: "trust".into(), set: texts(&["name=x"]), ..DefineCode::default() });
    assert!(told.contains("`name` cannot be an attribute of codes"), "{told}");
}

#[test]
fn names_aliases_colours_and_values_change() {
    let mut desk = Desk::of(crowded());
    desk.does_soundly(RenameCode { code: "B".into(), name: "Fear the worst".into(), forget: false });
    let alias = |add: &[&str], remove: &[&str]| AliasCode {
        code: "fears".into(),
        add: texts(add),
        remove: texts(remove),
    };
    let done = desk.does_soundly(alias(&["worries", "fears"], &["fears"]));
    assert_eq!(
        done.said,
        "changed the aliases of *B. Fear the worst*: without *fears*, with *worries*, with *fears*"
    );
    assert_eq!(code(&desk, "fears").aliases, texts(&["worries", "fears"]));
    let told = desk.refuses(alias(&[], &["worrries"]));
    assert!(told.contains("did you mean `worries`?"), "{told}");
    desk.does_soundly(RecolourCode { code: "worries".into(), colour: text("#1f77b4") });
    assert_eq!(code(&desk, "fears").colour.map(|c| c.to_string()), text("#1F77B4"));
    desk.refuses(RecolourCode { code: "fears".into(), colour: text("blue") });
    desk.does_soundly(RecolourCode { code: "fears".into(), colour: None });
    let prefill = |value: &str| PrefillCode { code: "fears".into(), values: texts(&[value]) };
    for value in ["phase=late", "phase=all", "phase=none"] {
        desk.does_soundly(prefill(value));
        let word = code(&desk, "fears").prefilled.values().next().map(ToString::to_string);
        assert_eq!(word.as_deref(), value.split_once('=').map(|(_, word)| word));
    }
    desk.does_soundly(prefill("phase=-"));
    assert!(code(&desk, "fears").prefilled.is_empty());
    assert!(desk.refuses(prefill("phase=lste")).contains("did you mean `late`?"));
    assert!(desk.refuses(prefill("late")).contains("FACET=VALUE"));
}

#[test]
fn everything_that_names_a_code_by_its_key_follows_to_the_new_key() {
    let mut desk = Desk::of(crowded());
    let done = desk.does_soundly(RekeyCode { code: "fears".into(), key: "worries".into() });
    assert_eq!(done.said, "gave *B. fears* the key *worries* instead of *fears*");
    assert_eq!(
        done.details,
        ["1 memo, 1 member check, 1 output, 1 accepted remark that named the old key now name the new one"]
    );
    let s = desk.study();
    assert_eq!(s.memos[0].anchor.to_string(), "code:worries");
    assert_eq!(s.member_checks[0].shown[0].to_string(), "code:worries");
    assert_eq!(s.outputs[0].options["code"], "worries;trust");
    assert_eq!(s.allowed, texts(&["one-child:worries", "guest:fears:R1"]));
    assert!(s.links.iter().all(|link| link.from.as_str() == "worries"));
    let told = desk.refuses(RekeyCode { code: "worries".into(), key: "trust".into() });
    assert_eq!(told, "there is a code `trust` already");
}

#[test]
fn a_code_moves_with_what_is_below_it() {
    let mut desk = Desk::of(crowded());
    let to = |code: &str, to: &str| MoveCode { code: code.into(), to: text(to), ..MoveCode::default() };
    let done = desk.does_soundly(to("weekly-calls", "fears"));
    assert_eq!(done.said, "moved *weekly calls* below *B. fears*");
    assert_eq!(
        keys(&desk.study()),
        ["relating", "trust", "benefits", "monthly-calls", "fears", "weekly-calls"]
    );
    let done = desk.does_soundly(to("trust", "relating"));
    assert_eq!((done.rows, done.said.as_str()), (0, "*1. Trust* stands there already"));
    let told = desk.refuses(to("benefits", "fears"));
    assert!(told.contains("a parent stands on a higher level"), "{told}");
    assert!(told.contains("--level"), "{told}");
    assert!(desk.refuses(to("trust", "weekly-calls")).contains("which stands below it"));
    assert!(desk.refuses(to("trust", "trust")).contains("cannot stand below itself"));
    let lifted =
        MoveCode { code: "benefits".into(), to: text("D"), level: text("theme"), ..MoveCode::default() };
    let told =
        desk.does_soundly(DefineCode { code: "benefits".into(), marker: text("2"), ..DefineCode::default() });
    assert!(told.rows > 0);
    let done = desk.does_soundly(lifted);
    assert_eq!(
        done.said,
        "moved *2. Evaluate benefits* below *D. Relating*, onto the level Second-order themes"
    );
    assert_eq!(done.details, ["with the 1 code below it"]);
    let s = desk.study();
    assert_eq!(s.codings.iter().filter(|c| c.target.code() == Some(&key("benefits"))).count(), 4);
    let told =
        desk.refuses(MoveCode { code: "trust".into(), level: text("category"), ..MoveCode::default() });
    assert!(told.contains("`fears` (category) cannot hang below `trust` (category)"), "{told}");
    let done = desk.does_soundly(MoveCode { code: "fears".into(), top: true, ..MoveCode::default() });
    assert_eq!(done.said, "moved *B. fears* to the top");
    assert!(desk.refuses(MoveCode { code: "fears".into(), ..MoveCode::default() }).contains("--to CODE"));
}

#[test]
fn a_code_moves_beside_another_and_no_other_row_changes_than_those_between() {
    let mut desk = Desk::small();
    for name in ["a", "b", "c", "d"] {
        desk.does(AddCode { name: name.into(), parent: text("benefits"), ..AddCode::default() });
    }
    let order = |desk: &Desk| keys(&desk.study())[3..].join(" ");
    let beside = |code: &str, before: Option<&str>, after: Option<&str>| MoveCode {
        code: code.into(),
        before: before.and_then(text),
        after: after.and_then(text),
        ..MoveCode::default()
    };
    let done = desk.does_soundly(beside("d", Some("b"), None));
    assert_eq!((order(&desk).as_str(), done.rows), ("weekly-calls a d b c", 3));
    assert_eq!(done.said, "moved *d* before *b*");
    desk.does_soundly(beside("weekly-calls", None, Some("b")));
    assert_eq!(order(&desk), "a d b weekly-calls c");
    let mixed = ReorderCodes { codes: texts(&["c", "a"]), ..ReorderCodes::default() };
    assert_eq!(desk.does_soundly(mixed).said, "put into this order: *c*, *a*");
    assert_eq!(order(&desk), "c d b weekly-calls a");
    let block = ReorderCodes { codes: texts(&["a", "b"]), after: text("c"), ..ReorderCodes::default() };
    assert_eq!(desk.does_soundly(block).said, "put into this order: *a*, *b*, after *c*");
    assert_eq!(order(&desk), "c a b d weekly-calls");
    let rule = |by| ReorderCodes { by: Some(by), ..ReorderCodes::default() };
    desk.does_soundly(rule(CodeOrder::Name));
    assert_eq!(order(&desk), "a b c d weekly-calls");
    desk.does_soundly(rule(CodeOrder::Codings));
    assert_eq!(order(&desk), "weekly-calls a b c d");
    let strangers = ReorderCodes { codes: texts(&["a", "trust"]), ..ReorderCodes::default() };
    assert!(desk.refuses(strangers).contains("do not stand below the same code"));
    assert!(desk.refuses(beside("benefits", Some("a"), None)).contains("cannot stand below itself"));
}

#[test]
fn markers_order_numbers_by_their_size() {
    let mut desk = Desk::small();
    for (name, marker) in [("x", "10"), ("y", "9"), ("z", "2b")] {
        let code =
            AddCode { name: name.into(), marker: text(marker), parent: text("D"), ..AddCode::default() };
        desk.does(code);
    }
    let by = ReorderCodes { by: Some(CodeOrder::Marker), below: text("D"), ..ReorderCodes::default() };
    assert_eq!(desk.does_soundly(by).said, "ordered what is below *D. Relating* by marker");
    let s = desk.study();
    let theme = key("theme");
    let themes: Vec<&str> = s.codebook.on_level(&theme).map(|code| code.key.as_str()).collect();
    assert_eq!(themes, ["trust", "z", "y", "x"]);
}

#[test]
fn merging_carries_everything_over_and_quotes_what_finds_no_place() {
    let mut desk = Desk::of(crowded());
    let merge = |force| MergeCodes { from: texts(&["fears"]), into: "benefits".into(), force };
    let told = desk.refuses(merge(false));
    assert!(told.contains("of `fears`: anna placed it in phase=late (“they came later”)"), "{told}");
    assert!(told.contains("--force"), "{told}");
    let done = desk.does_soundly(merge(true));
    assert_eq!(done.said, "merged *B. fears* into *A. Evaluate benefits*, 0 codings moved");
    insta::assert_snapshot!(done.details.join("\n"));
    let s = desk.study();
    assert!(s.codebook.get(&key("fears")).is_none());
    let merged = code(&desk, "benefits");
    assert_eq!(merged.aliases, ["fears"]);
    let sorted: Vec<String> =
        s.placements.iter().map(|p| format!("{} {} {}", p.rater, p.code, p.value)).collect();
    assert_eq!(sorted, ["anna benefits early", "bob benefits early"]);
    assert_eq!(s.settlements[0].code.as_str(), "benefits");
    let links: Vec<String> = s.links.iter().map(|link| format!("{} {}", link.from, link.to)).collect();
    assert_eq!(links, ["benefits trust"]);
    let shown: Vec<String> = s.member_checks[0].shown.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["code:benefits", "finding:F1"]);
    assert_eq!(s.outputs[0].options["code"], "benefits;trust");
    assert_eq!(s.memos[0].anchor.to_string(), "code:benefits");
    let memo = s.memos.last().unwrap();
    assert_eq!((memo.key.as_str(), memo.anchor.to_string().as_str()), ("merged-fears", "code:benefits"));
    insta::assert_snapshot!(memo.text);
}

#[test]
fn several_codes_merge_into_the_one_above_them() {
    let mut desk = Desk::of(crowded());
    let from = texts(&["weekly calls", "monthly-calls"]);
    let done = desk.does_soundly(MergeCodes { from, into: "A".into(), force: false });
    assert_eq!(
        done.said,
        "merged *weekly calls*, *monthly calls* into *A. Evaluate benefits*, 1 coding moved"
    );
    assert_eq!(code(&desk, "A".replace('A', "benefits").as_str()).aliases, ["weekly calls", "monthly calls"]);
    let told = desk.refuses(MergeCodes { from: texts(&["trust"]), into: "benefits".into(), force: false });
    assert!(told.contains("stands below `trust`"), "{told}");
    let told = desk.refuses(MergeCodes { from: texts(&["trust"]), into: "1".into(), force: false });
    assert!(told.contains("merged into itself"), "{told}");
}

#[test]
fn a_coding_that_stands_twice_after_a_merge_is_kept_once_only_when_nothing_else_differs() {
    let mut s = crowded();
    let mut twin = s.codings[0].clone();
    twin.id = s.id.row("coding", "twin");
    twin.target = themata_model::Target::Code(key("monthly-calls"), BTreeMap::new());
    let mut other = twin.clone();
    other.id = s.id.row("coding", "other");
    other.target = themata_model::Target::Code(key("weekly-calls"), BTreeMap::new());
    other.memo = "with a remark".into();
    s.excerpts[0].pieces.push(themata_model::Piece { coding: twin.id });
    s.findings[0].evidence[0].coding = twin.id;
    s.memos[1].anchor = MemoAnchor::Row { kind: "coding".into(), key: twin.id.to_string() };
    s.codings.extend([twin, other]);
    s.sort_codings();
    let kept = s
        .codings
        .iter()
        .find(|c| c.quotation == "We call them every week." && c.target.code() == Some(&key("benefits")))
        .unwrap()
        .id;
    let before = s.codings.len();
    let mut desk = Desk::of(s);
    let from = texts(&["weekly-calls", "monthly-calls"]);
    let done = desk.does_soundly(MergeCodes { from, into: "A".into(), force: false });
    assert!(done.said.ends_with(", 3 codings moved"), "{}", done.said);
    assert!(
        done.details.contains(&"1 coding stood twice, the same in all, and is kept once".to_string()),
        "{:?}",
        done.details
    );
    let s = desk.study();
    assert_eq!(s.codings.len(), before - 1);
    assert_eq!(s.excerpts[0].pieces.iter().map(|p| p.coding).collect::<Vec<_>>(), [kept]);
    assert!(s.findings[0].evidence.iter().any(|link| link.coding == kept));
    assert_eq!(s.memos[1].anchor.to_string(), format!("coding:{kept}"));
}

#[test]
fn a_code_is_split_by_source_case_value_or_ids() {
    let mut desk = Desk::small();
    let split = |name: &str| SplitCode { code: "A".into(), name: name.into(), ..SplitCode::default() };
    let done = desk.does_soundly(SplitCode { source: text("S3"), ..split("Elsewhere") });
    assert_eq!(done.said, "split *A. Evaluate benefits*: 2 codings moved to the new *Elsewhere*");
    assert_eq!(done.details, ["2 codings stay with *A. Evaluate benefits*"]);
    let new = code(&desk, "elsewhere");
    assert_eq!((new.level.as_str(), new.parent.as_ref().map(CodeKey::as_str)), ("category", Some("trust")));
    desk.undoes();
    // One coding of S3 is about R1; S1 counts for both cases, S2 for R1.
    let done = desk.does_soundly(SplitCode { case: text("R1"), ..split("Of R1") });
    assert!(done.said.contains("3 codings moved"), "{}", done.said);
    desk.undoes();
    let done = desk.does_soundly(SplitCode { values: texts(&["phase=early"]), ..split("Early") });
    assert!(done.said.contains("1 coding moved"), "{}", done.said);
    desk.undoes();
    let id = desk.study().codings[0].id.to_string();
    let done = desk.does_soundly(SplitCode { codings: vec![id[28..].to_string()], ..split("One") });
    assert!(done.said.contains("1 coding moved"), "{}", done.said);
    assert!(
        desk.refuses(SplitCode { codings: vec![id], ..split("Two") }).contains("is not one of `benefits`")
    );
    assert!(desk.refuses(split("None")).contains("--codings"));
    let told = desk.refuses(SplitCode { source: text("S1"), ..split("None") });
    assert!(told.contains("none of the codings of `benefits` fits"), "{told}");
}

#[test]
fn deleting_says_what_would_go_along_and_needs_force() {
    let mut desk = Desk::of(crowded());
    let delete = |codes: &[&str], force| DeleteCodes { codes: texts(codes), force, keep_children: false };
    let alone = desk.does_soundly(delete(&["monthly-calls"], false));
    assert_eq!((alone.said.as_str(), alone.details.len()), ("deleted *monthly calls*", 0));
    insta::assert_snapshot!(desk.refuses(delete(&["fears"], false)));
    insta::assert_snapshot!(desk.refuses(delete(&["benefits"], false)));
    let done = desk.does_soundly(delete(&["benefits", "fears"], true));
    insta::assert_snapshot!(format!("{}\n{}", done.said, done.details.join("\n")));
    let s = desk.study();
    assert_eq!(keys(&s), ["relating", "trust"]);
    assert_eq!((s.codings.len(), s.excerpts.len(), s.findings.len(), s.memos.len()), (1, 0, 0, 0));
    assert!(s.member_checks[0].shown.is_empty() && s.placements.is_empty() && s.settlements.is_empty());
}

#[test]
fn codes_below_a_deleted_one_may_move_up() {
    let mut desk = Desk::of(crowded());
    let keep = DeleteCodes { codes: texts(&["trust", "benefits"]), force: true, keep_children: true };
    let done = desk.does_soundly(keep);
    assert!(done.details.contains(&"*weekly calls* moved up".to_string()), "{:?}", done.details);
    assert_eq!(keys(&desk.study()), ["relating", "weekly-calls", "fears", "monthly-calls"]);
    assert_eq!(code(&desk, "fears").parent, Some(key("relating")));
}

#[test]
fn levels_are_added_renamed_reordered_and_deleted() {
    let mut desk = Desk::small();
    let add = |name: &str| AddLevel { name: name.into(), ..AddLevel::default() };
    let levels = |desk: &Desk| -> Vec<String> {
        desk.study().codebook.levels().iter().map(|level| level.key.to_string()).collect()
    };
    assert_eq!(desk.does_soundly(add("Core")).said, "added the level *Core* above *Aggregate dimensions*");
    let jotted = AddLevel { open: true, below: text("open"), ..add("Jottings") };
    assert_eq!(desk.does_soundly(jotted).said, "added the level of open codes *Jottings* below *Open codes*");
    let themes = AddLevel { above: text("theme"), ..add("Families") };
    desk.does_soundly(themes);
    assert_eq!(levels(&desk), ["jottings", "open", "category", "theme", "families", "dimension", "core"]);
    let told = desk.refuses(AddLevel { open: true, above: text("theme"), ..add("Odd") });
    assert!(told.contains("open levels come first"), "{told}");
    desk.does_soundly(RenameLevel { level: "Families".into(), name: "Kinds".into() });
    let order = |levels: &[&str]| ReorderLevels { levels: texts(levels) };
    desk.does_soundly(order(&["jottings", "open", "category", "families", "theme", "dimension", "core"]));
    let told =
        desk.refuses(order(&["jottings", "open", "theme", "category", "families", "dimension", "core"]));
    assert!(told.contains("cannot hang below"), "{told}");
    assert!(desk.refuses(order(&["open"])).contains("it is not said where"));
    desk.does_soundly(DeleteLevel { level: "families".into() });
    let told = desk.refuses(DeleteLevel { level: "theme".into() });
    assert!(told.contains("1 code stands on the level `theme`"), "{told}");
    assert_eq!(levels(&desk), ["jottings", "open", "category", "theme", "dimension", "core"]);
}

#[test]
fn a_code_that_goes_by_the_name_of_another_is_told_of() {
    let mut desk = Desk::small();
    let told = |done: themata_workspace::verbs::Done| done.details.join("\n");
    let added = desk.does(AddCode { name: "evaluate  BENEFITS".into(), ..AddCode::default() });
    assert!(told(added).contains("`benefits` goes by"));
    desk.undoes();
    let alias = |add: &str| AliasCode { code: "weekly-calls".into(), add: vec![add.into()], remove: vec![] };
    assert!(told(desk.does(alias("Évaluate benefits"))).contains("`benefits` goes by"));
    let rename = RenameCode { code: "A".into(), name: "Weekly calls".into(), forget: true };
    assert!(told(desk.does(rename)).contains("`weekly-calls` goes by"));
    assert!(desk.does(alias("meetings")).details.is_empty(), "what nobody else goes by is told of no one");
}

#[test]
fn several_codes_are_moved_to_one_place_in_the_order_given() {
    let mut desk = Desk::small();
    for name in ["one", "two", "three"] {
        desk.does(AddCode { name: name.into(), ..AddCode::default() });
    }
    let codes = ["three", "one", "two"].map(String::from).to_vec();
    let below = MoveCodes { codes: codes.clone(), to: text("A"), ..MoveCodes::default() };
    let done = desk.does_soundly(below);
    assert_eq!(done.said, "moved *three*, *one* and *two* below *A. Evaluate benefits*");
    let after = MoveCodes { codes, after: text("weekly-calls"), ..MoveCodes::default() };
    desk.does_soundly(after);
    let s = desk.study();
    let open = s
        .codebook
        .codes()
        .iter()
        .filter(|code| code.parent.as_ref().is_some_and(|key| key.as_str() == "benefits"));
    let keys: Vec<&str> = open.map(|code| code.key.as_str()).collect();
    let at = keys.iter().position(|key| *key == "weekly-calls").unwrap();
    assert_eq!(&keys[at..at + 4], ["weekly-calls", "three", "one", "two"]);
    let wrong = MoveCodes { codes: vec!["one".into(), "too".into()], top: true, ..MoveCodes::default() };
    assert!(desk.refuses(wrong).contains("did you mean `two`?"));
}
