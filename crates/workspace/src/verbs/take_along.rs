//! What goes along when something is taken away or gets another key: the pieces, evidence and memos
//! that rest on it. Nothing goes without being told.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use themata_model::{MemoAnchor, RowId};
use themata_store::{Edit, Kind, Resting, Which};

use super::Scene;
use crate::WorkspaceError;

/// What stands in the place of codings that go: another coding, or nothing.
type Instead = HashMap<RowId, Option<RowId>>;

/// Lines that tell what would go along with these codings.
pub(crate) fn resting_on(edit: &Edit<'_>, ids: &[RowId]) -> Result<Vec<String>, WorkspaceError> {
    let gone: Instead = ids.iter().map(|id| (*id, None)).collect();
    Ok(told(&edit.resting_on(&Which::Ids(ids.to_vec()))?, &gone))
}

/// Removes codings with what rests on them, and tells what went along: excerpts lose pieces (and go
/// when none is left), findings and links lose evidence, memos about the codings go.
pub(crate) fn codings(at: &mut Scene<'_, '_>, ids: &[RowId]) -> Result<Vec<String>, WorkspaceError> {
    replace_codings(at, ids.iter().map(|id| (*id, None)).collect())
}

/// Removes codings; what rests on them rests on the codings given instead.
pub(crate) fn replace_codings(
    at: &mut Scene<'_, '_>,
    instead: Instead,
) -> Result<Vec<String>, WorkspaceError> {
    let mut ids: Vec<RowId> = instead.keys().copied().collect();
    ids.sort();
    let resting = at.edit.resting_on(&Which::Ids(ids.clone()))?;
    let mut lines = told(&resting, &instead);
    for mut excerpt in resting.excerpts {
        excerpt.pieces = others(excerpt.pieces, |piece| &mut piece.coding, &instead);
        if excerpt.pieces.is_empty() {
            at.edit.remove(Kind::Excerpt, &[excerpt.id])?;
            lines.extend(renamed(at, "excerpt", excerpt.key.as_str(), None)?);
        } else {
            at.edit.put(&themata_store::Record::Excerpt(&excerpt))?;
        }
    }
    for mut finding in resting.findings {
        finding.evidence = others(finding.evidence, |link| &mut link.coding, &instead);
        at.edit.put(&themata_store::Record::Finding(&finding))?;
    }
    for mut link in resting.links {
        link.evidence = others(link.evidence, |id| id, &instead);
        at.edit.put(&themata_store::Record::Link(&link))?;
    }
    for id in &ids {
        let old = id.to_string();
        let spoken_of = resting.memos.iter().map(|memo| &memo.anchor);
        let shown = resting.member_checks.iter().flat_map(|check| &check.shown);
        if spoken_of.chain(shown).any(|anchor| names(anchor, "coding", &old)) {
            let new = instead.get(id).copied().flatten().map(|id| id.to_string());
            renamed(at, "coding", &old, new.as_deref())?;
        }
    }
    at.edit.remove(Kind::Coding, &ids)?;
    Ok(lines)
}

/// Lets the memos and member checks that name a row follow it to its new key; without one the memos go
/// and the member checks lose what was shown. Tells which.
pub(crate) fn renamed(
    at: &mut Scene<'_, '_>,
    kind: &str,
    key: &str,
    new: Option<&str>,
) -> Result<Vec<String>, WorkspaceError> {
    let (memos, checks) = at.edit.said_of(kind, key)?;
    let mut lines = Vec::new();
    let to = new.map(|key| MemoAnchor::Row { kind: kind.to_string(), key: key.to_string() });
    for mut memo in memos {
        match &to {
            Some(anchor) => {
                memo.anchor = anchor.clone();
                at.edit.put(&themata_store::Record::Memo(&memo))?;
            }
            None => {
                at.edit.remove(Kind::Memo, &[memo.id])?;
                lines.push(format!("memo `{}` about the {kind} `{key}` goes along", memo.key));
                lines.extend(renamed(at, "memo", memo.key.as_str(), None)?);
            }
        }
    }
    for mut check in checks {
        for anchor in &mut check.shown {
            if let (true, Some(to)) = (names(anchor, kind, key), &to) {
                *anchor = to.clone();
            }
        }
        check.shown.retain(|anchor| to.is_some() || !names(anchor, kind, key));
        let mut seen = HashSet::new();
        check.shown.retain(|anchor| seen.insert(anchor.clone()));
        at.edit.put(&themata_store::Record::MemberCheck(&check))?;
        if to.is_none() {
            lines
                .push(format!("member check `{}` no longer names what was shown: {kind} `{key}`", check.key));
        }
    }
    Ok(lines)
}

fn names(anchor: &MemoAnchor, kind: &str, key: &str) -> bool {
    matches!(anchor, MemoAnchor::Row { kind: k, key: own } if k == kind && own == key)
}

/// The members with other codings in the place of those that go, each member once.
fn others<T: Clone + Eq + Hash>(
    members: Vec<T>,
    coding: impl Fn(&mut T) -> &mut RowId,
    instead: &Instead,
) -> Vec<T> {
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(members.len());
    for mut member in members {
        let id = coding(&mut member);
        match instead.get(id) {
            None => kept.push(member),
            Some(None) => {}
            Some(Some(other)) => {
                *id = *other;
                kept.push(member);
            }
        }
    }
    // A piece may be printed twice on purpose; only what was put in may not double another.
    let put_in: HashSet<RowId> = instead.values().flatten().copied().collect();
    kept.retain_mut(|member| !put_in.contains(coding(member)) || seen.insert(member.clone()));
    kept
}

fn told(resting: &Resting, instead: &Instead) -> Vec<String> {
    let goes = |id: &RowId| instead.get(id) == Some(&None);
    let of = |gone: usize, all: usize| format!("{gone} of {all}");
    let mut lines = Vec::new();
    for excerpt in &resting.excerpts {
        let (gone, all) = (excerpt.pieces.iter().filter(|p| goes(&p.coding)).count(), excerpt.pieces.len());
        match gone {
            0 => {}
            _ if gone == all => {
                lines.push(format!("excerpt `{}` goes along: nothing is left of it", excerpt.key))
            }
            _ => lines.push(format!("excerpt `{}` loses pieces: {}", excerpt.key, of(gone, all))),
        }
    }
    for finding in &resting.findings {
        let gone = finding.evidence.iter().filter(|link| goes(&link.coding)).count();
        if gone > 0 {
            lines.push(format!(
                "finding `{}` loses evidence: {}",
                finding.key,
                of(gone, finding.evidence.len())
            ));
        }
    }
    for link in &resting.links {
        let gone = link.evidence.iter().filter(|id| goes(id)).count();
        if gone > 0 {
            lines.push(format!(
                "the link {} → {} loses evidence: {}",
                link.from,
                link.to,
                of(gone, link.evidence.len())
            ));
        }
    }
    let gone_for_good = |anchor: &MemoAnchor| match anchor {
        MemoAnchor::Row { key, .. } => key.parse().is_ok_and(|id: RowId| goes(&id)),
        MemoAnchor::Study => false,
    };
    for memo in resting.memos.iter().filter(|memo| gone_for_good(&memo.anchor)) {
        lines.push(format!("memo `{}` about a coding goes along", memo.key));
    }
    for check in resting.member_checks.iter().filter(|check| check.shown.iter().any(gone_for_good)) {
        lines.push(format!("member check `{}` no longer names a coding that was shown", check.key));
    }
    lines
}
