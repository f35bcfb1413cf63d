//! Who does something, and whether for good.

/// Who does something, and whether for good.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct By {
    /// Key of the coder; `None` when nobody is named.
    pub coder: Option<String>,
    /// Only show what would be done.
    pub dry_run: bool,
}

impl By {
    /// A coder who means it.
    pub fn coder(key: impl Into<String>) -> By {
        By { coder: Some(key.into()), dry_run: false }
    }

    /// The same, but only as a rehearsal.
    #[must_use]
    pub fn rehearsing(self) -> By {
        By { dry_run: true, ..self }
    }
}
