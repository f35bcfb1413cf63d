//! What stands in the way of an undo: what others wrote since that names or needs what would go.

use themata_workspace::verbs::*;

use crate::working::Desk;

fn add(name: &str) -> AddCode {
    AddCode { name: name.into(), ..AddCode::default() }
}

fn memo(key: &str, about: &str) -> AddMemo {
    let facts =
        MemoFacts { about: Some(about.into()), text: Some("Mind this.".into()), ..MemoFacts::default() };
    AddMemo { key: Some(key.into()), facts }
}

fn shown(key: &str, what: &str) -> AddMemberCheck {
    let facts = MemberCheckFacts {
        party: Some("Alpha".into()),
        shown: vec![what.into()],
        ..MemberCheckFacts::default()
    };
    AddMemberCheck { key: Some(key.into()), facts }
}

impl Desk {
    /// Does a verb as bob.
    fn bob_does(&mut self, verb: impl Into<Verb>) {
        self.workspace.apply(&verb.into(), &By::coder("bob")).unwrap();
    }

    /// What an undo of `coder` that must fail says.
    fn keeps(&mut self, coder: &str) -> String {
        let before = self.study();
        let error = self.workspace.undo(None, &By::coder(coder)).unwrap_err();
        assert_eq!(self.study(), before, "a refused undo changes nothing");
        error.to_string()
    }

    /// Gives a row of each kind that memos may be about, made by anna; undoing it must fail with what is
    /// returned when bob has written of it.
    fn written_of(&mut self, verb: impl Into<Verb>, name: &str) -> String {
        self.does(verb);
        self.bob_does(memo("m", name));
        let of_memo = self.keeps("anna");
        self.workspace.undo(None, &By::coder("bob")).unwrap();
        self.bob_does(shown("check", name));
        let of_check = self.keeps("anna");
        self.workspace.undo(None, &By::coder("bob")).unwrap();
        self.undoes();
        format!("{of_memo}\n{of_check}\n")
    }
}

#[test]
fn what_a_memo_or_a_member_check_names_is_not_taken_back() {
    let mut desk = Desk::small();
    let mut told = desk.written_of(add("Price talks"), "code:price-talks");
    let facts = PartyFacts { name: None, set: vec![] };
    told += &desk.written_of(AddParty { key: "Delta".into(), facts }, "party:Delta");
    told += &desk.written_of(AddCase { key: "R9".into(), facts: CaseFacts::default() }, "case:R9");
    told += &desk.written_of(AddCoder { key: "carl".into(), facts: CoderFacts::default() }, "coder:carl");
    let facts = InformantFacts::default();
    told += &desk.written_of(AddInformant { key: "dora".into(), facts }, "informant:dora");
    let facts = FacetFacts { values: Some("front,back".into()), ..FacetFacts::default() };
    told += &desk.written_of(AddFacet { key: "team".into(), facts }, "facet:team");
    told += &desk.written_of(shown("first", "study"), "member-check:first");
    insta::assert_snapshot!(told);
}

#[test]
fn what_is_named_by_its_new_key_keeps_it() {
    let mut desk = Desk::small();
    desk.does(RekeyCode { code: "benefits".into(), key: "gains".into() });
    desk.bob_does(memo("m", "code:gains"));
    let told = desk.keeps("anna");
    assert!(told.contains("code `gains` is named since in memo `m` (entry 3, `add-memo`, by bob)"), "{told}");
    // Whoever lets the memo be about something else opens the way again.
    let facts = MemoFacts { about: Some("study".into()), ..MemoFacts::default() };
    desk.bob_does(ChangeMemo { memo: "m".into(), facts });
    desk.undoes();
    assert!(desk.study().code(&"benefits".parse().unwrap()).is_some());
    desk.holds_together();
}

