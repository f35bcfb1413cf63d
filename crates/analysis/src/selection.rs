//! Which excerpts stand in which cell: those that the authors placed there first, then what the
//! program chooses, spread over informants.

use std::collections::{BTreeSet, HashMap};

use themata_model::table::{Block, CodingRef};
use themata_model::{AttributionGrade, Coding, Excerpt, ExhibitKey, ExhibitKind, SourceKind, Study};

use crate::attribution::{attribution, grade};
use crate::context::Context;
use crate::frame::Spot;
use crate::plural::counted;

/// Quotations of 8 to 60 words are read; the appendix tables of the field hold 5 to 56.
const READABLE: std::ops::RangeInclusive<usize> = 8..=60;

/// The length that is preferred among readable ones, in words.
const PREFERRED: usize = 25;

/// An excerpt, or a coding that is in no excerpt, that may be printed.
pub(crate) struct Candidate {
    pub(crate) codings: Vec<CodingRef>,
    /// Position of the excerpt.
    pub(crate) excerpt: Option<usize>,
    // The codes it is evidence of, with all above them.
    codes: BTreeSet<usize>,
    spots: Vec<Spot>,
    informant: Option<u32>,
    spans: Vec<(u32, u32, u32)>,
    in_body: bool,
    interviewer: bool,
    // 0 verbatim speech, 1 document, 2 notes.
    kind: u8,
    weight: u8,
    length: usize,
    words: Words,
}

/// Whether the words may be printed as a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    /// They are those that were coded.
    Confirmed,
    /// They were edited since, and nobody has confirmed them; what is printed was written by hand.
    Written,
    /// They were edited since, and nobody has confirmed them.
    HeldBack,
}

/// A cell to be filled: a code with all below it, and the case and side it is about.
#[derive(Clone, Copy, Default)]
pub(crate) struct Want {
    pub(crate) code: usize,
    pub(crate) case: Option<u32>,
    pub(crate) side: Option<u32>,
    /// Only what counts for no case at all.
    pub(crate) caseless: bool,
}

/// Everything that may be printed, and what has been.
pub(crate) struct Pool<'c, 'a> {
    context: &'c Context<'a>,
    candidates: Vec<Candidate>,
    by_code: HashMap<usize, Vec<usize>>,
    used: BTreeSet<usize>,
    shown: BTreeSet<(u32, u32, u32)>,
    body: Vec<(u32, u32, u32)>,
    in_table: HashMap<u32, usize>,
    in_row: HashMap<u32, usize>,
    cases_in_row: HashMap<u32, usize>,
    // Those that would have been printed, or are printed, though their words are not confirmed.
    held_back: BTreeSet<usize>,
    written: BTreeSet<usize>,
}

impl<'c, 'a> Pool<'c, 'a> {
    /// Returns the pool of what passes the table's filter.
    pub(crate) fn new(context: &'c Context<'a>) -> Self {
        let spots: HashMap<CodingRef, Vec<Spot>> = context.frame.spots();
        let mut candidates = Vec::new();
        let mut in_excerpts = BTreeSet::new();
        let mut body = Vec::new();
        for (position, excerpt) in context.study.excerpts.iter().enumerate() {
            let codings = context.words.pieces(excerpt);
            in_excerpts.extend(codings.iter().copied());
            let in_body = excerpt.exhibits.iter().any(|used| is_body(context.study, &used.exhibit));
            let Some(mut candidate) = candidate(context, &spots, codings, Some(position)) else { continue };
            candidate.in_body = in_body;
            candidate.length = context.words.displayed(excerpt).split_whitespace().count();
            if in_body {
                body.extend(candidate.spans.iter().copied());
            }
            candidates.push(candidate);
        }
        for mark in context.frame.marks().filter(|mark| !in_excerpts.contains(&mark.coding)) {
            candidates.extend(candidate(context, &spots, vec![mark.coding], None));
        }
        let mut by_code: HashMap<usize, Vec<usize>> = HashMap::new();
        for (i, candidate) in candidates.iter().enumerate() {
            candidate.codes.iter().for_each(|&code| by_code.entry(code).or_default().push(i));
        }
        Pool {
            context,
            candidates,
            by_code,
            used: BTreeSet::new(),
            shown: BTreeSet::new(),
            body,
            in_table: HashMap::new(),
            in_row: HashMap::new(),
            cases_in_row: HashMap::new(),
            held_back: BTreeSet::new(),
            written: BTreeSet::new(),
        }
    }

