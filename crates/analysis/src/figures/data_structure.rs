//! `data-structure`: categories, themes and dimensions in columns.

use themata_model::Figure;
use themata_model::figure::{DataStructure, Node};

use crate::TableError;
use crate::context::Context;

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
    let open = context.tree.order().iter().filter(|&&code| !context.tree.is_printed(code)).count();
    let mut notes = vec![sizes(context)];
    if open > 0 {
        notes.push(format!(
            "{} below the lowest level shown are left out.",
            crate::plural::counted(open, "open code")
        ));
    }
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
    fn an_unknown_kind_proposes_the_nearest() {
        let b = Builder::dyads();
        let error = figure("framwork", &b.study, &b.marks(), &Options::default()).unwrap_err();
        assert_eq!(error.to_string(), "`framwork` is not a kind of figure; did you mean `framework`?");
    }
}
