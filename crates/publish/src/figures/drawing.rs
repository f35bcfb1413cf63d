//! A figure ready for its template: what all formats set by the typesetter begin with.

use serde::Serialize;
use serde_json::Value;

use crate::error::PublishError;
use crate::typeset::{self, FontChoice};

/// A template and what it reads.
pub(super) struct Drawing {
    /// The template, which reads its data as `data.json`.
    pub(super) template: &'static str,
    /// The data.
    pub(super) data: Value,
    /// The fonts that cover the data.
    pub(super) fonts: FontChoice,
}

impl Drawing {
    /// Returns the drawing of `data` by `template`, in fonts that cover the `texts` of the data; the
    /// template reads them as `fonts`.
    pub(super) fn new(
        template: &'static str,
        data: &impl Serialize,
        texts: Vec<&str>,
    ) -> Result<Drawing, PublishError> {
        let fonts = FontChoice::covering(texts.into_iter());
        let mut data = serde_json::to_value(data)
            .map_err(|error| PublishError::Typeset { what: "figure", message: error.to_string() })?;
        if let Value::Object(fields) = &mut data {
            fields.insert("fonts".into(), fonts.families.clone().into());
        }
        Ok(Drawing { template, data, fonts })
    }

    /// Sets the pages.
    pub(super) fn set(self) -> Result<typeset::Document, PublishError> {
        typeset::set("figure", self.template, &self.data, self.fonts)
    }
}
