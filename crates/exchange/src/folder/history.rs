//! `history.jsonl`: the audit trail, one op a line, and a last line with the hash of the state it
//! leads to.

use serde::{Deserialize, Serialize};
use themata_model::{Change, Op, Place, Problem, RowId, TextHash};

use super::{Files, Folder};

const NAME: &str = "history.jsonl";

#[derive(Serialize, Deserialize)]
struct OpLine {
    seq: i64,
    id: String,
    verb: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    coder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    args: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    undoes: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeLine>,
}

#[derive(Serialize, Deserialize)]
struct ChangeLine {
    table: String,
    row: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StateLine {
    state: String,
}

/// Takes up the history: as written when the files are in the state it leads to; with one more op
/// when they were edited since; a single `build` when there is none.
pub(super) fn restore(files: &Files, folder: &mut Folder, problems: &mut Vec<Problem>) {
    let Some(bytes) = files.get(NAME) else {
        folder.history = vec![build_op(folder)];
        return;
    };
    let Some((ops, state)) = parse(bytes, problems) else {
        return;
    };
    folder.history = ops;
    let now = state_hash(folder);
    if state.as_deref() != Some(now.as_str()) {
        let seq = folder.history.last().map_or(0, |op| op.seq) + 1;
        let id = folder.study.id.row("op", &format!("{seq}\u{1f}edit-folder\u{1f}{now}"));
        let args = format!("{{\"state\":\"{now}\"}}");
        let op = Op {
            seq,
            id,
            verb: "edit-folder".into(),
            coder: None,
            at: None,
            args,
            undoes: None,
            changes: vec![],
        };
        folder.history.push(op);
    }
}

/// The op that a first build logs: derived from the state, so that building again gives the same.
pub(super) fn build_op(folder: &Folder) -> Op {
    let study = &folder.study;
    let args = format!(
        "{{\"sources\":{},\"codes\":{},\"codings\":{},\"excerpts\":{},\"findings\":{}}}",
        study.sources.len(),
        study.codebook.codes().len(),
        study.codings.len(),
        study.excerpts.len(),
        study.findings.len(),
    );
    let id = study.id.row("op", "1\u{1f}build");
    Op { seq: 1, id, verb: "build".into(), coder: None, at: None, args, undoes: None, changes: vec![] }
}

/// The file, unless the history is nothing but the build that a reader would log anyway.
pub(super) fn render(folder: &Folder) -> Option<Vec<u8>> {
    if folder.history.is_empty() || folder.history == [build_op(folder)] {
        return None;
    }
    let mut out = Vec::new();
    for op in &folder.history {
        let changes = op.changes.iter().map(|change| ChangeLine {
            table: change.table.clone(),
            row: change.row.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        });
        let line = OpLine {
            seq: op.seq,
            id: op.id.to_string(),
            verb: op.verb.clone(),
            coder: op.coder.clone(),
            at: op.at.clone(),
            args: op.args.clone(),
            undoes: op.undoes.map(|id| id.to_string()),
            changes: changes.collect(),
        };
        push_line(&mut out, &line);
    }
    push_line(&mut out, &StateLine { state: state_hash(folder) });
    Some(out)
}

fn push_line(out: &mut Vec<u8>, line: &impl Serialize) {
    // Plain structs of texts and numbers always serialise.
    if let Ok(json) = serde_json::to_string(line) {
        out.extend_from_slice(json.as_bytes());
        out.push(b'\n');
    }
}

/// Hash over all files but the history and what only it names.
fn state_hash(folder: &Folder) -> String {
    let mut all = Vec::new();
    for (name, bytes) in super::write::render_state(folder) {
        all.extend_from_slice(name.as_bytes());
        all.push(0);
        all.extend_from_slice(TextHash::of_bytes(&bytes).to_string().as_bytes());
        all.push(b'\n');
    }
    TextHash::of_bytes(&all).to_string()
}

fn parse(bytes: &[u8], problems: &mut Vec<Problem>) -> Option<(Vec<Op>, Option<String>)> {
    let mut ops = Vec::new();
    let mut state = None;
    let mut good = true;
    let text = String::from_utf8_lossy(bytes);
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if let Ok(found) = serde_json::from_str::<StateLine>(line) {
            state = Some(found.state);
            continue;
        }
        match serde_json::from_str::<OpLine>(line).map_err(|e| e.to_string()).and_then(op) {
            Ok(op) => ops.push(op),
            Err(error) => {
                good = false;
                let place = Place::file(NAME).line(number + 1);
                problems.push(Problem::error(place, format!("not an entry of the history: {error}")));
            }
        }
    }
    good.then_some((ops, state))
}

fn op(line: OpLine) -> Result<Op, String> {
    let changes = line.changes.into_iter().map(|c| Change {
        table: c.table,
        row: c.row,
        before: c.before,
        after: c.after,
    });
    Ok(Op {
        seq: line.seq,
        id: line.id.parse::<RowId>()?,
        verb: line.verb,
        coder: line.coder,
        at: line.at,
        args: line.args,
        undoes: line.undoes.map(|id| id.parse()).transpose()?,
        changes: changes.collect(),
    })
}
