//! Codings that lost their place, keys that lead nowhere, and excerpts that their codings do not bear out.

use themata_model::anchor::verify_display;
use themata_model::{Coding, Excerpt, around_difference, validate};

use super::Remarks;
use crate::context::Context;
use crate::quotation::folded;

/// Words of a quotation shown in a sentence: enough to find it by.
const SHOWN: usize = 8;

/// Characters shown of words that changed, around the first change.
const CHANGE: usize = 80;

pub(super) fn check(context: &Context<'_>, remarks: &mut Remarks<'_>) {
    let study = context.study;
    for coding in study.codings.iter().filter(|coding| coding.span.is_none()) {
        remarks.broken(
            format!("lost:{}", coding.id),
            format!("source {}", coding.source),
            format!(
                "the coding of “{}” by {} has lost its place in the text",
                opening(&coding.quotation),
                coding.coder
            ),
        );
    }
    for coding in study.codings.iter().filter(|coding| coding.is_unconfirmed()) {
        let (was, is) = around_difference(&coding.typed, &coding.quotation, CHANGE);
        remarks.question(
            format!("other-words:{}", coding.id),
            format!("source {}", coding.source),
            format!(
                "the words that {} coded were “{was}” and are “{is}” now: look, then `themata confirm {}` or move \
                 its borders",
                coding.coder,
                short_id(coding)
            ),
        );
    }
    for problem in validate(study) {
        let place = problem.place.to_string();
        let key = format!("dangling:{place}:{}", quoted(&problem.message));
        let hint = problem.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
        remarks.broken(key, place, format!("{}{hint}", problem.message));
    }
    for excerpt in &study.excerpts {
        display(context, excerpt, remarks);
    }
}

/// The end of the id, by which a coding is named on the command line.
fn short_id(coding: &Coding) -> String {
    let id = coding.id.to_string();
    id.get(id.len().saturating_sub(8)..).unwrap_or(&id).to_string()
}

fn display(context: &Context<'_>, excerpt: &Excerpt, remarks: &mut Remarks<'_>) {
    let Some(text) = &excerpt.text else { return };
    let quotations: Vec<&str> = context
        .words
        .pieces(excerpt)
        .into_iter()
        .filter_map(|coding| Some(context.words.coding(coding)?.quotation.as_str()))
        .collect();
    let checked = verify_display(text, &quotations);
    let place = format!("excerpt {}", excerpt.key);
    let missing: Vec<String> = checked.not_borne().map(|piece| opening(piece.shown.of(text))).collect();
    if !missing.is_empty() || !checked.is_borne_out() {
        let words = if missing.is_empty() { opening(text) } else { missing.join("” and “") };
        remarks.broken(
            format!("not-borne-out:{}", excerpt.key),
            place,
            format!("the excerpt displays “{words}”, which stands in none of its codings"),
        );
    } else if !checked.in_order {
        remarks.question(
            format!("other-order:{}", excerpt.key),
            place,
            "the excerpt displays the words of its codings in another order than they were said".to_string(),
        );
    }
}

/// The first words of a text.
pub(super) fn opening(text: &str) -> String {
    let text = folded(text);
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= SHOWN { text } else { format!("{} …", words[..SHOWN].join(" ")) }
}

/// The names in backticks of a message, which identify it.
fn quoted(message: &str) -> String {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if names.is_empty() { message.to_string() } else { names.join(":") }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::remarks;
    use crate::testing::Builder;

    #[test]
    fn lost_places_and_words_nobody_said_are_broken() {
        let mut b = Builder::dyads();
        let one = b.say("b1", 1, "c1");
        b.say("b1", 2, "c1");
        b.excerpt("e1", &[one], &[]);
        b.study.excerpts[0].text = Some("This is sentence 1 … and nobody said this".into());
        b.study.codings[1].span = None;
        b.study.codings[1].id = b.study.id.row("coding", "x");
        insta::assert_snapshot!(remarks(&b.study, &["lost", "not-borne"]), @r"
        broken lost:34d08b70-8e1a-5650-ad5c-5daccf41e281 [source int-b1] the coding of “This is sentence 2 that informant b1 said …” by ann has lost its place in the text
        broken not-borne-out:e1 [excerpt e1] the excerpt displays “and nobody said this”, which stands in none of its codings
        ");
    }

    #[test]
    fn words_that_an_edit_changed_are_asked_about_until_they_are_confirmed() {
        let mut b = Builder::dyads();
        b.say("b1", 1, "c1");
        b.say("b1", 2, "c1");
        b.study.codings[0].typed = "This is … that informant b1 said to us".into();
        assert_eq!(remarks(&b.study, &["other-words"]), "");
        b.study.codings[0].typed = "That was sentence 1".into();
        b.study.codings[0].id = b.study.id.row("coding", "x");
        insta::assert_snapshot!(remarks(&b.study, &["other-words"]), @"question other-words:34d08b70-8e1a-5650-ad5c-5daccf41e281 [source int-b1] the words that ann coded were “That was sentence 1” and are “This is sentence 1 that informant b1 said to us.” now: look, then `themata confirm cf41e281` or move its borders");
        let whole = format!("{} … {}", b.study.codings[0].quotation, b.study.codings[1].quotation);
        b.study.codings.iter_mut().for_each(|coding| coding.typed.clone_from(&whole));
        assert_eq!(remarks(&b.study, &["other-words"]), "", "two turns together bear the quotation out");
    }

    #[test]
    fn a_key_that_leads_nowhere_is_broken() {
        let mut b = Builder::dyads();
        b.finding("R1", "nowhere", "x", &[]);
        insta::assert_snapshot!(remarks(&b.study, &["dangling"]), @"broken dangling:findings:f1:nowhere [findings] finding `f1` names the code `nowhere`, which is not in the codebook");
    }
}
