//! `proof`: quotations in boxes, joined to the codes they are evidence of and to those above.

use themata_model::Figure;
use themata_model::figure::{DataStructure, Node};

use crate::TableError;
use crate::context::Context;
use crate::tables::proof::{Chosen, TITLE, choose, how, notes, ranks};

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let (study, options) = (context.study, context.options);
    let codes = context.row_codes();
    let (chosen, by_program) = choose(context, &codes);
    let mut levels = vec![TITLE.to_string()];
    let ranks = ranks(context, &codes);
    levels.extend(ranks.iter().rev().map(|&rank| study.codebook.levels()[rank].name.clone()));
    if options.heads.len() > levels.len() {
        return Err(TableError::BadValue {
            option: "heads".to_string(),
            value: options.heads.join("; "),
            expected: format!("at most {} heads, one a column", levels.len()),
        });
    }
    for (level, head) in levels.iter_mut().zip(&options.heads).filter(|(_, head)| !head.is_empty()) {
        level.clone_from(head);
    }
    let lowest = ranks.last().copied().unwrap_or_default();
    let mut roots: Vec<Node> = Vec::new();
    let mut paths: Vec<Vec<usize>> = Vec::new();
    let mut shown = 0;
    for (at, &code) in codes.iter().enumerate() {
        let mut node = node(context, code, lowest);
        node.children = quotations(context, &chosen, at, by_program);
        shown += node.children.len();
        let path: Vec<usize> = context.tree.upward(code).skip(1).collect();
        hang(context, &mut roots, &mut paths, node, &path, lowest);
    }
    if roots.is_empty() {
        return Err(TableError::Lacks {
            kind: "proof",
            what: "figure",
            needs: "code on the level asked for",
        });
    }
    let draft = if by_program > 0 { "DRAFT: " } else { "" };
    Ok(Figure::DataStructure(DataStructure {
        title: format!("{draft}{}", options.title(study, TITLE)),
        levels,
        roots,
        notes: notes(context, &chosen, shown, by_program),
    }))
}

/// Hangs `node` below the codes of `path` (nearest first), which are made where the last root has them not.
fn hang(
    context: &Context<'_>,
    roots: &mut Vec<Node>,
    paths: &mut Vec<Vec<usize>>,
    mut node: Node,
    path: &[usize],
    lowest: usize,
) {
    let last = paths.last().map(Vec::as_slice).unwrap_or_default();
    let same = path.iter().rev().zip(last.iter().rev()).take_while(|(a, b)| a == b).count();
    let (fresh, known) = path.split_at(path.len() - same);
    for &above in fresh {
        let mut parent = self::node(context, above, lowest);
        parent.children.push(node);
        node = parent;
    }
    let mut siblings = roots;
    for _ in known {
        match siblings.last_mut() {
            Some(last) => siblings = &mut last.children,
            None => return,
        }
    }
    siblings.push(node);
    paths.push(path.to_vec());
}

fn node(context: &Context<'_>, at: usize, lowest: usize) -> Node {
    let code = context.tree.code(at);
    Node {
        // The first column is that of the quotations.
        level: context.tree.rank(at).saturating_sub(lowest) + 1,
        marker: code.marker.clone(),
        label: code.name.clone(),
        colour: code.colour.map(|colour| colour.to_string()),
        children: Vec::new(),
    }
}

fn quotations(context: &Context<'_>, chosen: &Chosen<'_, '_>, at: usize, by_program: usize) -> Vec<Node> {
    let (grade, locator) = how(context, by_program);
    let list = chosen.lists.get(at).map(Vec::as_slice).unwrap_or_default();
    let one = |&i: &usize| Node {
        level: 0,
        marker: None,
        label: chosen.pool.block(i, &grade, locator).plain(),
        colour: None,
        children: Vec::new(),
    };
    list.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use themata_model::figure::Node;
    use themata_model::{ExhibitKind, Figure};

    use crate::testing::Builder;
    use crate::{Options, figure};

    fn outline(nodes: &[Node], indent: usize) -> String {
        let line = |node: &Node| {
            format!(
                "{}{}: {}\n{}",
                "  ".repeat(indent),
                node.level,
                node.label,
                outline(&node.children, indent + 1)
            )
        };
        nodes.iter().map(line).collect()
    }

    #[test]
    fn quotations_hang_on_their_code_and_that_on_those_above() {
        let mut b = Builder::dyads();
        b.exhibit("figure-1", ExhibitKind::Figure);
        let said = [b.say("b1", 1, "c1"), b.say("a1", 2, "c1"), b.say("c1p", 3, "c2"), b.say("a2", 4, "c3")];
        for (n, coding) in said.iter().enumerate() {
            b.excerpt(&format!("e{n}"), &[*coding], &["figure-1"]);
        }
        let options = Options {
            exhibit: "figure-1".parse().ok(),
            heads: vec!["First order quotations".into(), String::new()],
            ..Options::default()
        };
        let made = figure("proof", &b.study, &b.marks(), &options).unwrap();
        let Figure::DataStructure(drawn) = made else { panic!("another figure") };
        assert_eq!(drawn.levels, ["First order quotations", "categories", "themes", "dimensions"]);
        insta::assert_snapshot!(format!("{}\n{}", drawn.title, outline(&drawn.roots, 0)));
    }
}
