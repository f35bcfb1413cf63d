//! The rows of a study that REFI-QDA has no place for at all, from the note of Themata.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{
    CaseSide, Claim, EvidenceLink, Excerpt, Exhibit, ExhibitUse, Facet, FacetValue, Finding, Informant,
    MemberCheck, MemoAnchor, MemoKind, Output, OutputKind, Party, Piece, Placement, Question, RowId,
    Settlement, Side, StatedTotal, Translation,
};

use super::Import;
use super::codes::assignment;
use super::overlay::values;
use crate::refi::qualcoder::is_told_apart;
use crate::refi::rows::Told;

impl Import<'_> {
    /// What other rows lean on.
    pub(super) fn overlay_before(&mut self) {
        let remainder = self.remainder;
        let study = &mut self.study;
        study.sides.extend(remainder.rows("sides").filter_map(side));
        study.facets.extend(remainder.rows("facets").filter_map(facet));
        study.parties.extend(remainder.rows("parties").filter_map(party));
        study.informants.extend(remainder.rows("informants").filter_map(informant));
        study.exhibits.extend(remainder.rows("exhibits").filter_map(exhibit));
        once(&mut study.sides, |row| row.key.clone());
        once(&mut study.facets, |row| row.key.clone());
        once(&mut study.parties, |row| row.key.clone());
        once(&mut study.informants, |row| row.key.clone());
        once(&mut study.exhibits, |row| row.key.clone());
        let Some(told) = remainder.root().and_then(|root| root.row("study")) else { return };
        study.citation = told.text("citation");
        study.licence = told.text("licence");
        study.synthetic = told.flag("synthetic");
        study.language = told.some("language");
        study.allowed = told.list("allowed");
        for row in remainder.rows("attributes") {
            study.attributes.insert(row.text("of"), row.list("names").into_iter().collect());
        }
        for coder in &mut study.coders {
            if let Some(row) = remainder.row("coders", coder.id.0) {
                coder.attributes = row.map("attributes");
                if row.flag("unnamed") {
                    coder.name = String::new();
                }
            }
        }
    }

    /// Everything else.
    pub(super) fn overlay(&mut self) {
        if self.remainder.root().is_none() {
            return;
        }
        let remainder = self.remainder;
        for case in &mut self.study.cases {
            let Some(row) = remainder.row("cases", case.id.0) else { continue };
            if row.flag("unlabelled") {
                case.label = String::new();
            }
            if let Some(label) = row.some("label").filter(|label| is_told_apart(&case.label, label)) {
                case.label = label;
            }
            let sides = row.rows("sides");
            case.sides = sides
                .map(|side| CaseSide { side: side.parse("side"), parties: side.list("parties") })
                .collect();
            case.attributes = row.map("attributes");
        }
        self.overlay_sources();
        self.overlay_codings();
        self.overlay_memos();
        let study = &mut self.study;
        for link in &mut study.links {
            let Some(row) = remainder.row("links", link.id.0) else { continue };
            (link.evidence, link.reason) = (row.list("evidence"), row.text("reason"));
            link.attributes.extend(row.map::<String>("attributes"));
        }
        study.placements.extend(remainder.rows("placements").filter_map(placement));
        study.settlements.extend(remainder.rows("settlements").filter_map(settlement));
        study.excerpts.extend(remainder.rows("excerpts").filter_map(excerpt));
        study.findings.extend(remainder.rows("findings").filter_map(finding));
        study.outputs.extend(remainder.rows("outputs").filter_map(output));
        study.totals.extend(remainder.rows("totals").filter_map(total));
        study.claims.extend(remainder.rows("claims").filter_map(claim));
        study.questions.extend(remainder.rows("questions").filter_map(question));
        study.member_checks.extend(remainder.rows("members").filter_map(member_check));
        once(&mut study.excerpts, |row| row.key.clone());
        once(&mut study.findings, |row| row.key.clone());
        once(&mut study.questions, |row| row.key.clone());
        once(&mut study.member_checks, |row| row.key.clone());
        once(&mut study.placements, |row| {
            (row.rater.clone(), row.code.clone(), row.case.clone(), row.facet.clone())
        });
        once(&mut study.settlements, |row| (row.code.clone(), row.case.clone(), row.facet.clone()));
        self.prune();
        crate::refi::frameworks::restore(&mut self.study, remainder);
    }

    fn overlay_memos(&mut self) {
        let remainder = self.remainder;
        for at in 0..self.study.memos.len() {
            let Some(row) = remainder.row("memos", self.study.memos[at].id.0) else { continue };
            let about = row.parse::<MemoAnchor>("about").filter(|about| about.exists_in(&self.study));
            let memo = &mut self.study.memos[at];
            if let Some(about) = about {
                memo.anchor = about;
                memo.attributes.remove("also on");
            }
            memo.kind = row.parse("kind").unwrap_or(MemoKind::Note);
            memo.date = row.some("date").or(memo.date.take());
            memo.attributes.extend(row.map::<String>("attributes"));
        }
    }
}

/// Leaves the first row of each identity, should somebody have written in the note.
fn once<T, K: Ord>(rows: &mut Vec<T>, identity: impl Fn(&T) -> K) {
    let mut seen = BTreeSet::new();
    rows.retain(|row| seen.insert(identity(row)));
}