    /// The candidate at `position`.
    pub(crate) fn get(&self, position: usize) -> &Candidate {
        &self.candidates[position]
    }

    /// Begins a new row: informants who spoke in the last one may speak again.
    pub(crate) fn new_row(&mut self) {
        self.in_row.clear();
        self.cases_in_row.clear();
    }

    /// Whether any excerpt is placed in one of `exhibits`.
    pub(crate) fn has_placed(&self, exhibits: &[ExhibitKey]) -> bool {
        self.context.study.excerpts.iter().any(|excerpt| is_in(excerpt, exhibits))
    }

    /// Whether an excerpt placed in one of `exhibits` belongs into the cell.
    pub(crate) fn has_any(&self, exhibits: &[ExhibitKey], want: Want) -> bool {
        let list = self.by_code.get(&want.code).into_iter().flatten();
        list.into_iter().any(|&i| self.is_placed(i, exhibits) && self.candidates[i].fits(want))
    }

    fn is_placed(&self, position: usize, exhibits: &[ExhibitKey]) -> bool {
        let excerpt = self.candidates[position].excerpt.map(|e| &self.context.study.excerpts[e]);
        excerpt.is_some_and(|excerpt| is_in(excerpt, exhibits))
    }

    /// The excerpts placed in one of `exhibits` that belong into the cell, in the order of the study, but for
    /// those held back.
    pub(crate) fn placed(&mut self, exhibits: &[ExhibitKey], want: Want) -> Vec<usize> {
        let is_placed = |&i: &usize| self.is_placed(i, exhibits) && self.candidates[i].fits(want);
        let placed: Vec<usize> =
            self.by_code.get(&want.code).into_iter().flatten().copied().filter(is_placed).collect();
        self.printable(placed)
    }

    /// Those of `candidates` whose words may be printed; the others are noted.
    fn printable(&mut self, candidates: Vec<usize>) -> Vec<usize> {
        let is_held = |i: &usize| self.candidates[*i].words == Words::HeldBack;
        let (held, printable): (Vec<usize>, Vec<usize>) = candidates.into_iter().partition(is_held);
        self.held_back.extend(held);
        printable
    }

