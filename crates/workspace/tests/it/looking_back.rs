//! History, undo and redo, and named states.

use themata_workspace::verbs::{AddCode, By, DeleteSnapshot, RenameCode, SaveSnapshot};
use themata_workspace::{HistoryFilter, WorkspaceError};

use crate::working::Desk;

fn add(name: &str) -> AddCode {
    AddCode { name: name.into(), ..AddCode::default() }
}

fn rename(code: &str, name: &str) -> RenameCode {
    RenameCode { code: code.into(), name: name.into(), forget: false }
}

fn save(name: &str) -> SaveSnapshot {
    SaveSnapshot { name: name.into(), note: String::new() }
}

fn log(desk: &Desk, filter: &HistoryFilter) -> Vec<String> {
    let line = |entry: themata_workspace::Entry| {
        let back = entry.undone_by.map(|by| format!(" [taken back by {by}]")).unwrap_or_default();
        format!("{} {} {}{back}", entry.number, entry.coder.unwrap_or_default(), entry.said)
    };
    desk.workspace.history(filter).unwrap().into_iter().map(line).collect()
}

#[test]
fn the_history_reads_like_a_logbook() {
    let mut desk = Desk::small();
    desk.does(add("Price talks"));
    desk.does(rename("price-talks", "Price negotiations"));
    desk.undoes();
    desk.workspace.redo(&By::coder("anna")).unwrap();
    desk.workspace.apply(&add("Trust repair").into(), &By::coder("bob")).unwrap();
    let all = log(&desk, &HistoryFilter::default());
    insta::assert_snapshot!(all.join("\n"));
    let of_bob = HistoryFilter { coder: Some("bob".into()), ..HistoryFilter::default() };
    assert_eq!(log(&desk, &of_bob).len(), 1);
    let of_code = HistoryFilter { code: Some("price-talks".into()), ..HistoryFilter::default() };
    assert_eq!(log(&desk, &of_code).len(), 4);
    let last = HistoryFilter { last: Some(2), ..HistoryFilter::default() };
    assert_eq!(log(&desk, &last).len(), 2);
    let future = HistoryFilter { since: Some("2999".into()), ..HistoryFilter::default() };
    assert_eq!(log(&desk, &future), Vec::<String>::new());
    desk.holds_together();
}

#[test]
fn the_life_of_a_code_shows_its_names() {
    let mut desk = Desk::small();
    desk.does(add("Price talks"));
    desk.does(rename("price-talks", "Price negotiations"));
    let table = desk.workspace.code_history("Price negotiations").unwrap();
    let names: Vec<String> = table
        .rows
        .iter()
        .map(|row| match row {
            themata_workspace::Row::Body(cells) => cells[5].plain(),
            _ => String::new(),
        })
        .collect();
    assert_eq!(names, ["Price talks", "Price negotiations"]);
}

#[test]
fn a_state_is_named_compared_and_brought_back() {
    let mut desk = Desk::small();
    desk.does(add("Price talks"));
    desk.does_soundly(save("R1"));
    let first = desk.study();
    desk.does(rename("price-talks", "Price negotiations"));
    desk.does(add("Trust repair"));
    let second = desk.study();
    let told = desk.refuses(save("R1"));
    assert!(told.contains("there is a snapshot `R1` already"), "{told}");
    let compared = desk.workspace.compare("R1", "now").unwrap();
    let told: Vec<String> = compared
        .differences
        .iter()
        .filter(|d| d.about == "Codes")
        .map(|d| format!("{} {}", d.change, d.what))
        .collect();
    assert_eq!(told, ["added Trust repair", "renamed Price negotiations"]);
    assert_eq!(desk.study(), second, "comparing changes nothing");
    desk.workspace.restore("R1", &By::coder("anna"), &|_| ()).unwrap();
    // The name was saved after the state it names; the states' names stay.
    assert_eq!(desk.study(), first);
    assert!(desk.workspace.compare("R1", "now").unwrap().differences.is_empty());
    desk.undoes();
    assert_eq!(desk.study(), second);
    desk.does_soundly(DeleteSnapshot { name: "R1".into() });
    assert!(desk.workspace.compare("R1", "now").is_err());
}

#[test]
fn a_rehearsed_undo_changes_nothing() {
    let mut desk = Desk::small();
    desk.does(add("Price talks"));
    let before = desk.study();
    let done = desk.workspace.undo(None, &By::coder("anna").rehearsing()).unwrap();
    assert!(done.rehearsed && done.number.is_none());
    assert_eq!(desk.study(), before);
    assert_eq!(log(&desk, &HistoryFilter::default()).len(), 2);
}

#[test]
fn what_stands_in_the_way_of_a_redo_is_named_with_the_way_out() {
    let mut desk = Desk::small();
    desk.does(add("Price talks"));
    desk.does(rename("price-talks", "Price negotiations"));
    desk.undoes();
    desk.workspace.apply(&rename("price-talks", "Haggling").into(), &By::coder("bob")).unwrap();
    let error = desk.workspace.redo(&By::coder("anna")).unwrap_err();
    let WorkspaceError::Refused { message, hints } = error else { panic!("it is refused: {error}") };
    assert!(
        message.starts_with("what entry 4 took back cannot be redone: code `price-talks` was changed"),
        "{message}"
    );
    assert_eq!(hints, ["take back entry 5 first, if nobody needs it: themata undo --entry 5 --coder anna"]);
    desk.workspace.undo(Some(5), &By::coder("anna")).unwrap();
    desk.workspace.redo(&By::coder("anna")).unwrap();
}

#[test]
fn what_takes_back_the_taking_back_of_an_entry_is_told_as_doing_it_again() {
    let mut desk = Desk::small();
    desk.workspace.apply(&add("Zeal").into(), &By::coder("bob")).unwrap();
    let is_there = |desk: &Desk| desk.study().codebook.find("zeal").is_some();
    let anna = By::coder("anna");
    let entry =
        desk.workspace.history(&HistoryFilter::default()).unwrap().iter().map(|entry| entry.number).max();
    desk.workspace.undo(entry, &anna).unwrap();
    assert!(!is_there(&desk));
    let again = desk.workspace.undo(None, &anna).unwrap();
    assert!(is_there(&desk) && again.said.starts_with("did again entry"), "{}", again.said);
    let back = desk.workspace.redo(&anna).unwrap();
    assert!(!is_there(&desk) && back.said.starts_with("took back entry"), "{}", back.said);
    let again = desk.workspace.undo(None, &anna).unwrap();
    assert!(is_there(&desk) && again.said.starts_with("did again entry"), "{}", again.said);
    assert!(again.said.contains("added *Zeal*"), "{}", again.said);
}
