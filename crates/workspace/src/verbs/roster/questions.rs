//! Questions.

use serde::Serialize;
use themata_model::{Attributes, Question, Study};
use themata_store::{Part, Record};

use super::{changed, refuse_taken};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, attributes, look};

/// What is said of a question; only what is given changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuestionFacts {
    /// The question.
    pub text: Option<String>,
    /// Attributes as `name=value`; an empty value takes one away.
    pub set: Vec<String>,
}

impl QuestionFacts {
    fn put(&self, at: &mut Scene<'_, '_>, s: &Study, question: &mut Question) -> Result<(), WorkspaceError> {
        if let Some(text) = &self.text {
            question.text = text.trim().to_string();
        }
        if question.text.is_empty() {
            return Err(WorkspaceError::refused("a question needs words"));
        }
        attributes::set(at, s, attributes::QUESTIONS, &mut question.attributes, &self.set)?;
        Ok(at.edit.put(&Record::Question(question))?)
    }
}

/// Adds a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddQuestion {
    /// The key.
    pub key: String,
    /// What is said of it.
    pub facts: QuestionFacts,
}

impl Act for AddQuestion {
    const VERB: &'static str = "add-question";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Questions])?;
        let key: themata_model::QuestionKey = look::key(&self.key)?;
        refuse_taken("question", &self.key, s.questions.iter().any(|question| question.key == key))?;
        let mut question =
            Question { id: at.fresh_id(), key, text: String::new(), attributes: Attributes::new() };
        self.facts.put(at, &s, &mut question)?;
        Ok(Said::new(format!("added the question *{}*", question.key)))
    }
}

/// Changes a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeQuestion {
    /// The question.
    pub question: String,
    /// What is said of it.
    pub facts: QuestionFacts,
}

impl Act for ChangeQuestion {
    const VERB: &'static str = "change-question";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Questions])?;
        let old = look::question(&s, &self.question)?;
        let mut question = old.clone();
        self.facts.put(at, &s, &mut question)?;
        Ok(changed("question", &question.key, question == *old))
    }
}
