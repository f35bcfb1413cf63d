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
    /// Returns the drawing of `data` by `template`.
    pub(super) fn new(
        template: &'static str,
        data: &impl Serialize,
        fonts: FontChoice,
    ) -> Result<Drawing, PublishError> {
        let data = serde_json::to_value(data)
            .map_err(|error| PublishError::Typeset { what: "figure", message: error.to_string() })?;
        Ok(Drawing { template, data, fonts })
    }

    /// Sets the pages.
    pub(super) fn set(self) -> Result<typeset::Document, PublishError> {
        typeset::set("figure", self.template, &self.data, self.fonts)
    }
}
