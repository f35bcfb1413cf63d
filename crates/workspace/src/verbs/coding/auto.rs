//! Coding everything that a search found: one verb, one entry of the trail, one step of undo.

use std::collections::BTreeMap;

use serde::Serialize;
use themata_model::anchor::Anchor;
use themata_model::{About, CharOffset, Coding, FacetValues, Target, TextIndex};
use themata_store::Record;

use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// Codes stretches that a search found, marked with the query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AutoCode {
    /// The query by which they were found.
    pub query: String,
    /// What of each hit is coded: `match`, `sentence`, `passage` or `turn`.
    pub unit: String,
    /// The code, by key, marker, name or alias.
    pub code: String,
    /// The stretches; the trail has their rows and needs no second list.
    #[serde(skip)]
    pub spans: Vec<FoundSpan>,
}

/// A stretch that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSpan {
    /// Key of the source.
    pub source: String,
    /// Hash of the text it was found in.
    pub sha256: String,
    /// First code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
}

impl Act for AutoCode {
    const VERB: &'static str = "code-auto";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let coder = at.coder()?;
        let book = at.edit.codebook()?;
        let code = look::code(&book, &self.code)?.clone();
        let target = Target::Code(code.key.clone(), FacetValues::new());
        let mut by_source: BTreeMap<&str, Vec<&FoundSpan>> = BTreeMap::new();
        for span in &self.spans {
            by_source.entry(&span.source).or_default().push(span);
        }
        let (mut made, mut there, mut sources) = (0usize, 0usize, Vec::new());
        for (key, spans) in by_source {
            let source = look::source_with_text(at.edit, key)?;
            let text = source.text();
            if spans.iter().any(|span| span.sha256 != text.hash.to_string()) {
                return Err(WorkspaceError::refused(format!(
                    "the text of `{key}` was edited after it was searched"
                ))
                .hint("give the command again"));
            }
            let index = TextIndex::new(&text.content);
            for found in spans {
                let (start, end) = (CharOffset(found.start as usize), CharOffset(found.end as usize));
                let span = index
                    .span_of_chars(start, end)
                    .map_err(|error| WorkspaceError::refused(error.to_string()))?;
                let anchor = Anchor::of(&text.content, span.widened_to_graphemes(&text.content));
                let coding = Coding {
                    id: at.fresh_id(),
                    source: source.key.clone(),
                    span: Some(anchor.span),
                    typed: anchor.quotation.clone(),
                    quotation: anchor.quotation,
                    prefix: anchor.prefix,
                    suffix: anchor.suffix,
                    target: target.clone(),
                    coder: coder.clone(),
                    about: About::default(),
                    weight: None,
                    memo: format!("Auto-coded: {}", self.query),
                    attributes: Default::default(),
                };
                match super::twin(at, &coding, &index)? {
                    Some(_) => there += 1,
                    None => {
                        at.edit.put(&Record::Coding(&coding, text, &index))?;
                        made += 1;
                    }
                }
            }
            sources.push(source.key.clone());
        }
        let name = code.marked_name();
        let what = if made == 1 { "coded 1 place".to_string() } else { format!("coded {made} places") };
        let sentence = if made == 0 && there == 0 {
            format!("found nothing for `{}`", self.query)
        } else if made == 0 {
            format!("found nothing for `{}` that is not coded *{name}* already", self.query)
        } else {
            format!("{what} in {} with *{name}* by the search `{}`", counted(sources.len()), self.query)
        };
        let said = sources.iter().fold(Said::new(sentence).code(&code.key), Said::source);
        Ok(match there {
            0 => said,
            1 => said.detail("1 place was coded so already"),
            n => said.detail(format!("{n} places were coded so already")),
        })
    }
}

fn counted(sources: usize) -> String {
    if sources == 1 { "1 source".to_string() } else { format!("{sources} sources") }
}
