//! Verbs on frameworks, each undone, redone and sent through a folder.

use themata_model::table::{Cell, Row};
use themata_model::{FrameworkKey, Study};
use themata_workspace::verbs::{
    AddCode, AddFramework, AddLevel, ChangeFramework, DeleteCodes, DeleteFramework, MoveCode,
    PlaceInFramework, RekeyCode, RenameCode, ReorderLevels, UseFramework,
};

use crate::working::Desk;

fn text(words: &str) -> Option<String> {
    Some(words.to_string())
}

fn tree(study: &Study) -> String {
    let book = &study.codebook;
    let line =
        |code: &themata_model::Code| format!("{}{}", "-".repeat(book.ancestors(code).count()), code.key);
    book.in_tree_order().into_iter().map(line).collect::<Vec<_>>().join(" ")
}

fn key(text: &str) -> FrameworkKey {
    text.parse().unwrap()
}

fn present(key: &str) -> AddFramework {
    AddFramework { key: key.into(), present: true, ..AddFramework::default() }
}

fn empty(key: &str) -> AddFramework {
    AddFramework { key: key.into(), ..AddFramework::default() }
}

fn place(codes: &[&str], to: Option<&str>, framework: &str) -> PlaceInFramework {
    PlaceInFramework {
        codes: codes.iter().map(ToString::to_string).collect(),
        to: to.map(str::to_string),
        framework: framework.into(),
    }
}

fn put_to_use(framework: &str) -> UseFramework {
    UseFramework { framework: framework.into(), reason: "it fits better".into() }
}

/// A desk with the framework `view` of the present levels in use, and `other`, which has the code `power`.
fn two() -> Desk {
    let mut desk = Desk::small();
    desk.does_soundly(present("view"));
    desk.does_soundly(empty("other"));
    desk.does_soundly(AddCode { name: "Power".into(), framework: text("other"), ..AddCode::default() });
    desk.does_soundly(place(&["trust"], Some("power"), "other"));
    desk
}

#[test]
fn naming_the_present_levels_changes_no_tree() {
    let mut desk = Desk::small();
    let before = tree(&desk.study());
    let done = desk.does_soundly(present("view"));
    assert_eq!(
        done.said,
        "named what the codebook has at present the framework *view*, with 1 code of its own"
    );
    let study = desk.study();
    assert_eq!(tree(&study), before);
    assert_eq!(study.framework_in_use, Some(key("view")));
    assert_eq!(study.code(&"relating".parse().unwrap()).unwrap().framework, Some(key("view")));
    assert!(desk.refuses(present("again")).contains("the present upper levels are those of `view`"));
}

#[test]
fn several_upper_levels_may_be_those_of_a_framework() {
    let mut desk = Desk::small();
    desk.does_soundly(AddFramework { from: text("theme"), ..present("view") });
    desk.does_soundly(empty("other"));
    desk.does_soundly(put_to_use("other"));
    assert_eq!(tree(&desk.study()), "benefits -weekly-calls");
    let theme = AddCode { name: "Worth".into(), level: text("theme"), ..AddCode::default() };
    desk.does_soundly(theme);
    desk.does_soundly(MoveCode { code: "benefits".into(), to: text("worth"), ..MoveCode::default() });
    assert_eq!(tree(&desk.study()), "worth -benefits --weekly-calls");
    desk.does_soundly(put_to_use("view"));
    assert_eq!(tree(&desk.study()), "relating -trust --benefits ---weekly-calls");
}

#[test]
fn a_framework_is_filled_aside_and_put_to_use_with_its_reason() {
    let mut desk = two();
    assert_eq!(tree(&desk.study()), "relating -trust --benefits ---weekly-calls");
    let refused = desk.refuses(UseFramework { framework: "other".into(), reason: " ".into() });
    assert!(refused.contains("the choice of a framework needs its reason"), "{refused}");
    let done = desk.does_soundly(put_to_use("other"));
    assert_eq!(done.said, "put the framework *other* to use instead of *view*: it fits better");
    let study = desk.study();
    assert_eq!(tree(&study), "power -trust --benefits ---weekly-calls");
    let chosen = study.framework(&key("other")).unwrap();
    assert_eq!((chosen.reason.as_str(), chosen.coder.as_ref().unwrap().as_str()), ("it fits better", "anna"));
    assert!(themata_model::is_date(chosen.date.as_deref().unwrap()));
    // What rests on the code that is put aside stays.
    assert!(study.code_aside(&"relating".parse().unwrap()).is_some());
    desk.undoes();
    assert_eq!(tree(&desk.study()), "relating -trust --benefits ---weekly-calls");
}

