//! Rows of a study as rows of the note.

use themata_model::{
    Case, Claim, Coder, Excerpt, Exhibit, Facet, Finding, Informant, Level, Link, MemberCheck, Memo,
    MemoAnchor, MemoKind, Output, OutputKind, Party, Placement, Question, RowId, Settlement, Side,
    StatedTotal,
};

use super::is_date_time;
use crate::refi::rows::Row;

fn id(id: RowId) -> Row {
    Row::new().put("id", id)
}

pub(super) fn level(row: &Level) -> Row {
    id(row.id).put("key", &row.key).put("name", &row.name).flag("open", row.open)
}

pub(super) fn side(row: &Side) -> Row {
    id(row.id).put("key", &row.key).put("name", &row.name)
}

pub(super) fn facet(row: &Facet) -> Row {
    let values = row.values.iter().map(|value| {
        id(value.id)
            .put("key", &value.key)
            .put("name", &value.name)
            .some("definition", value.definition.as_ref())
    });
    id(row.id).put("key", &row.key).put("name", &row.name).flag("ordered", row.ordered).rows("values", values)
}

pub(super) fn party(row: &Party) -> Row {
    id(row.id).put("key", &row.key).put("name", &row.name).map("attributes", &row.attributes)
}

pub(super) fn informant(row: &Informant) -> Row {
    id(row.id)
        .put("key", &row.key)
        .some("party", row.party.as_ref())
        .put("title", &row.title)
        .put("count", row.count)
        .list("cases", &row.cases)
        .map("attributes", &row.attributes)
}

pub(super) fn exhibit(row: &Exhibit) -> Row {
    id(row.id).put("key", &row.key).put("title", &row.title).put("kind", row.kind.as_str())
}

pub(super) fn coder(row: &Coder) -> Row {
    id(row.id).put("key", &row.key).flag("unnamed", row.name.is_empty()).map("attributes", &row.attributes)
}

pub(super) fn case(row: &Case) -> Row {
    let sides = row
        .sides
        .iter()
        .map(|side| Row::new().some("side", side.side.as_ref()).list("parties", &side.parties));
    id(row.id)
        .put("key", &row.key)
        .flag("unlabelled", row.label.is_empty())
        .rows("sides", sides)
        .map("attributes", &row.attributes)
}

pub(super) fn memo(row: &Memo) -> Row {
    let about = (row.anchor != MemoAnchor::Study).then(|| row.anchor.to_string());
    let kind = Some(row.kind).filter(|kind| *kind != MemoKind::Note);
    id(row.id)
        .put("key", &row.key)
        .some("about", about)
        .some("kind", kind.map(MemoKind::as_str))
        .some("date", row.date.as_ref().filter(|date| !is_date_time(date)))
        .map("attributes", &row.attributes)
}

pub(super) fn link(row: &Link) -> Row {
    id(row.id).list("evidence", &row.evidence).put("reason", &row.reason).map("attributes", &row.attributes)
}

pub(super) fn placement(row: &Placement) -> Row {
    id(row.id)
        .put("rater", &row.rater)
        .put("code", &row.code)
        .some("case", row.case.as_ref())
        .put("facet", &row.facet)
        .put("value", &row.value)
        .put("reason", &row.reason)
}

pub(super) fn settlement(row: &Settlement) -> Row {
    id(row.id)
        .put("code", &row.code)
        .some("case", row.case.as_ref())
        .put("facet", &row.facet)
        .put("value", &row.value)
        .put("reason", &row.reason)
}

pub(super) fn excerpt(row: &Excerpt) -> Row {
    id(row.id)
        .put("key", &row.key)
        .list("codings", row.pieces.iter().map(|piece| piece.coding))
        .some("text", row.text.as_ref())
        .some("translation", row.translation.as_ref().map(|translation| &translation.text))
        .some("translator", row.translation.as_ref().and_then(|translation| translation.translator.as_ref()))
        .put("attribution", row.attribution.as_str())
        .list("exhibits", row.exhibits.iter().map(|used| &used.exhibit))
        .map("attributes", &row.attributes)
}

pub(super) fn finding(row: &Finding) -> Row {
    id(row.id)
        .put("key", &row.key)
        .some("exhibit", row.exhibit.as_ref())
        .some("case", row.case.as_ref())
        .some("code", row.code.as_ref())
        .map("facets", &row.facets)
        .put("text", &row.text)
        .some("rating", row.rating.as_ref())
        .list("evidence", row.evidence.iter().map(|link| format!("{}:{}", link.stance.as_str(), link.coding)))
        .map("attributes", &row.attributes)
}

pub(super) fn output(row: &Output) -> Row {
    let kind = match &row.kind {
        OutputKind::Table(name) => format!("table:{name}"),
        OutputKind::Figure(name) => format!("figure:{name}"),
    };
    id(row.id).put("exhibit", &row.exhibit).put("kind", kind).map("options", &row.options)
}

pub(super) fn total(row: &StatedTotal) -> Row {
    id(row.id)
        .put("of", row.of.as_str())
        .some("case", row.case.as_ref())
        .some("side", row.side.as_ref())
        .some("party", row.party.as_ref())
        .some("wave", row.wave.as_ref())
        .put("value", row.value)
}

pub(super) fn claim(row: &Claim) -> Row {
    id(row.id).put("kind", row.kind.as_str()).some("level", row.level.as_ref())
}

pub(super) fn question(row: &Question) -> Row {
    id(row.id).put("key", &row.key).put("text", &row.text).map("attributes", &row.attributes)
}

pub(super) fn member_check(row: &MemberCheck) -> Row {
    id(row.id)
        .put("key", &row.key)
        .some("informant", row.informant.as_ref())
        .some("party", row.party.as_ref())
        .some("date", row.date.as_ref())
        .list("shown", &row.shown)
        .put("response", &row.response)
        .put("revision", &row.revision)
        .some("coder", row.coder.as_ref())
        .map("attributes", &row.attributes)
}