    /// What is to be known of words that were edited and not confirmed since.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let how = "`themata codings --unconfirmed` lists them, `themata confirm ID` confirms them";
        if !self.held_back.is_empty() {
            let held = counted(self.held_back.len(), "quotation");
            notes.push(format!(
                "Held back, because the text was edited there and nobody has confirmed the words since: {held}; {how}."
            ));
        }
        if !self.written.is_empty() {
            let written = counted(self.written.len(), "excerpt");
            notes.push(format!(
                "Resting on words that were edited and not confirmed since: {written}; {how}."
            ));
        }
        notes
    }

    /// Takes note that a candidate is printed.
    pub(crate) fn take(&mut self, position: usize) {
        let candidate = &self.candidates[position];
        self.used.insert(position);
        if candidate.words == Words::Written {
            self.written.insert(position);
        }
        self.shown.extend(candidate.spans.iter().copied());
        if let Some(informant) = candidate.informant {
            *self.in_table.entry(informant).or_default() += 1;
            *self.in_row.entry(informant).or_default() += 1;
        }
        if let Some((Some(case), _)) = candidate.spots.first() {
            *self.cases_in_row.entry(*case).or_default() += 1;
        }
    }

    /// Chooses up to `n` candidates for the cell and takes them: excerpts before mere codings,
    /// verbatim speech before documents and notes, informants not yet heard in this row and this
    /// table, readable lengths, weight. Words used in the body are left out unless repeats are allowed.
    pub(crate) fn choose(&mut self, want: Want, n: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let list = self.by_code.get(&want.code).cloned().unwrap_or_default();
        let list = list.into_iter().filter(|&i| self.is_free(i) && self.candidates[i].fits(want)).collect();
        let list = self.printable(list);
        let mut list = list;
        while out.len() < n {
            let free = list.iter().copied().filter(|&i| self.is_free(i));
            let Some(best) = free.min_by_key(|&i| self.rank(i)) else { break };
            if out.iter().any(|&shown| self.same_words(shown, best)) {
                list.retain(|&i| i != best);
                continue;
            }
            self.take(best);
            out.push(best);
        }
        out
    }

    /// Whether two candidates would print the same words: two coders marked the same place, one more of it than
    /// the other, or somebody said it twice.
    fn same_words(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.candidates[one], &self.candidates[other]);
        if a.spans.iter().any(|span| b.spans.iter().any(|other| overlap(span, other))) {
            return true;
        }
        let (a, b) = (bare(&self.text(one)), bare(&self.text(other)));
        !a.trim().is_empty() && !b.trim().is_empty() && (a.contains(&b) || b.contains(&a))
    }

    /// The words of a candidate as they are printed.
    fn text(&self, position: usize) -> String {
        let candidate = &self.candidates[position];
        let words = &self.context.words;
        match candidate.excerpt.map(|e| &self.context.study.excerpts[e]) {
            Some(excerpt) => words.displayed(excerpt),
            None => candidate.codings.iter().map(|&c| words.quotation(c)).collect::<Vec<_>>().join(" … "),
        }
    }

    fn is_free(&self, position: usize) -> bool {
        let candidate = &self.candidates[position];
        let repeats = || {
            candidate.in_body || candidate.spans.iter().any(|span| self.body.iter().any(|b| overlap(span, b)))
        };
        !self.used.contains(&position)
            && !candidate.interviewer
            && !candidate.spans.iter().any(|span| self.shown.contains(span))
            && (self.context.options.allow_repeats || !repeats())
    }

    fn rank(&self, position: usize) -> impl Ord + use<> {
        let candidate = &self.candidates[position];
        let heard = |counts: &HashMap<u32, usize>, at: Option<u32>| {
            at.and_then(|at| counts.get(&at).copied()).unwrap_or_default()
        };
        let case = candidate.spots.first().and_then(|(case, _)| *case);
        (
            (candidate.excerpt.is_none(), candidate.kind),
            heard(&self.in_row, candidate.informant),
            heard(&self.cases_in_row, case),
            heard(&self.in_table, candidate.informant),
            !READABLE.contains(&candidate.length),
            std::cmp::Reverse(candidate.weight),
            candidate.length.abs_diff(PREFERRED),
            position,
        )
    }

    /// The candidate as it is printed.
    pub(crate) fn block(&self, position: usize, table: &AttributionGrade, locator: bool) -> Block {
        let candidate = &self.candidates[position];
        let words = &self.context.words;
        let excerpt = candidate.excerpt.map(|e| &self.context.study.excerpts[e]);
        let text = self.text(position);
        let own = excerpt.map_or(&AttributionGrade::Exhibit, |excerpt| &excerpt.attribution);
        Block::Quotation {
            text,
            attribution: attribution(self.context.study, words, &candidate.codings, grade(own, table)),
            locator: if locator { words.locator(&candidate.codings) } else { None },
            codings: candidate.codings.clone(),
        }
    }
}