#[test]
fn a_theme_that_hangs_below_none_is_told_in_every_comparison_and_choice() {
    let mut desk = two();
    let loose = AddCode { name: "Drift".into(), level: text("theme"), ..AddCode::default() };
    desk.does_soundly(loose);
    let table = desk.workspace.compare_frameworks("view", "other").unwrap();
    let line = |row: &Row| match row {
        Row::Body(cells) => cells.iter().take(4).map(Cell::plain).collect::<Vec<_>>().join(" ¦ "),
        _ => String::new(),
    };
    let rows: Vec<String> = table.rows.iter().map(line).collect();
    assert!(rows.iter().any(|row| row == "drift ¦ Drift ¦  ¦ "), "{rows:?}");
    assert!(!rows.iter().any(|row| row.starts_with("benefits")), "{rows:?}");
    assert_eq!(
        table.notes[..2],
        ["1 code of these has no place in *view*.", "1 code of these has no place in *other*."]
    );
    let done = desk.does_soundly(put_to_use("other"));
    assert!(
        done.details.iter().any(|line| line.starts_with("1 code hangs below no code in it: `drift`")),
        "{done:?}"
    );
}

#[test]
fn codes_move_in_the_framework_in_use_and_stay_in_the_others() {
    let mut desk = two();
    desk.does_soundly(AddCode { name: "Distance".into(), level: text("dimension"), ..AddCode::default() });
    desk.does_soundly(MoveCode { code: "trust".into(), to: text("distance"), ..MoveCode::default() });
    assert_eq!(tree(&desk.study()), "relating distance -trust --benefits ---weekly-calls");
    desk.does_soundly(put_to_use("other"));
    assert_eq!(tree(&desk.study()), "power -trust --benefits ---weekly-calls");
    desk.does_soundly(RenameCode { code: "trust".into(), name: "Trusting".into(), forget: true });
    desk.does_soundly(RekeyCode { code: "power".into(), key: "might".into() });
    desk.does_soundly(put_to_use("view"));
    assert_eq!(tree(&desk.study()), "relating distance -trust --benefits ---weekly-calls");
    desk.does_soundly(MoveCode { code: "trust".into(), top: true, ..MoveCode::default() });
    desk.does_soundly(put_to_use("other"));
    assert_eq!(tree(&desk.study()), "might -trust --benefits ---weekly-calls");
}

#[test]
fn what_frameworks_cannot_do_is_refused_with_a_way_out() {
    let mut desk = Desk::small();
    let first = desk.refuses(empty("other"));
    assert!(first.contains("--present"), "{first}");
    let none = desk.refuses(put_to_use("other"));
    assert!(none.contains("the study has no frameworks"), "{none}");
    let mut desk = two();
    let told = [
        desk.refuses(place(&["benefits"], Some("power"), "other")),
        desk.refuses(place(&["trust"], Some("benefits"), "other")),
        desk.refuses(place(&["power"], None, "other")),
        desk.refuses(place(&["trust"], Some("relating"), "other")),
        desk.refuses(put_to_use("othr")),
        desk.refuses(DeleteFramework { framework: "view".into() }),
        desk.refuses(AddCode { name: "x".into(), key: text("power"), ..AddCode::default() }),
        desk.refuses(ChangeFramework {
            framework: "other".into(),
            key: text("view"),
            ..ChangeFramework::default()
        }),
    ];
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn a_framework_goes_with_its_own_codes_and_the_last_one_leaves_them() {
    let mut desk = two();
    desk.does_soundly(DeleteFramework { framework: "other".into() });
    let study = desk.study();
    assert!(study.frameworks.len() == 1 && study.code_aside(&"power".parse().unwrap()).is_none());
    let before = tree(&study);
    desk.does_soundly(DeleteFramework { framework: "view".into() });
    let study = desk.study();
    assert!(study.frameworks.is_empty() && study.framework_in_use.is_none());
    assert_eq!(tree(&study), before);
    assert!(study.codebook.codes().iter().all(|code| code.framework.is_none()));
}

#[test]
fn levels_and_codes_may_change_below_a_framework_that_is_not_in_use() {
    let mut desk = two();
    desk.does_soundly(AddLevel { name: "Core".into(), ..AddLevel::default() });
    let order = ["open", "category", "dimension", "theme", "core"].map(str::to_string).to_vec();
    let refused = desk.refuses(ReorderLevels { levels: order });
    assert!(refused.contains("parent stands on a higher level"), "{refused}");
    desk.does_soundly(DeleteCodes { codes: vec!["trust".into()], force: true, keep_children: true });
    desk.does_soundly(put_to_use("other"));
    assert_eq!(tree(&desk.study()), "benefits -weekly-calls power");
}
