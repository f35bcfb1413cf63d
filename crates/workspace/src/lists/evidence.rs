//! Lists of what is printed, concluded and thought: exhibits, excerpts, findings, memos, member checks.

use themata_model::table::{Cell, Row, Table};
use themata_model::{OutputKind, Stance, Study};

use super::{joined, list, number};

pub(super) fn exhibits(s: &Study) -> Table {
    let columns = [
        ("key", "Key"),
        ("kind", "Kind"),
        ("title", "Title"),
        ("output", "Printed by"),
        ("count", "Excerpts"),
    ];
    let mut table = list("Exhibits", &columns);
    for exhibit in &s.exhibits {
        let output = s.outputs.iter().find(|output| output.exhibit == exhibit.key).map(|output| {
            let what = match &output.kind {
                OutputKind::Table(name) => format!("table {name}"),
                OutputKind::Figure(name) => format!("figure {name}"),
            };
            let options = output.options.iter().map(|(name, value)| format!(" {name}={value}"));
            what + &options.collect::<String>()
        });
        let uses =
            |excerpt: &&themata_model::Excerpt| excerpt.exhibits.iter().any(|u| u.exhibit == exhibit.key);
        table.rows.push(Row::Body(vec![
            Cell::text(exhibit.key.as_str()),
            Cell::text(exhibit.kind.as_str()),
            Cell::text(&exhibit.title),
            Cell::text(output.unwrap_or_default()),
            number(s.excerpts.iter().filter(uses).count()),
        ]));
    }
    table
}

pub(super) fn excerpts(s: &Study) -> Table {
    let columns = [("key", "Key"), ("exhibits", "Exhibits"), ("codings", "Codings"), ("text", "Text")];
    let mut table = list("Excerpts", &columns);
    for excerpt in &s.excerpts {
        let text = excerpt.translation.as_ref().map(|translation| translation.text.clone());
        let text = text.or_else(|| excerpt.text.clone()).unwrap_or_default();
        let uses: Vec<&str> = excerpt.exhibits.iter().map(|used| used.exhibit.as_str()).collect();
        table.rows.push(Row::Body(vec![
            Cell::text(excerpt.key.as_str()),
            joined(&uses),
            number(excerpt.pieces.len()),
            Cell::text(text),
        ]));
    }
    table.notes.push("Without a text of its own an excerpt prints the words of its codings.".to_string());
    table
}

pub(super) fn findings(s: &Study) -> Table {
    let columns = [
        ("key", "Key"),
        ("exhibit", "Exhibit"),
        ("case", "Case"),
        ("code", "Code"),
        ("facets", "Values"),
        ("rating", "Rating"),
        ("evidence", "Evidence"),
        ("text", "Text"),
    ];
    let mut table = list("Findings", &columns);
    for finding in &s.findings {
        let values: Vec<String> =
            finding.facets.iter().map(|(facet, value)| format!("{facet}={value}")).collect();
        let count = |stance| finding.evidence.iter().filter(|link| link.stance == stance).count();
        let evidence =
            [Stance::Supports, Stance::Qualifies, Stance::Contradicts].map(|stance| (stance, count(stance)));
        let evidence: Vec<String> = evidence
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(stance, n)| format!("{n} {}", if *n == 1 { stance.as_str() } else { plural(*stance) }))
            .collect();
        table.rows.push(Row::Body(vec![
            Cell::text(finding.key.as_str()),
            optional(finding.exhibit.as_ref()),
            optional(finding.case.as_ref()),
            optional(finding.code.as_ref()),
            joined(&values),
            Cell::text(finding.rating.clone().unwrap_or_default()),
            Cell::text(evidence.join(", ")),
            Cell::text(&finding.text),
        ]));
    }
    table
}

/// What several codings do.
fn plural(stance: Stance) -> &'static str {
    match stance {
        Stance::Supports => "support",
        Stance::Qualifies => "qualify",
        Stance::Contradicts => "contradict",
    }
}

pub(super) fn memos(s: &Study) -> Table {
    let columns = [
        ("key", "Key"),
        ("about", "About"),
        ("kind", "Kind"),
        ("coder", "Coder"),
        ("date", "Date"),
        ("text", "Text"),
    ];
    let mut table = list("Memos", &columns);
    for memo in &s.memos {
        table.rows.push(Row::Body(vec![
            Cell::text(memo.key.as_str()),
            Cell::text(memo.anchor.to_string()),
            Cell::text(memo.kind.as_str()),
            optional(memo.coder.as_ref()),
            Cell::text(memo.date.clone().unwrap_or_default()),
            Cell::text(&memo.text),
        ]));
    }
    table
}

pub(super) fn members(s: &Study) -> Table {
    let columns = [
        ("key", "Key"),
        ("informant", "Informant"),
        ("party", "Party"),
        ("date", "Date"),
        ("shown", "Shown"),
        ("response", "Response"),
        ("revision", "Revision"),
        ("coder", "Coder"),
    ];
    let mut table = list("Member checks", &columns);
    for check in &s.member_checks {
        table.rows.push(Row::Body(vec![
            Cell::text(check.key.as_str()),
            optional(check.informant.as_ref()),
            optional(check.party.as_ref()),
            Cell::text(check.date.clone().unwrap_or_default()),
            joined(&check.shown),
            Cell::text(&check.response),
            Cell::text(&check.revision),
            optional(check.coder.as_ref()),
        ]));
    }
    table
}

fn optional(key: Option<&impl ToString>) -> Cell {
    Cell::text(key.map(ToString::to_string).unwrap_or_default())
}