#[test]
fn what_names_something_that_is_gone_does_not_come_back() {
    let mut desk = Desk::small();
    desk.does(add("Price talks"));
    desk.bob_does(memo("m", "code:price-talks"));
    desk.workspace.undo(None, &By::coder("bob")).unwrap();
    desk.undoes();
    let before = desk.study();
    let told = desk.workspace.redo(&By::coder("bob")).unwrap_err().to_string();
    assert!(told.contains("memo `m` needs a code that is gone"), "{told}");
    assert_eq!(desk.study(), before, "a refused redo changes nothing");
    desk.workspace.redo(&By::coder("anna")).unwrap();
    desk.workspace.redo(&By::coder("bob")).unwrap();
    desk.holds_together();
}

#[test]
fn another_row_may_have_taken_up_the_name() {
    let mut desk = Desk::small();
    desk.does(add("Price talks"));
    desk.does(RekeyCode { code: "price-talks".into(), key: "money".into() });
    desk.bob_does(add("Price talks"));
    let told = desk.keeps("anna");
    assert!(told.contains("`price-talks`"), "{told}");
    desk.bob_does(memo("m", "code:price-talks"));
    desk.holds_together();
}

#[test]
fn an_undo_puts_no_code_below_itself() {
    let mut desk = Desk::small();
    let below =
        |code: &str, to: &str| MoveCode { code: code.into(), to: Some(to.into()), ..MoveCode::default() };
    desk.does(AddCode { level: Some("open".into()), ..add("Visits") });
    desk.does(AddCode { level: Some("open".into()), ..add("Dinners") });
    desk.does(below("visits", "dinners"));
    desk.does(MoveCode { code: "visits".into(), top: true, ..MoveCode::default() });
    desk.bob_does(below("dinners", "visits"));
    let told = desk.keeps("anna");
    assert!(told.contains("`dinners`"), "{told}");
    desk.holds_together();
}

#[test]
fn an_undo_leaves_every_code_below_a_higher_level() {
    let mut desk = Desk::small();
    desk.does(AddCode { level: Some("category".into()), ..add("Visits") });
    desk.does(MoveCode { code: "visits".into(), level: Some("theme".into()), ..MoveCode::default() });
    let child = AddCode { level: Some("category".into()), parent: Some("visits".into()), ..add("Dinners") };
    desk.bob_does(child);
    let told = desk.keeps("anna");
    assert!(told.contains("`dinners`"), "{told}");
    desk.holds_together();
}

#[test]
fn an_undo_leaves_open_levels_below_printed_ones() {
    let mut desk = Desk::small();
    let level = |name: &str, open: bool, below: Option<&str>| AddLevel {
        name: name.into(),
        key: Some(name.into()),
        open,
        above: None,
        below: below.map(str::to_string),
    };
    let levels = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    desk.does(level("words", true, None));
    desk.does(ReorderLevels { levels: levels(&["words", "open", "category", "theme", "dimension"]) });
    desk.bob_does(level("notes", true, None));
    let undone = desk.workspace.undo(None, &By::coder("anna"));
    desk.holds_together();
    undone.unwrap();
}

/// Lets the speaker with this label have another part.
fn cast(label_and_part: &str) -> ChangeSource {
    let (facts, roles) = (SourceFacts::default(), vec![label_and_part.to_string()]);
    ChangeSource { source: "S1".into(), facts, speakers: vec![], roles }
}

/// Codes question and answer as one.
fn both(desk: &Desk) -> ApplyCodes {
    let end = desk.study().sources[0].text().content.chars().count();
    ApplyCodes {
        source: "S1".into(),
        spot: Spot::Span { start: 0, end },
        codes: vec!["trust".into()],
        in_vivo: false,
        weight: None,
        memo: None,
        about_case: None,
        about_side: None,
        set: vec![],
    }
}

#[test]
fn who_says_most_of_a_coding_follows_the_parts_of_the_speakers() {
    let mut desk = Desk::small();
    let both = both(&desk);
    desk.does_soundly(both);
    desk.does_soundly(cast("A=interviewer"));
    desk.does_soundly(cast("Q=informant"));
}

