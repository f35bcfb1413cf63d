//! The codebook: labels that vary, markers used twice, codes that stand alone or are not defined.

use std::collections::{BTreeMap, BTreeSet};

use super::Remarks;
use crate::context::Context;
use crate::title::is_variant;

pub(super) fn check(context: &Context<'_>, remarks: &mut Remarks<'_>) {
    let book = &context.study.codebook;
    for (marker, codes) in book.repeated_markers() {
        let names: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
        remarks.question(
            format!("marker:{marker}"),
            "codebook",
            format!("the marker {marker} stands for several codes of one level: {}", names.join(", ")),
        );
    }
    ambiguous(context, remarks);
    variants(context, remarks);
    let printed: Vec<usize> =
        context.tree.order().iter().copied().filter(|&at| context.tree.is_printed(at)).collect();
    for &at in &printed {
        let code = context.tree.code(at);
        let place = format!("code {}", code.key);
        let name = code.marked_name();
        let children: Vec<usize> =
            book.children(at).iter().copied().filter(|&child| context.tree.is_printed(child)).collect();
        if let [only] = children.as_slice() {
            let only = context.tree.code(*only).marked_name();
            remarks.note(
                format!("one-child:{}", code.key),
                place.clone(),
                format!("“{name}” has only “{only}” below it"),
            );
        }
        if context.tree.parent(at).is_none() && Some(context.tree.rank(at)) != context.tree.top_rank() {
            let sentence = format!("“{name}” stands below no code, though there are higher levels");
            remarks.note(format!("orphan:{}", code.key), place.clone(), sentence);
        }
        if code.definition.trim().is_empty() {
            remarks.note(format!("no-definition:{}", code.key), place, format!("“{name}” has no definition"));
        }
    }
}

/// Names, other wordings and markers by which a person may mean several codes. A marker used twice
/// on one level is asked about above.
fn ambiguous(context: &Context<'_>, remarks: &mut Remarks<'_>) {
    let repeated: BTreeSet<String> = context
        .study
        .codebook
        .repeated_markers()
        .into_iter()
        .map(|(marker, _)| marker.to_lowercase())
        .collect();
    let mut by_name: BTreeMap<String, (&str, BTreeSet<usize>)> = BTreeMap::new();
    for &at in context.tree.order() {
        let code = context.tree.code(at);
        let markers = code.marker.iter().filter(|marker| !repeated.contains(&marker.to_lowercase()));
        for name in std::iter::once(&code.name).chain(&code.aliases).chain(markers) {
            let entry = by_name.entry(name.trim().to_lowercase());
            entry.or_insert_with(|| (name.trim(), BTreeSet::new())).1.insert(at);
        }
    }
    for (name, codes) in by_name.into_values().filter(|(_, codes)| codes.len() > 1) {
        let codes: Vec<String> =
            codes.into_iter().map(|at| format!("`{}`", context.tree.code(at).key)).collect();
        remarks.question(
            format!("ambiguous-name:{name}"),
            "codebook",
            format!("“{name}” may mean several codes: {}", codes.join(", ")),
        );
    }
}

/// Codes of one level with nearly the same name, and codes that the paper words differently.
fn variants(context: &Context<'_>, remarks: &mut Remarks<'_>) {
    let codes = context.study.codebook.codes();
    for (i, a) in codes.iter().enumerate() {
        for b in codes[i + 1..].iter().filter(|b| b.level == a.level) {
            let is_same = a.name.trim().to_lowercase() == b.name.trim().to_lowercase();
            if is_same || is_variant(&a.name, &b.name) {
                remarks.question(
                    format!("same-label:{}:{}", a.key, b.key),
                    format!("code {}", b.key),
                    format!(
                        "the codes `{}` and `{}` are called nearly the same: “{}” and “{}”",
                        a.key, b.key, a.name, b.name
                    ),
                );
            }
        }
        let taken =
            |alias: &&String| codes.iter().any(|b| b.key != a.key && b.name.eq_ignore_ascii_case(alias));
        for alias in a.aliases.iter().filter(taken) {
            remarks.question(
                format!("alias-taken:{}", a.key),
                format!("code {}", a.key),
                format!("another wording of `{}`, “{alias}”, is the name of another code", a.key),
            );
        }
        if !a.aliases.is_empty() {
            let wordings: Vec<String> = a.aliases.iter().map(|alias| format!("“{alias}”")).collect();
            let key = format!("label-variant:{}", a.key);
            let place = format!("code {}", a.key);
            let sentence =
                format!("“{}” is worded differently elsewhere: {}", a.marked_name(), wordings.join(", "));
            // Boiling open codes down leaves an alias at every step; what is printed has one wording.
            if context.study.codebook.is_open(a) {
                remarks.note(key, place, sentence);
            } else {
                remarks.question(key, place, sentence);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::remarks;
    use crate::testing::Builder;

    #[test]
    fn a_name_for_two_codes_is_ambiguous() {
        let mut b = Builder::dyads();
        b.edit("c1", |code| code.aliases = vec!["name C2".into()])
            .edit("c3", |code| code.marker = Some("1".into()));
        b.edit("T1", |code| code.marker = Some("1".into()));
        insta::assert_snapshot!(remarks(&b.study, &["ambiguous"]), @r"
        question ambiguous-name:1 [codebook] “1” may mean several codes: `T1`, `c3`
        question ambiguous-name:name C2 [codebook] “name C2” may mean several codes: `c1`, `c2`
        ");
    }

    #[test]
    fn labels_markers_and_loose_codes_are_remarked() {
        let mut b = Builder::dyads();
        b.code("c4", "categories", "");
        b.edit("c4", |code| code.name = "Assign dedicated staff".into());
        b.edit("c1", |code| code.name = "Assign dedicated staffs".into());
        b.edit("c1", |code| code.marker = Some("A".into())).edit("c2", |code| code.marker = Some("A".into()));
        b.edit("c2", |code| code.aliases = vec!["Assign dedicated staff".into()]);
        b.edit("c3", |code| code.definition.clear());
        insta::assert_snapshot!(
            remarks(&b.study, &["marker", "same-label", "alias", "label", "one-child", "orphan", "no-definition"]), @r"
        question marker:A [codebook] the marker A stands for several codes of one level: `c1`, `c2`
        question same-label:c1:c4 [code c4] the codes `c1` and `c4` are called nearly the same: “Assign dedicated staffs” and “Assign dedicated staff”
        question alias-taken:c2 [code c2] another wording of `c2`, “Assign dedicated staff”, is the name of another code
        question label-variant:c2 [code c2] “A. Name c2” is worded differently elsewhere: “Assign dedicated staff”
        note one-child:D1 [code D1] “Name D1” has only “Name T1” below it
        note one-child:D2 [code D2] “Name D2” has only “Name T2” below it
        note one-child:T2 [code T2] “Name T2” has only “Name c3” below it
        note no-definition:c3 [code c3] “Name c3” has no definition
        note orphan:c4 [code c4] “Assign dedicated staff” stands below no code, though there are higher levels
        ");
    }
}
