//! What is printed of the study with every table and figure.

/// The note under every table and figure of a study whose data are synthetic.
pub const SYNTHETIC_NOTE: &str = "The data of this study are synthetic: the interviews were written \
     for this sample and nobody said these words.";

/// What every table and figure says of the study it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// Whether the data are synthetic; then [`SYNTHETIC_NOTE`] is printed with everything.
    pub synthetic: bool,
    /// The study's title; printed in the margin of paged formats and kept in the properties.
    pub study_title: String,
}

impl Imprint {
    /// Returns `notes` followed by the note on synthetic data, where it applies.
    pub(crate) fn with_note(&self, notes: &[String]) -> Vec<String> {
        let mut notes = notes.to_vec();
        if self.synthetic {
            notes.push(SYNTHETIC_NOTE.to_owned());
        }
        notes
    }
}
