//! Coding words: one or several codes, facet values, or the informant's own words as a new code.

use serde::Serialize;
use themata_model::anchor::Anchor;
use themata_model::{
    About, Code, CodeKey, Codebook, Coding, FacetValues, Origin, Source, Span, Study, Target, Text, TextIndex,
};
use themata_store::{Kind, Part, Record};

use super::spot::{Found, Spot};
use super::words::{self, joined, shortened};
use crate::WorkspaceError;
use crate::verbs::codebook::{changed, namesakes};
use crate::verbs::{Act, Said, Scene, look};

/// Codes words of a source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ApplyCodes {
    /// The source.
    pub source: String,
    /// Which words.
    pub spot: Spot,
    /// The codes, by key, marker, name or alias; none for facet values alone.
    pub codes: Vec<String>,
    /// Whether the words themselves become a code, on the lowest level.
    pub in_vivo: bool,
    /// How much the coding weighs, 0 to 100; `none` for nothing.
    pub weight: Option<String>,
    /// The coder's remark.
    pub memo: Option<String>,
    /// The case the words are about, when it is not the speaker's own.
    pub about_case: Option<String>,
    /// The side the words are about, when it is not the speaker's own.
    pub about_side: Option<String>,
    /// Facet values, each as `facet=value`.
    pub set: Vec<String>,
}

/// What every coding of the verb has alike.
struct Alike {
    facets: FacetValues,
    about: About,
    weight: Option<themata_model::Weight>,
}

impl Act for ApplyCodes {
    const VERB: &'static str = "code";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let coder = at.coder()?;
        let source = look::source_with_text(at.edit, &self.source)?;
        let text = source.text();
        let index = TextIndex::new(&text.content);
        let found = self.spot.find(&source, text, &index, None)?;
        let alike = self.alike(at)?;
        let book = at.edit.codebook()?;
        let (codes, new) = self.codes(at, &book, &found, text)?;
        if let Some(code) = &new {
            at.edit.put(&Record::Code(code))?;
        }
        let targets = targets(&codes, &alike.facets)?;
        let (mut made, mut there) = (Vec::new(), Vec::new());
        for span in &found.spans {
            for target in &targets {
                let coding = self.coding(at, &source, *span, &found, target, &alike, coder.clone());
                match super::twin(at, &coding, &index)? {
                    Some(twin) => there.push(twin),
                    None => {
                        at.edit.put(&Record::Coding(&coding, text, &index))?;
                        made.push(coding);
                    }
                }
            }
        }
        let book = with(book, new.as_ref())?;
        let alike = new.iter().flat_map(|code| namesakes(&book, &code.key, [code.name.as_str()]));
        Ok(alike.fold(said(&made, &there, &index, &book, new.is_some()), Said::detail))
    }
}

impl ApplyCodes {
    fn alike(&self, at: &Scene<'_, '_>) -> Result<Alike, WorkspaceError> {
        let weight = self.weight.as_deref().map(super::weight).transpose()?.flatten();
        if self.set.is_empty() && self.about_case.is_none() && self.about_side.is_none() {
            return Ok(Alike { facets: FacetValues::new(), about: About::default(), weight });
        }
        let roster: Study = at.edit.parts(&[Part::Roster])?;
        let facets = super::facets(&roster, &FacetValues::new(), &self.set)?;
        let (case, side) = (self.about_case.as_deref(), self.about_side.as_deref());
        let about = super::about(&roster, &About::default(), case, side)?;
        Ok(Alike { facets, about, weight })
    }

    /// The codes meant, each once, and the one that is new.
    fn codes(
        &self,
        at: &Scene<'_, '_>,
        book: &Codebook,
        found: &Found,
        text: &Text,
    ) -> Result<(Vec<CodeKey>, Option<Code>), WorkspaceError> {
        let mut codes: Vec<CodeKey> = Vec::new();
        for words in &self.codes {
            let key = &look::code(book, words)?.key;
            if !codes.contains(key) {
                codes.push(key.clone());
            }
        }
        if !self.in_vivo {
            return Ok((codes, None));
        }
        let name = in_vivo_name(found, text);
        let known = book.codes().iter().find(|code| code.name.to_lowercase() == name.to_lowercase());
        let (key, new) = match known {
            Some(code) => (code.key.clone(), None),
            None => {
                let code = in_vivo(at, book, &name)?;
                (code.key.clone(), Some(code))
            }
        };
        if !codes.contains(&key) {
            codes.push(key);
        }
        Ok((codes, new))
    }

