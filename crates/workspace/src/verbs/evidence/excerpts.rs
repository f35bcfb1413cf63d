//! Excerpts: the words that are printed, borne out by their codings.

use serde::Serialize;
use themata_model::anchor::{Standing, verify_display};
use themata_model::{
    Attributes, AttributionGrade, Coding, Excerpt, ExcerptKey, ExhibitUse, Piece, Study, Translation, counted,
};
use themata_store::{Kind, Part, Record, Which};

use crate::WorkspaceError;
use crate::verbs::roster::{changed, items, optional, refuse_taken};
use crate::verbs::{Act, Said, Scene, attributes, look};

/// What is said of an excerpt; only what is given changes, and `-` empties it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExcerptFacts {
    /// The codings it is taken from, in display order, by their ids.
    pub codings: Vec<String>,
    /// The words as displayed, with cuts (`…`) and insertions (`[ ]`).
    pub text: Option<String>,
    /// The words in the language of publication.
    pub translation: Option<String>,
    /// Who translated.
    pub translator: Option<String>,
    /// How the speaker is named: a grade, or words.
    pub attribution: Option<String>,
    /// Where it is used, lists with `;`.
    pub exhibits: Vec<String>,
    /// Attributes as `name=value`; an empty value takes one away.
    pub set: Vec<String>,
}

impl ExcerptFacts {
    fn put(&self, at: &mut Scene<'_, '_>, s: &Study, excerpt: &mut Excerpt) -> Result<(), WorkspaceError> {
        if !self.codings.is_empty() {
            // One coding may be printed twice, with something between.
            let ids = self.codings.iter().flat_map(|list| list.split([';', ','])).map(str::trim);
            let pieces = ids.filter(|id| !id.is_empty()).map(|id| look::coding_id(at.edit, id));
            excerpt.pieces = pieces.map(|id| id.map(|coding| Piece { coding })).collect::<Result<_, _>>()?;
        }
        if excerpt.pieces.is_empty() {
            return Err(WorkspaceError::refused(format!("the excerpt `{}` rests on no coding", excerpt.key))
                .hint("give `--coding ID`; `themata codings` lists the codings with their ids"));
        }
        if let Some(text) = &self.text {
            excerpt.text = optional(text);
        }
        self.translate(excerpt)?;
        if let Some(attribution) = &self.attribution {
            let words = optional(attribution).unwrap_or_default();
            excerpt.attribution = words.parse().unwrap_or_default();
        }
        if !self.exhibits.is_empty() {
            let mut uses: Vec<ExhibitUse> = Vec::new();
            for words in items(&self.exhibits) {
                let exhibit = look::exhibit(s, words)
                    .map_err(|error| error.hint(format!("add it with `themata exhibit add {words}`")))?;
                let used = ExhibitUse { exhibit: exhibit.key.clone() };
                if !uses.contains(&used) {
                    uses.push(used);
                }
            }
            excerpt.exhibits = uses;
        }
        if !self.codings.is_empty() || self.text.is_some() {
            borne_out(at, excerpt)?;
        }
        attributes::set(at, s, attributes::EXCERPTS, &mut excerpt.attributes, &self.set)?;
        Ok(at.edit.put(&Record::Excerpt(excerpt))?)
    }

    fn translate(&self, excerpt: &mut Excerpt) -> Result<(), WorkspaceError> {
        if let Some(text) = &self.translation {
            let translator = excerpt.translation.as_ref().and_then(|old| old.translator.clone());
            excerpt.translation = optional(text).map(|text| Translation { text, translator });
        }
        let Some(translator) = &self.translator else { return Ok(()) };
        match &mut excerpt.translation {
            Some(translation) => translation.translator = optional(translator),
            None => {
                return Err(WorkspaceError::refused("a translator is named, but there is no translation")
                    .hint("give the translation with `--translation`"));
            }
        }
        Ok(())
    }
}

/// Refuses a display text with words that its codings do not have.
fn borne_out(at: &Scene<'_, '_>, excerpt: &Excerpt) -> Result<(), WorkspaceError> {
    let Some(text) = &excerpt.text else { return Ok(()) };
    let codings = at.edit.codings(&Which::Ids(excerpt.pieces.iter().map(|piece| piece.coding).collect()))?;
    let of = |piece: &Piece| codings.iter().find(|coding| coding.id == piece.coding);
    let pieces: Vec<&Coding> = excerpt.pieces.iter().filter_map(of).collect();
    let quotations: Vec<&str> = pieces.iter().map(|coding| coding.quotation.as_str()).collect();
    let check = verify_display(text, &quotations);
    if check.is_borne_out() {
        return Ok(());
    }
    let mut told = Vec::new();
    for piece in check.not_borne() {
        let near = match &piece.standing {
            Standing::NotBorne { nearest: Some((coding, place)) } => {
                let said = quotations.get(*coding).map(|words| place.span.of(words)).unwrap_or_default();
                format!(" (said was “{said}”)")
            }
            _ => String::new(),
        };
        told.push(format!("“{}”{near}", piece.shown.of(text)));
    }
    let words = if told.is_empty() { format!("“{text}”") } else { told.join(" and ") };
    Err(WorkspaceError::refused(format!("no coding of the excerpt `{}` has the words {words}", excerpt.key))
        .hint("quote what was said; `…` marks what is left out, `[ ]` what you put in, and `--translation` takes a translation"))
}

/// Adds an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddExcerpt {
    /// The key.
    pub key: String,
    /// What is said of it.
    pub facts: ExcerptFacts,
}

impl Act for AddExcerpt {
    const VERB: &'static str = "add-excerpt";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Exhibits])?;
        let key: ExcerptKey = look::key(&self.key)?;
        refuse_taken("excerpt", key.as_str(), at.edit.keys(Kind::Excerpt)?.contains(&key.to_string()))?;
        let mut excerpt = Excerpt {
            id: at.fresh_id(),
            key,
            pieces: Vec::new(),
            text: None,
            translation: None,
            attribution: AttributionGrade::Exhibit,
            exhibits: Vec::new(),
            attributes: Attributes::new(),
        };
        self.facts.put(at, &s, &mut excerpt)?;
        let from = counted(excerpt.pieces.len(), "coding");
        Ok(Said::new(format!("added the excerpt *{}* from {from}", excerpt.key)))
    }
}

/// Changes an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeExcerpt {
    /// The excerpt.
    pub excerpt: String,
    /// What is said of it.
    pub facts: ExcerptFacts,
}

impl Act for ChangeExcerpt {
    const VERB: &'static str = "change-excerpt";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Exhibits, Part::Excerpts])?;
        let old = look::excerpt(&s, &self.excerpt)?;
        let mut excerpt = old.clone();
        self.facts.put(at, &s, &mut excerpt)?;
        Ok(changed("excerpt", &excerpt.key, excerpt == *old))
    }
}