impl Candidate {
    fn fits(&self, want: Want) -> bool {
        let spot = |&(case, side): &Spot| {
            want.case.is_none_or(|wanted| case == Some(wanted))
                && want.side.is_none_or(|wanted| side == Some(wanted))
        };
        let anywhere = want.case.is_none() && want.side.is_none() && !want.caseless;
        self.codes.contains(&want.code)
            && (anywhere || self.spots.iter().any(|at| spot(at) && !(want.caseless && at.0.is_some())))
    }
}

/// The candidate of those `codings` that pass the filter; `None` when none does.
fn candidate(
    context: &Context<'_>,
    spots: &HashMap<CodingRef, Vec<Spot>>,
    mut codings: Vec<CodingRef>,
    excerpt: Option<usize>,
) -> Option<Candidate> {
    codings.retain(|coding| spots.contains_key(coding));
    let &first = codings.first()?;
    let words = &context.words;
    let voice = words.voice(first)?;
    let mut out = Candidate {
        excerpt,
        codes: BTreeSet::new(),
        spots: Vec::new(),
        informant: voice.informant,
        spans: Vec::new(),
        in_body: false,
        interviewer: voice.interviewer,
        kind: 0,
        weight: 0,
        length: words.coding(first).map_or(0, |coding| coding.quotation.split_whitespace().count()),
        codings: Vec::new(),
        words: words_of(context, &codings, excerpt),
    };
    for &coding in &codings {
        let mark = words.mark(coding)?;
        out.codes.extend(mark.code.into_iter().flat_map(|code| context.tree.upward(code as usize)));
        for spot in &spots[&coding] {
            if !out.spots.contains(spot) {
                out.spots.push(*spot);
            }
        }
        let source = context.marks.voice(mark).source;
        out.spans.push((source, mark.start, mark.end));
        let kind = match &context.study.sources[source as usize].kind {
            SourceKind::Notes => 2,
            kind if kind.is_interview() => 0,
            _ => 1,
        };
        out.kind = out.kind.max(kind);
        let weight = words.coding(coding).and_then(|c| c.weight).map_or(0, |w| w.get());
        out.weight = out.weight.max(weight);
    }
    out.codings = codings;
    Some(out)
}

/// Whether what is printed of `codings`, or of the excerpt taken from them, is confirmed.
fn words_of(context: &Context<'_>, codings: &[CodingRef], excerpt: Option<usize>) -> Words {
    let excerpt = excerpt.and_then(|at| context.study.excerpts.get(at));
    let is_written = excerpt.is_some_and(|e| e.text.is_some() || e.translation.is_some());
    let unconfirmed = |coding: &CodingRef| context.words.coding(*coding).is_some_and(Coding::is_unconfirmed);
    match codings.iter().any(unconfirmed) {
        false => Words::Confirmed,
        true if is_written => Words::Written,
        true => Words::HeldBack,
    }
}

/// Whether `excerpt` is used in one of `exhibits`.
pub(crate) fn is_in(excerpt: &Excerpt, exhibits: &[ExhibitKey]) -> bool {
    excerpt.exhibits.iter().any(|used| exhibits.contains(&used.exhibit))
}

fn is_body(study: &Study, exhibit: &ExhibitKey) -> bool {
    study.exhibit(exhibit).is_some_and(|exhibit| exhibit.kind == ExhibitKind::Body)
}

/// The letters and digits of a text in lower case, so that a comma makes no difference; words are parted by a blank.
fn bare(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut out = String::from(" ");
    for word in words {
        out.push_str(&word.to_lowercase());
        out.push(' ');
    }
    out
}

fn overlap(a: &(u32, u32, u32), b: &(u32, u32, u32)) -> bool {
    a.0 == b.0 && a.1 < b.2 && b.1 < a.2
}

/// All codings a finding rests on, whatever their stance.
pub(crate) fn finding_evidence(context: &Context<'_>, finding: &themata_model::Finding) -> Vec<CodingRef> {
    let linked = finding.evidence.iter().filter_map(|link| context.words.coding_ref(link.coding));
    linked.collect::<BTreeSet<_>>().into_iter().collect()
}
