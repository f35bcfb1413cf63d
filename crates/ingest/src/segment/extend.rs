//! The rest of the labels in a document that is a conversation: those that occur once or twice, or with another mark.

use std::collections::HashSet;

use super::candidate::Candidate;
use super::evidence::{Evidence, Occurrence};
use super::lexicon::{self, Meaning};
use super::misread::Forms;
use super::shape::{Shape, announced_initials, has_number, is_initials, is_unspaced};
use super::{Family, SpeakerStyle};

/// Adds names that occur too seldom to be in the core of a conversation.
pub(super) fn extend(
    text: &str,
    core: &mut [bool],
    labels: &[Evidence],
    occurrences: &[Occurrence],
    candidates: &[Candidate<'_>],
    blocks: &[usize],
) {
    let total: usize = core.iter().zip(labels).filter(|(core, _)| **core).map(|(_, label)| label.count).sum();
    let opening: usize =
        core.iter().zip(labels).filter(|(core, _)| **core).map(|(_, label)| label.opens_block).sum();
    let at_block_starts = opening * 5 >= total * 4;
    let first_line = occurrences.iter().find(|o| core[o.label]).map_or(0, |o| candidates[o.candidate].line);
    let region = blocks.len() - blocks.partition_point(|&line| line < first_line);
    // Where nearly every paragraph has a label, a paragraph that opens like one has one too.
    let dense = opening * 5 >= region * 3;
    let families: HashSet<Family> =
        core.iter().zip(labels).filter(|(core, _)| **core).map(|(_, l)| l.family).collect();
    let timed =
        labels.iter().zip(&*core).filter(|(_, core)| **core).map(|(label, _)| label.timed).sum::<usize>() * 2
            > total;
    let mentioned = mentioned_names(
        text,
        occurrences.iter().filter(|o| !core[o.label]).map(|o| candidates[o.candidate].name),
    );
    let all_set_off = labels.iter().zip(&*core).all(|(label, core)| !core || label.set_off == label.count);
    let keys: HashSet<String> = labels
        .iter()
        .zip(&*core)
        .filter(|(_, core)| **core)
        .map(|(label, _)| lexicon::key(&label.name))
        .collect();
    // Among people called by their initials, `TO` or `ED` is one of them.
    let is_of_initials = |label: &Evidence| is_initials(&label.name) && label.name.chars().nth(1).is_some();
    let members = || labels.iter().zip(&*core).filter(|(_, core)| **core).map(|(label, _)| label);
    let by_initials = members().count() >= 2 && members().all(is_of_initials);
    let by_letters =
        members().count() >= 2 && members().all(|label| label.paired && label.family != Family::Colon);
    let below_first = |label: &Evidence| is_of_initials(label) && label.first_line > first_line;
    // Where the others stand below whole sentences, one inside a sentence is a word at which a line happens to break.
    let inside: usize = labels.iter().zip(&*core).filter(|(_, core)| **core).map(|(l, _)| l.inside).sum();
    let is_wrapped =
        |label: &Evidence| !label.is_word() && label.inside * 2 > label.count && inside * 5 <= total;
    let last = occurrences.iter().rfind(|o| labels[o.label].family == Family::Colon);
    let ends = |n: usize| {
        last.is_some_and(|o| o.label == n && candidates[o.candidate].style == SpeakerStyle::TimeLine)
    };
    for (n, label) in labels.iter().enumerate() {
        // `Jonas Nick (JN)` is who goes on as `JN`.
        let initials = announced_initials(&label.name).map(lexicon::key);
        if initials.is_some_and(|initials| keys.contains(&initials)) && families.contains(&label.family) {
            core[n] = true;
        }
        // Beside Q and A, whoever else speaks before a court stands in capitals with a colon.
        if by_letters && label.first_line > first_line && is_in_capitals(label) {
            core[n] = true;
        }
        if core[n]
            || (label.meaning == Meaning::NotASpeaker
                && !(by_initials && label.count >= 2 && below_first(label)))
            || !families.contains(&label.family)
            || (label.same
                && label.count >= 3
                && !label.is_word()
                && !label.known
                && label.shape < Shape::Name)
            || label.loose == 0
            || is_wrapped(label)
        {
            continue;
        }
        if at_block_starts && label.opens_block < label.count {
            continue;
        }
        // Where all names are set off by their type, a line that is not is what somebody says.
        if all_set_off && label.family == Family::NameLine && label.set_off == 0 && !label.is_word() {
            continue;
        }
        let with_time = label.timed == label.count;
        let is_mentioned = mentioned.contains(&label.name.to_lowercase());
        // Above the first turn stand titles (`Utreexo: a hash-based accumulator`).
        let below = label.first_line > first_line;
        core[n] = match label.family {
            // A name alone on its line may be a heading; where turns come thick, one by its form is a speaker.
            Family::Marked => true,
            Family::NameLine | Family::Tab | Family::Bracket | Family::Dots | Family::BoldWords => {
                let in_type = all_set_off && label.set_off == label.count && label.count >= 2;
                below
                    && (label.is_word()
                        || in_type
                        || (label.family == Family::Tab && label.shape == Shape::Word && dense)
                        || (label.shape == Shape::Name && !has_number(&label.name)))
            }
            Family::Dash
            | Family::Line
            | Family::Semicolon
            | Family::Heading
            | Family::Stop
            | Family::Blank => false,
            Family::Colon => match label.shape {
                _ if label.is_word() => true,
                // The last line of all tells when the meeting ended.
                Shape::Phrase => with_time && timed && !(label.count == 1 && ends(n)),
                _ if with_time => true,
                // Where the others carry times, a label without one is more likely a heading.
                _ if timed => false,
                Shape::Name => !has_number(&label.name),
                Shape::Word => below && !label.name.contains(is_unspaced) && (dense || is_mentioned),
                Shape::Plain => false,
            },
        };
    }
}

/// Whether a label is several words in capitals before a colon with words behind it: `THE WITNESS: I did.`
fn is_in_capitals(label: &Evidence) -> bool {
    let letters = || label.name.chars().filter(|c| c.is_alphabetic());
    label.family == Family::Colon
        && label.shape == Shape::Name
        && label.meaning != Meaning::NotASpeaker
        && label.name.split_whitespace().nth(1).is_some()
        && letters().all(char::is_uppercase)
        && label.opens_block == label.count
        && label.loose == label.count
        && label.alone == 0
}

/// Adds the labels in which a semicolon stands for the colon of the others.
pub(super) fn with_mistyped(core: &mut [bool], labels: &[Evidence]) {
    let with_colon: HashSet<String> = labels
        .iter()
        .zip(&*core)
        .filter(|(label, core)| **core && label.family == Family::Colon)
        .map(|(label, _)| lexicon::key(&label.name))
        .collect();
    for (core, label) in core.iter_mut().zip(labels) {
        *core |= label.family == Family::Semicolon && with_colon.contains(&lexicon::key(&label.name));
    }
}

/// Adds the labels that are one of the others, misread.
pub(super) fn with_misread(core: &mut [bool], labels: &[Evidence]) {
    for family in [Family::Colon, Family::Tab, Family::Dash, Family::Line, Family::NameLine, Family::Bracket]
    {
        let mut forms = Forms::default();
        let is_own = |label: &Evidence| label.family == family;
        for (label, _) in labels.iter().zip(&*core).filter(|(label, core)| **core && is_own(label)) {
            forms.learn(&label.name, label.count);
        }
        for (core, label) in core.iter_mut().zip(labels).filter(|(_, label)| is_own(label) && label.loose > 0)
        {
            *core |= forms.meant(&label.name, label.count).is_some();
        }
    }
}

/// Those of the one-word `names` that also stand inside sentences, capitalised: people are spoken of.
fn mentioned_names<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> HashSet<String> {
    let wanted: HashSet<&str> = names.filter(|name| !name.contains(' ')).collect();
    let mut mentioned = HashSet::new();
    if wanted.is_empty() {
        return mentioned;
    }
    let mut inside_sentence = false;
    for word in text.split_inclusive([' ', '\n']) {
        let bare = word.trim().trim_matches(|c: char| !c.is_alphanumeric());
        if inside_sentence && wanted.contains(bare) {
            mentioned.insert(bare.to_lowercase());
        }
        inside_sentence = word.ends_with(' ')
            && !word.trim_end().ends_with(['.', '?', '!', ':', '"', '”', '…'])
            && !bare.is_empty();
    }
    mentioned
}
