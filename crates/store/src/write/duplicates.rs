//! Finds what lists name twice: the tables hold each member of a list once.

use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

use themata_model::{Place, Problem, Study};

/// A sentence for every member that a list of `study` names more than once.
pub(super) fn duplicates(study: &Study) -> Vec<Problem> {
    let mut found = Vec::new();
    for case in &study.cases {
        for side in &case.sides {
            check(&mut found, "cases", &format!("case `{}`", case.key), "party", side.parties.iter());
        }
    }
    for row in &study.informants {
        check(&mut found, "informants", &format!("informant `{}`", row.key), "case", row.cases.iter());
    }
    for row in &study.sources {
        let owner = format!("source `{}`", row.key);
        check(&mut found, "sources", &owner, "case", row.cases.iter());
        check(&mut found, "sources", &owner, "side", row.sides.iter());
        check(&mut found, "sources", &owner, "party", row.parties.iter());
        check(&mut found, "sources", &owner, "informant", row.informants.iter());
    }
    for row in &study.excerpts {
        let exhibits = row.exhibits.iter().map(|used| &used.exhibit);
        check(&mut found, "excerpts", &format!("excerpt `{}`", row.key), "exhibit", exhibits);
    }
    for row in &study.findings {
        let mut seen = HashSet::new();
        for link in row.evidence.iter().filter(|link| !seen.insert(**link)) {
            push(&mut found, "findings", &format!("finding `{}`", row.key), "coding", &link.coding);
        }
    }
    for row in &study.links {
        check(
            &mut found,
            "links",
            &format!("the link {} → {}", row.from, row.to),
            "coding",
            row.evidence.iter(),
        );
    }
    found
}

fn check<'k, K: Eq + Hash + Display + 'k>(
    found: &mut Vec<Problem>,
    table: &str,
    owner: &str,
    what: &str,
    members: impl Iterator<Item = &'k K>,
) {
    let mut seen = HashSet::new();
    for member in members.filter(|member| !seen.insert(*member)) {
        push(found, table, owner, what, member);
    }
}

fn push(found: &mut Vec<Problem>, table: &str, owner: &str, what: &str, member: &dyn Display) {
    found.push(Problem::error(Place::file(table), format!("{owner} names the {what} `{member}` twice")));
}
