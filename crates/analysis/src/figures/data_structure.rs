//! `data-structure`: categories, themes and dimensions in columns.

use themata_model::Figure;
use themata_model::figure::{DataStructure, Node};

use crate::TableError;
use crate::context::Context;

/// Up to so many codes outside the structure are named.
const NAMED: usize = 8;

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let levels: Vec<String> =
        context.study.codebook.printed_levels().map(|level| level.name.clone()).collect();
    let Some(lowest) = context.tree.category_rank() else {
        return Err(TableError::Lacks {
            kind: "data-structure",
            what: "figure",
            needs: "a printed level of codes",
        });
    };
    let is_root = |&code: &usize| context.tree.parent(code).is_none();
    let printed = |&code: &usize| context.tree.is_printed(code) && context.has_code(code);
    let roots = context.tree.order().iter().filter(|code| is_root(code)).filter(|code| printed(code));
    let roots: Vec<Node> = roots.map(|&code| node(context, code, lowest)).collect();
    let mut notes = vec![sizes(context)];
    notes.extend(outside(context));
    notes.extend(context.options.filter.sentence(context.study));
    let title = context.options.title(context.study, "Data structure");
    Ok(Figure::DataStructure(DataStructure { title, levels, roots, notes }))
}

fn node(context: &Context<'_>, at: usize, lowest: usize) -> Node {
    let code = context.tree.code(at);
    let below = context.study.codebook.children(at).iter().copied();
    let below = below.filter(|&child| context.tree.is_printed(child) && context.has_code(child));
    Node {
        level: context.tree.rank(at).saturating_sub(lowest),
        marker: code.marker.clone(),
        label: code.name.clone(),
        colour: code.colour.map(|colour| colour.to_string()),
        children: below.map(|child| node(context, child, lowest)).collect(),
    }
}

/// What the figure leaves out, by the name of its level: codes below those shown are counted, those that
/// stand beside the structure are named as long as they are few.
fn outside(context: &Context<'_>) -> Vec<String> {
    let tree = &context.tree;
    let mut notes = Vec::new();
    for (rank, level) in context.study.codebook.levels().iter().enumerate().filter(|(_, level)| level.open) {
        let codes: Vec<usize> =
            tree.on_rank(rank).into_iter().filter(|&code| context.has_code(code)).collect();
        let hangs = |code: &usize| tree.upward(*code).any(|above| tree.is_printed(above));
        let (below, beside): (Vec<usize>, Vec<usize>) = codes.into_iter().partition(hangs);
        if !below.is_empty() {
            notes.push(format!(
                "{}: {}, below the lowest level shown and left out.",
                level.name,
                below.len()
            ));
        }
        let beside: Vec<usize> = beside.into_iter().filter(|&code| tree.parent(code).is_none()).collect();
        if beside.is_empty() {
            continue;
        }
        let mut note = format!("{}: {}, outside the data structure", level.name, beside.len());
        if beside.len() <= NAMED {
            let names: Vec<String> = beside.iter().map(|&code| tree.code(code).marked_name()).collect();
            note.push_str(&format!(": {}", names.join("; ")));
        }
        notes.push(format!("{}.", note.trim_end_matches('.')));
    }
    notes
}

/// `17 first-order categories, 6 second-order themes, …`, in the study's own words.
fn sizes(context: &Context<'_>) -> String {
    let one = |level: &themata_model::Level| {
        let n = context.study.codebook.on_level(&level.key).count();
        format!("{}: {n}", level.name)
    };
    let sizes: Vec<String> = context.study.codebook.printed_levels().map(one).collect();
    format!("{}.", sizes.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Builder;
    use crate::{Options, figure};

    #[test]
    fn open_codes_are_left_out_and_levels_are_the_studys_own() {
        let b = Builder::dyads();
        let Figure::DataStructure(figure) =
            figure("data-structure", &b.study, &b.marks(), &Options::default()).unwrap()
        else {
            panic!("another figure");
        };
        assert_eq!(figure.levels, ["categories", "themes", "dimensions"]);
        assert_eq!((figure.roots.len(), figure.roots[0].level), (2, 2));
        assert!(figure.roots[0].children[0].children.iter().all(|category| category.children.is_empty()));
        assert_eq!(figure.notes[0], "categories: 3; themes: 2; dimensions: 2.");
    }

    #[test]
    fn codes_that_stand_beside_the_structure_are_named_by_their_level() {
        let mut b = Builder::dyads();
        b.code("alone", "open", "");
        let Figure::DataStructure(figure) =
            figure("data-structure", &b.study, &b.marks(), &Options::default()).unwrap()
        else {
            panic!("another figure");
        };
        assert_eq!(
            figure.notes[1..],
            [
                "open: 1, below the lowest level shown and left out.",
                "open: 1, outside the data structure: Name alone."
            ]
        );
    }

    #[test]
    fn an_unknown_kind_proposes_the_nearest() {
        let b = Builder::dyads();
        let error = figure("framwork", &b.study, &b.marks(), &Options::default()).unwrap_err();
        assert_eq!(error.to_string(), "`framwork` is not a kind of figure; did you mean `framework`?");
    }
}
