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

/// The stages of long pieces of work.
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
    /// Merging the copies of a study.
    Merging,
    /// Bringing back an earlier state.
    Restoring,
    /// Reading what is left of a damaged file.
    Recovering,
    /// Reading the study file.
    Opening,
    /// Writing a study folder.
    Unpacking,
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
            Stage::Merging => "merging the copies",
            Stage::Restoring => "going back",
            Stage::Recovering => "reading what is left",
            Stage::Opening => "reading the study",
            Stage::Unpacking => "writing the study folder",
        }
    }
}

impl Progress {
    /// Tells `hear` of a stage in hundredths.
    pub(crate) fn in_hundredths(stage: Stage, hear: &dyn Fn(&Progress)) -> impl Fn(usize) {
        move |done| hear(&Progress { stage, done, of: 100, what: String::new() })
    }
}