    #[expect(clippy::too_many_arguments, reason = "all that a coding is made of")]
    fn coding(
        &self,
        at: &Scene<'_, '_>,
        source: &Source,
        span: Span,
        found: &Found,
        target: &Target,
        alike: &Alike,
        coder: themata_model::CoderKey,
    ) -> Coding {
        let anchor = Anchor::of(&source.text().content, span);
        Coding {
            id: at.fresh_id(),
            source: source.key.clone(),
            span: Some(span),
            typed: found.typed.clone().unwrap_or_else(|| anchor.quotation.clone()),
            quotation: anchor.quotation,
            prefix: anchor.prefix,
            suffix: anchor.suffix,
            target: target.clone(),
            coder,
            about: alike.about.clone(),
            weight: alike.weight,
            memo: self.memo.clone().unwrap_or_default(),
            attributes: Default::default(),
        }
    }
}

/// The codebook with the new code, if there is one.
fn with(book: Codebook, new: Option<&Code>) -> Result<Codebook, WorkspaceError> {
    match new {
        Some(new) => changed(&book, |codes| codes.push(new.clone())),
        None => Ok(book),
    }
}

fn targets(codes: &[CodeKey], facets: &FacetValues) -> Result<Vec<Target>, WorkspaceError> {
    if codes.is_empty() {
        let target = Target::new(None, facets.clone()).map_err(|_| {
            WorkspaceError::refused("it is not said what the words are coded as")
                .hint("name a code, or give a facet value with `--set facet=value`, or say `--in-vivo`")
        })?;
        return Ok(vec![target]);
    }
    Ok(codes.iter().map(|code| Target::Code(code.clone(), facets.clone())).collect())
}

/// The words as the name of a code: as typed where they have cuts, without the stop at the end.
fn in_vivo_name(found: &Found, text: &Text) -> String {
    let words = match (&found.typed, found.spans.first()) {
        (Some(typed), _) => typed.as_str(),
        (None, Some(span)) => span.of(&text.content),
        (None, None) => "",
    };
    themata_model::fold_typed(words).trim_end_matches(['.', ',', ';', ':']).trim().to_string()
}

fn in_vivo(at: &Scene<'_, '_>, book: &Codebook, name: &str) -> Result<Code, WorkspaceError> {
    let Some(level) = book.levels().first() else {
        return Err(
            WorkspaceError::refused("the codebook has no levels").hint("add one with `themata levels add`")
        );
    };
    if name.is_empty() {
        return Err(WorkspaceError::refused("the words hold no letter that could name a code"));
    }
    let taken = at.edit.keys(Kind::Code)?;
    Ok(Code {
        id: at.fresh_id(),
        key: look::free_key(name, |key| taken.iter().any(|code| code == key))?,
        level: level.key.clone(),
        framework: None,
        parent: None,
        marker: None,
        name: name.to_string(),
        aliases: Vec::new(),
        definition: String::new(),
        inclusion: String::new(),
        exclusion: String::new(),
        origin: Some(Origin::Emergent),
        references: Vec::new(),
        colour: None,
        prefilled: Default::default(),
        attributes: Default::default(),
    })
}

fn said(made: &[Coding], there: &[Coding], index: &TextIndex<'_>, book: &Codebook, in_vivo: bool) -> Said {
    let names = |codings: &[Coding]| {
        let mut names: Vec<String> = Vec::new();
        for name in codings.iter().map(|coding| words::target(&coding.target, book)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        joined(&names)
    };
    let Some(first) = made.first() else {
        let mut said = Said::new("nothing to code");
        if let Some(first) = there.first() {
            let standing = words::standing(first, index);
            said = Said::new(format!("{standing} is coded as {} by {} already", names(there), first.coder));
        }
        return there.iter().fold(said, |said, coding| said.detail(row(coding, index, book)));
    };
    let pieces: Vec<String> = quoted_once(made).map(shortened).collect();
    let place = look::place(first, index);
    let how = if in_vivo { " in vivo" } else { "" };
    let mut said = Said::new(format!("coded “{}” ({place}){how} as {}", pieces.join(" … "), names(made)));
    let (codes, sources) = super::touched(made);
    said = codes.iter().fold(said, Said::code);
    said = sources.iter().fold(said, Said::source);
    said = made.iter().fold(said, |said, coding| said.detail(row(coding, index, book)));
    there
        .iter()
        .fold(said, |said, coding| said.detail(format!("{} was there already", row(coding, index, book))))
}

/// The quotations, each once.
fn quoted_once(codings: &[Coding]) -> impl Iterator<Item = &str> {
    let first = |at: usize| codings[..at].iter().all(|other| other.span != codings[at].span);
    codings.iter().enumerate().filter(move |(at, _)| first(*at)).map(|(_, coding)| coding.quotation.as_str())
}

/// `1a2b3c4d  S1:3  *A. Evaluate benefits*`.
fn row(coding: &Coding, index: &TextIndex<'_>, book: &Codebook) -> String {
    let target = words::target(&coding.target, book);
    format!("{}  {}  {target}", look::short_id(coding.id), look::place(coding, index))
}
