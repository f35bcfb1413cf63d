//! Row ids: UUIDs that are minted once and stored.

use std::fmt;
use std::str::FromStr;

/// A UUID as 16 bytes; the one id type behind every row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(uuid::Uuid);

impl Uuid {
    /// Returns the name-based UUID (RFC 9562, version 5) of `name` under `self`.
    pub fn derive(self, name: &str) -> Uuid {
        Uuid(uuid::Uuid::new_v5(&self.0, name.as_bytes()))
    }

    /// The 16 bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// Returns the UUID of 16 bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Uuid {
        Uuid(uuid::Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.as_hyphenated())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Uuid {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        // Other tools write braces and capitals; the value is the same.
        uuid::Uuid::try_parse(s.trim())
            .map(Uuid)
            .map_err(|_| format!("`{s}` is not a UUID such as `5f0c8a52-9d2e-5c1a-8a52-0c1d2e3f4a5b`"))
    }
}

/// The id of a study: the namespace of all ids derived in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StudyId(pub Uuid);

/// The id of one row of one study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub Uuid);

/// Namespace of study ids, itself derived from the URL namespace and the word `themata`.
fn namespace() -> Uuid {
    Uuid(uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, b"themata:study"))
}

impl StudyId {
    /// Returns the id of a study authored in files: derived from its key.
    pub fn of_key(key: &str) -> StudyId {
        StudyId(namespace().derive(key))
    }

    /// Returns the id of a row authored in files: derived from study, kind of row and identity
    /// (usually the key).
    pub fn row(self, kind: &str, identity: &str) -> RowId {
        RowId(self.0.derive(&format!("{kind}\u{1f}{identity}")))
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for RowId {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        s.parse().map(RowId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ids_depend_on_study_kind_and_identity() {
        let study = StudyId::of_key("demo");
        assert_eq!(study.row("case", "R1"), study.row("case", "R1"));
        assert_ne!(study.row("case", "R1"), study.row("party", "R1"));
        assert_ne!(study.row("case", "R1"), StudyId::of_key("other").row("case", "R1"));
    }

    #[test]
    fn a_foreign_spelling_is_the_same_id() {
        let id = StudyId::of_key("demo").row("case", "R1");
        assert_eq!(format!("{{{}}}", id.to_string().to_uppercase()).parse(), Ok(id));
    }
}