fn id(row: Told<'_>) -> Option<RowId> {
    row.parse("id")
}

fn side(row: Told<'_>) -> Option<Side> {
    Some(Side { id: id(row)?, key: row.parse("key")?, name: row.text("name") })
}

fn facet(row: Told<'_>) -> Option<Facet> {
    let value = |row: Told<'_>| {
        let (name, definition) = (row.text("name"), row.some("definition"));
        Some(FacetValue { id: id(row)?, key: row.parse("key")?, name, definition })
    };
    let mut values: Vec<FacetValue> = row.rows("values").filter_map(value).collect();
    once(&mut values, |row| row.key.clone());
    Some(Facet {
        id: id(row)?,
        key: row.parse("key")?,
        name: row.text("name"),
        ordered: row.flag("ordered"),
        values,
    })
}

fn party(row: Told<'_>) -> Option<Party> {
    Some(Party {
        id: id(row)?,
        key: row.parse("key")?,
        name: row.text("name"),
        attributes: row.map("attributes"),
    })
}

fn informant(row: Told<'_>) -> Option<Informant> {
    Some(Informant {
        id: id(row)?,
        key: row.parse("key")?,
        party: row.parse("party"),
        title: row.text("title"),
        count: row.parse("count").filter(|count| *count > 0)?,
        cases: row.list("cases"),
        attributes: row.map("attributes"),
    })
}

fn exhibit(row: Told<'_>) -> Option<Exhibit> {
    Some(Exhibit { id: id(row)?, key: row.parse("key")?, title: row.text("title"), kind: row.parse("kind")? })
}

fn placement(row: Told<'_>) -> Option<Placement> {
    Some(Placement {
        id: id(row)?,
        rater: row.parse("rater")?,
        code: row.parse("code")?,
        case: row.parse("case"),
        facet: row.parse("facet")?,
        value: assignment(&row.text("value")),
        reason: row.text("reason"),
    })
}

fn settlement(row: Told<'_>) -> Option<Settlement> {
    Some(Settlement {
        id: id(row)?,
        code: row.parse("code")?,
        case: row.parse("case"),
        facet: row.parse("facet")?,
        value: assignment(&row.text("value")),
        reason: row.text("reason"),
    })
}

fn excerpt(row: Told<'_>) -> Option<Excerpt> {
    let translator = row.some("translator");
    Some(Excerpt {
        id: id(row)?,
        key: row.parse("key")?,
        pieces: row.list("codings").into_iter().map(|coding| Piece { coding }).collect(),
        text: row.some("text"),
        translation: row.some("translation").map(|text| Translation { text, translator }),
        attribution: row.parse("attribution").unwrap_or_default(),
        exhibits: row.list("exhibits").into_iter().map(|exhibit| ExhibitUse { exhibit }).collect(),
        attributes: row.map("attributes"),
    })
}

fn finding(row: Told<'_>) -> Option<Finding> {
    let link = |told: &String| {
        let (stance, coding) = told.split_once(':')?;
        Some(EvidenceLink { stance: stance.parse().ok()?, coding: coding.parse().ok()? })
    };
    Some(Finding {
        id: id(row)?,
        key: row.parse("key")?,
        exhibit: row.parse("exhibit"),
        case: row.parse("case"),
        code: row.parse("code"),
        facets: values(row, "facets"),
        text: row.text("text"),
        rating: row.some("rating"),
        evidence: row.list::<String>("evidence").iter().filter_map(link).collect(),
        attributes: row.map("attributes"),
    })
}

fn output(row: Told<'_>) -> Option<Output> {
    let kind = match row.text("kind").split_once(':')? {
        ("table", name) => OutputKind::Table(name.to_string()),
        (_, name) => OutputKind::Figure(name.to_string()),
    };
    let options: BTreeMap<String, String> = row.map("options");
    Some(Output { id: id(row)?, exhibit: row.parse("exhibit")?, kind, options })
}

fn total(row: Told<'_>) -> Option<StatedTotal> {
    Some(StatedTotal {
        id: id(row)?,
        of: row.parse("of")?,
        case: row.parse("case"),
        side: row.parse("side"),
        party: row.parse("party"),
        wave: row.parse("wave"),
        value: row.parse("value")?,
    })
}

fn claim(row: Told<'_>) -> Option<Claim> {
    Some(Claim { id: id(row)?, kind: row.parse("kind")?, level: row.parse("level") })
}

fn question(row: Told<'_>) -> Option<Question> {
    Some(Question {
        id: id(row)?,
        key: row.parse("key")?,
        text: row.text("text"),
        attributes: row.map("attributes"),
    })
}

fn member_check(row: Told<'_>) -> Option<MemberCheck> {
    Some(MemberCheck {
        id: id(row)?,
        key: row.parse("key")?,
        informant: row.parse("informant"),
        party: row.parse("party"),
        date: row.some("date"),
        shown: row.list("shown"),
        response: row.text("response"),
        revision: row.text("revision"),
        coder: row.parse("coder"),
        attributes: row.map("attributes"),
    })
}
