//! What the note of Themata says of rows that another tool has removed since.

use std::collections::BTreeSet;

use themata_model::{FacetAssignment, FacetKey, FacetValues, Place, Problem, Study, Target, counted};

use super::Import;

impl Import<'_> {
    /// Takes out references to what is no longer there; a row that says nothing without them goes too.
    pub(super) fn prune(&mut self) {
        let before = rows(&self.study);
        prune(&mut self.study);
        let gone = before.saturating_sub(rows(&self.study));
        if gone > 0 {
            let what = counted(gone, "row");
            let message =
                format!("{what} of the study lean on what was removed in the other tool, and are left out");
            self.problems.push(Problem::warning(Place::file("Notes"), message));
        }
    }
}

fn rows(study: &Study) -> usize {
    study.codings.len()
        + study.placements.len()
        + study.settlements.len()
        + study.excerpts.len()
        + study.outputs.len()
        + study.links.len()
}

/// The keys of one kind of row.
macro_rules! keys {
    ($rows:expr) => {
        $rows.iter().map(|row| row.key.clone()).collect::<BTreeSet<_>>()
    };
}

fn prune(study: &mut Study) {
    let (sides, parties, informants) = (keys!(study.sides), keys!(study.parties), keys!(study.informants));
    let (sources, coders, exhibits) = (keys!(study.sources), keys!(study.coders), keys!(study.exhibits));
    let (cases, codes) = (keys!(study.cases), keys!(study.codebook.codes()));
    let facets: Vec<(FacetKey, BTreeSet<_>)> =
        study.facets.iter().map(|facet| (facet.key.clone(), keys!(facet.values))).collect();
    let is_value = |facet: &FacetKey, value: &FacetAssignment| {
        let known = facets.iter().find(|(key, _)| key == facet);
        known.is_some_and(|(_, values)| match value {
            FacetAssignment::Value(key) => values.contains(key),
            FacetAssignment::All | FacetAssignment::None => true,
        })
    };
    let known_values = |values: &mut FacetValues| values.retain(|facet, value| is_value(facet, value));
    for case in &mut study.cases {
        case.sides.retain(|side| side.side.as_ref().is_none_or(|side| sides.contains(side)));
        case.sides.iter_mut().for_each(|side| known(&mut side.parties, &parties));
    }
    for informant in &mut study.informants {
        known_one(&mut informant.party, &parties);
        known(&mut informant.cases, &cases);
    }
    for source in &mut study.sources {
        known(&mut source.cases, &cases);
        known(&mut source.sides, &sides);
        known(&mut source.parties, &parties);
        known(&mut source.informants, &informants);
        for speaker in source.texts.iter_mut().flat_map(|text| &mut text.speakers) {
            known_one(&mut speaker.informant, &informants);
        }
    }
    for coding in &mut study.codings {
        known_one(&mut coding.about.case, &cases);
        known_one(&mut coding.about.side, &sides);
        match &mut coding.target {
            Target::Code(_, facets) | Target::Facets(facets) => known_values(facets),
        }
    }
    study.codings.retain(|coding| {
        let says = match &coding.target {
            Target::Code(code, _) => codes.contains(code),
            Target::Facets(facets) => !facets.is_empty(),
        };
        says && sources.contains(&coding.source) && coders.contains(&coding.coder)
    });
    let codings: BTreeSet<_> = study.codings.iter().map(|coding| coding.id).collect();
    let mut book: Vec<_> = study.codebook.codes().to_vec();
    book.iter_mut().for_each(|code| known_values(&mut code.prefilled));
    if let Ok(book) = themata_model::Codebook::new(study.codebook.levels().to_vec(), book) {
        study.codebook = book;
    }
    let in_case = |case: &Option<_>| case.as_ref().is_none_or(|case| cases.contains(case));
    study.placements.retain(|row| {
        codes.contains(&row.code)
            && coders.contains(&row.rater)
            && in_case(&row.case)
            && is_value(&row.facet, &row.value)
    });
    study
        .settlements
        .retain(|row| codes.contains(&row.code) && in_case(&row.case) && is_value(&row.facet, &row.value));
    for excerpt in &mut study.excerpts {
        excerpt.pieces.retain(|piece| codings.contains(&piece.coding));
        excerpt.exhibits.retain(|used| exhibits.contains(&used.exhibit));
    }
    study.excerpts.retain(|excerpt| !excerpt.pieces.is_empty());
    for finding in &mut study.findings {
        known_one(&mut finding.exhibit, &exhibits);
        known_one(&mut finding.case, &cases);
        known_one(&mut finding.code, &codes);
        known_values(&mut finding.facets);
        finding.evidence.retain(|link| codings.contains(&link.coding));
    }
    study.links.retain(|link| codes.contains(&link.from) && codes.contains(&link.to));
    study.links.iter_mut().for_each(|link| link.evidence.retain(|id| codings.contains(id)));
    study.outputs.retain(|output| exhibits.contains(&output.exhibit));
    study.totals.retain(|total| {
        in_case(&total.case)
            && total.side.as_ref().is_none_or(|side| sides.contains(side))
            && total.party.as_ref().is_none_or(|party| parties.contains(party))
    });
    for memo in &mut study.memos {
        known_one(&mut memo.coder, &coders);
    }
    for check in &mut study.member_checks {
        known_one(&mut check.informant, &informants);
        known_one(&mut check.party, &parties);
        known_one(&mut check.coder, &coders);
    }
    let shown: Vec<Vec<_>> = study
        .member_checks
        .iter()
        .map(|check| check.shown.iter().filter(|shown| shown.exists_in(study)).cloned().collect())
        .collect();
    for (check, shown) in study.member_checks.iter_mut().zip(shown) {
        check.shown = shown;
    }
}

fn known<K: Ord>(list: &mut Vec<K>, known: &BTreeSet<K>) {
    list.retain(|key| known.contains(key));
}

fn known_one<K: Ord>(key: &mut Option<K>, known: &BTreeSet<K>) {
    if key.as_ref().is_some_and(|key| !known.contains(key)) {
        *key = None;
    }
}
