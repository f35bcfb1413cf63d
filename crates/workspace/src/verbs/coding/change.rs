//! Changing what is said of codings, and their borders.

use serde::Serialize;
use themata_model::anchor::Anchor;
use themata_model::{Coding, FacetValues, Source, Span, Target, TextIndex};
use themata_store::Part;

use super::spot::{Found, Spot};
use super::texts::{self, Texts};
use super::words::joined;
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// Changes one or several codings; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChangeCodings {
    /// The codings, by their ids.
    pub codings: Vec<String>,
    /// The words that one coding shall cover; gives a lost one its place back.
    pub spot: Option<Spot>,
    /// Where one coding shall begin, in code points.
    pub start: Option<usize>,
    /// Where one coding shall end, in code points, exclusive.
    pub end: Option<usize>,
    /// How much it weighs, 0 to 100; `none` for nothing.
    pub weight: Option<String>,
    /// The coder's remark; empty for none.
    pub memo: Option<String>,
    /// The case the words are about; `none` for the speaker's own.
    pub about_case: Option<String>,
    /// The side the words are about; `none` for the speaker's own.
    pub about_side: Option<String>,
    /// Facet values, each as `facet=value`; `facet=-` takes one away.
    pub set: Vec<String>,
}

impl Act for ChangeCodings {
    const VERB: &'static str = "change-coding";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let old = look::codings(at.edit, &self.codings)?;
        let sources = texts::sources(at, &old)?;
        let texts = Texts::of(&sources);
        let mut new = old.clone();
        self.say(at, &mut new)?;
        if self.spot.is_some() || self.start.is_some() || self.end.is_some() {
            let [coding] = new.as_mut_slice() else {
                return Err(WorkspaceError::refused("the borders of one coding are moved at a time"));
            };
            let source =
                sources.first().ok_or_else(|| look::unknown("source", coding.source.as_str(), []))?;
            self.move_borders(at, coding, source, texts.index(coding)?)?;
        }
        let changed: Vec<Coding> =
            new.iter().zip(&old).filter(|(new, old)| new != old).map(|(new, _)| new.clone()).collect();
        if changed.is_empty() {
            return Ok(Said::new(format!("{} is so already", texts.called(&old)?)));
        }
        texts.write(at, &changed)?;
        let before: Vec<Coding> =
            old.iter().filter(|c| changed.iter().any(|n| n.id == c.id)).cloned().collect();
        let what = aspects(&before, &changed);
        let mut said = Said::new(format!("changed {} of {}", joined(&what), texts.called(&before)?));
        if let ([was], [is]) = (before.as_slice(), changed.as_slice())
            && was.span != is.span
        {
            let (was, is) = super::words::change(&was.quotation, &is.quotation);
            said = said.detail(format!("“{was}” is now “{is}”"));
        }
        let (codes, sources) = super::touched(&changed);
        said = codes.iter().fold(said, Said::code);
        Ok(sources.iter().fold(said, Said::source))
    }
}

impl ChangeCodings {
    /// Changes what is said of the codings.
    fn say(&self, at: &Scene<'_, '_>, codings: &mut [Coding]) -> Result<(), WorkspaceError> {
        let weight = self.weight.as_deref().map(super::weight).transpose()?;
        let roster = match (&self.about_case, &self.about_side, self.set.as_slice()) {
            (None, None, []) => None,
            _ => Some(at.edit.parts(&[Part::Roster])?),
        };
        for coding in codings {
            if let Some(weight) = weight {
                coding.weight = weight;
            }
            if let Some(memo) = &self.memo {
                coding.memo = memo.clone();
            }
            if let Some(roster) = &roster {
                let (case, side) = (self.about_case.as_deref(), self.about_side.as_deref());
                coding.about = super::about(roster, &coding.about, case, side)?;
                let values = super::facets(roster, coding.target.facets(), &self.set)?;
                coding.target = with_values(coding, values)?;
            }
        }
        Ok(())
    }

    fn move_borders(
        &self,
        at: &Scene<'_, '_>,
        coding: &mut Coding,
        source: &Source,
        index: &TextIndex<'_>,
    ) -> Result<(), WorkspaceError> {
        let found = match (&self.spot, coding.span) {
            (Some(spot), span) => spot.find(source, source.text(), index, span.map(Span::start))?,
            (None, span) => self.by_ends(source, index, coding, span)?,
        };
        let [span] = found.spans.as_slice() else {
            return Err(WorkspaceError::refused(
                "the words stand in several turns, and a coding is one stretch",
            )
            .hint("code each part with `themata code`"));
        };
        if coding.span == Some(*span) {
            return Ok(());
        }
        let anchor = Anchor::of(index.text(), *span);
        coding.span = Some(*span);
        coding.typed = found.typed.unwrap_or_else(|| anchor.quotation.clone());
        coding.quotation = anchor.quotation;
        coding.prefix = anchor.prefix;
        coding.suffix = anchor.suffix;
        super::refuse_twin(at, coding, index)
    }

    /// The stretch between the ends given, an end left out being where it is.
    fn by_ends(
        &self,
        source: &Source,
        index: &TextIndex<'_>,
        coding: &Coding,
        span: Option<Span>,
    ) -> Result<Found, WorkspaceError> {
        let ends = span.and_then(|span| index.chars_of_span(span));
        let (start, end) = (self.start.or(ends.map(|e| e.0.0)), self.end.or(ends.map(|e| e.1.0)));
        let (Some(start), Some(end)) = (start, end) else {
            let id = look::short_id(coding.id);
            return Err(WorkspaceError::refused(format!("the coding `{id}` has lost its place"))
                .hint("give both `--start` and `--end`, or the words with `--quote`"));
        };
        Spot::Span { start, end }.find(source, source.text(), index, None)
    }
}

fn with_values(coding: &Coding, values: FacetValues) -> Result<Target, WorkspaceError> {
    Target::new(coding.target.code().cloned(), values).map_err(|_| {
        let id = look::short_id(coding.id);
        WorkspaceError::refused(format!("the coding `{id}` says nothing but these facet values"))
            .hint(format!("remove it with `themata uncode {id}`, or give it a code with `themata recode`"))
    })
}

/// What is different between the codings before and after, each with its article.
fn aspects(before: &[Coding], after: &[Coding]) -> Vec<String> {
    let differ = |aspect: fn(&Coding, &Coding) -> bool| before.iter().zip(after).any(|(a, b)| aspect(a, b));
    let known = [
        ("the borders", differ(|a, b| a.span != b.span)),
        ("the weight", differ(|a, b| a.weight != b.weight)),
        ("the memo", differ(|a, b| a.memo != b.memo)),
        ("whom the words are about", differ(|a, b| a.about != b.about)),
    ];
    let changed = known.into_iter().filter(|(_, differ)| *differ);
    let mut named: Vec<String> = changed.map(|(name, _)| name.to_string()).collect();
    let mut facets: Vec<String> = Vec::new();
    for (before, after) in before.iter().zip(after) {
        let (before, after) = (before.target.facets(), after.target.facets());
        for facet in before.keys().chain(after.keys()) {
            let name = format!("*{facet}*");
            if before.get(facet) != after.get(facet) && !facets.contains(&name) {
                facets.push(name);
            }
        }
    }
    named.extend(facets);
    named
}
