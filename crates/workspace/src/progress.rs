//! What a long piece of work says while it goes on.

/// A step of a long piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How many of the steps of this stage are done.
    pub done: usize,
    /// How many steps the stage has.
    pub of: usize,
    /// The thing at hand, for example the exhibit.
    pub what: String,
}

/// The stages of `build`, `replicate` and `import`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the study folder and placing the codings.
    Reading,
    /// Reading documents that are to be taken in.
    Importing,
    /// Writing the study file.
    Storing,
    /// Making tables and figures.
    Printing,
    /// Comparing with what the paper prints.
    Comparing,
    /// Making the index that is searched.
    Indexing,
}

impl Stage {
    /// What is shown for the stage.
    pub fn label(self) -> &'static str {
        match self {
            Stage::Reading => "reading the study folder",
            Stage::Importing => "reading the documents",
            Stage::Storing => "writing the study file",
            Stage::Printing => "printing tables and figures",
            Stage::Comparing => "comparing with expected/",
            Stage::Indexing => "indexing the texts",
        }
    }
}