#[test]
fn who_says_most_of_a_coding_follows_an_undo_of_the_parts() {
    let mut desk = Desk::small();
    desk.does(cast("A=interviewer"));
    desk.does(cast("Q=informant"));
    let both = both(&desk);
    desk.bob_does(both);
    desk.undoes();
    desk.holds_together();
    desk.undoes();
    desk.holds_together();
    desk.workspace.undo(None, &By::coder("bob")).unwrap();
    desk.workspace.redo(&By::coder("anna")).unwrap();
    desk.workspace.redo(&By::coder("bob")).unwrap();
    desk.holds_together();
}

#[test]
fn a_state_comes_back_in_which_another_row_had_the_key() {
    let mut desk = Desk::small();
    desk.does(memo("m", "code:trust"));
    desk.does(SaveSnapshot { name: "R1".into(), note: String::new() });
    let before = desk.study();
    desk.does(DeleteRows { kind: RowKind::Memo, rows: vec!["m".into()] });
    desk.does(memo("m", "code:benefits"));
    desk.workspace.restore("R1", &By::coder("anna"), &|_| ()).unwrap();
    assert_eq!(desk.study(), before);
    desk.holds_together();
}

#[test]
fn rows_of_one_rank_come_back_in_their_order() {
    let mut desk = Desk::small();
    desk.does(memo("first", "code:trust"));
    desk.undoes();
    desk.bob_does(memo("second", "code:trust"));
    desk.workspace.redo(&By::coder("anna")).unwrap();
    let before = desk.study();
    desk.does(SaveSnapshot { name: "R1".into(), note: String::new() });
    desk.does(DeleteRows { kind: RowKind::Memo, rows: vec!["second".into()] });
    desk.undoes();
    assert_eq!(desk.study().memos, before.memos, "undone");
    desk.does(DeleteRows { kind: RowKind::Memo, rows: vec!["second".into()] });
    desk.workspace.restore("R1", &By::coder("anna"), &|_| ()).unwrap();
    assert_eq!(desk.study().memos, before.memos, "brought back");
    desk.holds_together();
}

#[test]
fn what_needs_a_row_that_is_gone_is_not_done_again() {
    let mut desk = Desk::small();
    let values = |values: &str| {
        let facts = FacetFacts { values: Some(values.into()), ..FacetFacts::default() };
        ChangeFacet { facet: "phase".into(), facts }
    };
    desk.does(values("early<middle<late<last"));
    let place =
        PlaceCode { code: "benefits".into(), values: vec!["phase=last".into()], case: None, reason: None };
    desk.bob_does(place);
    desk.workspace.undo(None, &By::coder("bob")).unwrap();
    desk.undoes();
    let before = desk.study();
    let error = desk.workspace.redo(&By::coder("bob")).unwrap_err();
    assert!(error.to_string().contains("needs a facet value that is gone"), "{error}");
    assert_eq!(desk.study(), before);

    desk.does(AddCode { level: Some("open".into()), ..add("Visits") });
    let mut code = both(&desk);
    code.codes = vec!["visits".into()];
    desk.bob_does(code);
    desk.workspace.undo(None, &By::coder("bob")).unwrap();
    desk.does(DeleteSource { source: "S1".into(), force: true });
    let before = desk.study();
    let error = desk.workspace.redo(&By::coder("bob")).unwrap_err();
    assert!(error.to_string().contains("needs a source that is gone"), "{error}");
    assert_eq!(desk.study(), before);
}

#[test]
fn a_source_comes_back_with_its_text_where_another_one_has_its_key() {
    let mut desk = Desk::small();
    desk.does(SaveSnapshot { name: "R1".into(), note: String::new() });
    let before = desk.study();
    desk.does(DeleteSource { source: "S1".into(), force: true });
    desk.does(Rekey { kind: RowKind::Source, row: "S2".into(), key: "S1".into() });
    desk.workspace.restore("R1", &By::coder("anna"), &|_| ()).unwrap();
    assert_eq!(desk.study(), before);
    desk.holds_together();
}
