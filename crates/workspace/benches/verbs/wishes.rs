//! What is wished of the study, one verb of each family.

use themata_model::{Source, Study};
use themata_workspace::verbs::*;

/// The last digits of the id of a coding.
pub(crate) fn short(study: &Study, n: usize) -> String {
    let id = study.codings[n * 7].id.to_string();
    id[id.len() - 8..].to_string()
}

pub(crate) fn edited(source: &Source, n: usize) -> Verb {
    let text = format!("Take {n}.\n\n{}", source.text().content);
    let file = "edited.txt".to_string();
    EditText { source: source.key.to_string(), of: None, file, bytes: text.into_bytes() }.into()
}

fn coded(study: &Study, n: usize, spot: Spot, in_vivo: bool) -> Verb {
    let codes = if in_vivo { Vec::new() } else { vec![study.codebook.codes()[n % 200].key.to_string()] };
    let (weight, set) = (Some("50".to_string()), Vec::new());
    let source = study.sources[n % 40].key.to_string();
    ApplyCodes { source, spot, codes, in_vivo, weight, memo: None, about_case: None, about_side: None, set }
        .into()
}

/// The n-th wish of its kind; each changes something.
pub(crate) fn wish(name: &str, s: &Study, n: usize) -> Verb {
    let code = |n: usize| s.codebook.codes()[n].key.to_string();
    let open = |n: usize| code(27 + n % 200);
    let text = || Some(format!("What was thought of on day {n}."));
    let one = || vec![short(s, n)];
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_string()).collect::<Vec<_>>();
    let change = || ChangeCodings { codings: one(), ..ChangeCodings::default() };
    let said = || {
        let source = &s.sources[n % 40];
        let body = source.text().turns[n % 40].body.expect("turns of the fixture have words");
        body.of(&source.text().content).to_string()
    };
    let quote = |words: String| Spot::Quote { words, nth: None, line: None };
    let party = || PartyFacts { name: Some(format!("Party {n}")), ..PartyFacts::default() };
    let case = || CaseFacts {
        label: Some(format!("Case {n}")),
        sides: words(&["provider=Alpha"]),
        ..CaseFacts::default()
    };
    let informant = || InformantFacts { title: Some(format!("buyer {n}")), ..InformantFacts::default() };
    let finding = || FindingFacts { text: text(), supports: one(), ..FindingFacts::default() };
    match name {
        "add_code" => AddCode { name: format!("thought {n}"), ..AddCode::default() }.into(),
        "rename_code" => RenameCode { code: open(n), name: format!("other {n}"), forget: true }.into(),
        "define_code" => DefineCode { code: open(n), definition: text(), ..DefineCode::default() }.into(),
        "move_code" => {
            let to = Some(format!("category-{}", (n + 1) % 17));
            MoveCode { code: open(n), to, ..MoveCode::default() }.into()
        }
        "reorder_codes" => {
            let codes = vec![open(n)];
            ReorderCodes { codes, by: None, below: None, before: Some(open(n + 34)), after: None }.into()
        }
        "rekey_code" => RekeyCode { code: open(n), key: format!("key-{n}") }.into(),
        "code_a_span" => coded(s, n, Spot::Span { start: 40 * n, end: 40 * n + 30 }, false),
        "code_a_turn" => coded(s, n, Spot::Turn(n % 150 + 1), false),
        "code_a_quotation" => coded(s, n, quote(said()), false),
        "code_in_vivo" => coded(s, n, quote(said()), true),
        "weigh" => ChangeCodings { weight: Some("7".into()), ..change() }.into(),
        "remark" => ChangeCodings { memo: text(), ..change() }.into(),
        "move_borders" => {
            let (start, end) = (Some(40 * n + 1), Some(40 * n + 40));
            ChangeCodings { start, end, ..change() }.into()
        }
        "say_about" => ChangeCodings { about_case: Some("R2".into()), ..change() }.into(),
        "set_a_facet" => ChangeCodings { set: words(&["phase=late"]), ..change() }.into(),
        "recode" => RecodeCodings { codings: one(), to: code(0) }.into(),
        "uncode" => RemoveCodings { codings: one(), force: true, ..RemoveCodings::default() }.into(),
        "place" => {
            let values = words(&[if n % 400 < 200 { "phase=late" } else { "phase=early" }]);
            PlaceCode { code: code(n % 200), values, case: None, reason: None }.into()
        }
        "settle" => {
            SettleCode { code: open(n), value: "phase=late".into(), case: None, reason: "agreed".into() }
                .into()
        }
        "add_excerpt" => {
            let facts = ExcerptFacts { codings: one(), ..ExcerptFacts::default() };
            AddExcerpt { key: format!("new {n}"), facts }.into()
        }
        "change_excerpt" => {
            let facts = ExcerptFacts { translation: text(), ..ExcerptFacts::default() };
            ChangeExcerpt { excerpt: format!("E{}", n % 200), facts }.into()
        }
        "add_exhibit" => {
            let facts = ExhibitFacts { title: text(), ..ExhibitFacts::default() };
            AddExhibit { key: format!("new {n}"), facts }.into()
        }
        "add_finding" => AddFinding { key: format!("new {n}"), facts: finding() }.into(),
        "change_finding" => ChangeFinding { finding: format!("F{}", n % 200), facts: finding() }.into(),
        "add_memo" => {
            let facts =
                MemoFacts { about: Some(format!("code:{}", open(n))), text: text(), ..MemoFacts::default() };
            AddMemo { key: None, facts }.into()
        }
        "change_memo" => {
            let facts = MemoFacts { text: text(), ..MemoFacts::default() };
            ChangeMemo { memo: format!("N{}", n % 200), facts }.into()
        }
        "add_member_check" => {
            let informant = Some("I1".into());
            let facts = MemberCheckFacts { informant, response: text(), ..MemberCheckFacts::default() };
            AddMemberCheck { key: None, facts }.into()
        }
        "add_party" => AddParty { key: format!("P{n}"), facts: party() }.into(),
        "change_party" => ChangeParty { party: "Gamma".into(), facts: party() }.into(),
        "add_case" => AddCase { key: format!("R{}", n + 2), facts: case() }.into(),
        "change_case" => ChangeCase { case: "R2".into(), facts: case() }.into(),
        "add_informant" => AddInformant { key: format!("I{}", n + 3), facts: informant() }.into(),
        "change_informant" => ChangeInformant { informant: "I2".into(), facts: informant() }.into(),
        "add_coder" => AddCoder { key: format!("coder {n}"), facts: CoderFacts::default() }.into(),
        "add_question" => {
            let facts = QuestionFacts { text: text(), ..QuestionFacts::default() };
            AddQuestion { key: format!("Q{n}"), facts }.into()
        }
        "change_facet" => {
            let facts = FacetFacts { name: Some(format!("Phase {n}")), ..FacetFacts::default() };
            ChangeFacet { facet: "phase".into(), facts }.into()
        }
        "change_source" => {
            let facts =
                SourceFacts { date: Some(format!("2026-01-{:02}", n % 28 + 1)), ..SourceFacts::default() };
            ChangeSource { source: format!("S{}", n % 40), facts, speakers: Vec::new(), roles: Vec::new() }
                .into()
        }
        "edit_a_short_text" => edited(&s.sources[40], n),
        "save_snapshot" => SaveSnapshot { name: format!("R{n}"), note: String::new() }.into(),
        other => unreachable!("{other}"),
    }
}
