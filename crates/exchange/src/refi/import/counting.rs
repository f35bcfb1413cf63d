//! How the positions of texts are counted: by what is known of the tool, and by the words of all texts together.

use themata_model::counted;

use super::Import;
use super::texts::Read;
use crate::refi::convention::{Decision, Evidence, Vendor, decide};
use crate::refi::export::Target as Tool;
use crate::refi::positions::{Convention, Plain};
use crate::refi::project::Selection;

impl Import<'_> {
    /// What is known of how the tool counts.
    pub(super) fn custom(&self) -> Convention {
        let vendor = Vendor::of(&self.project.origin);
        match vendor {
            Vendor::Themata => Tool::of_origin(&self.project.origin).convention(),
            other => other.convention(),
        }
    }

    /// Whether Themata itself wrote the project last, so that there is nothing to doubt.
    pub(super) fn is_own(&self) -> bool {
        Vendor::of(&self.project.origin) == Vendor::Themata
    }

    /// How the positions of a text are counted.
    pub(super) fn decided(&self, read: &Read, selections: &[Selection]) -> Decision {
        let custom = self.custom();
        if !read.is_counted || self.is_own() {
            return Decision::usual(custom);
        }
        decide(custom, Evidence::of(&read.plain, selections).as_ref(), &self.evidence)
    }

    /// What the words of all texts tell of how the tool counts.
    pub(super) fn evidence(&self) -> Evidence {
        let mut all = Evidence::default();
        if self.is_own() {
            return all;
        }
        let sources = self.project.sources.iter();
        let sources = sources.flat_map(|source| source.transcripts.iter().chain([source]));
        for words in sources.chain(&self.project.notes).filter_map(|source| source.words.as_ref()) {
            let file = words.plain_path.as_deref().and_then(|path| self.package.part(path));
            let plain = file.map(|(_, bytes)| Plain::read(bytes));
            let plain = plain.or_else(|| words.content.as_deref().map(Plain::of));
            if let Some(own) = plain.and_then(|plain| Evidence::of(&plain, &words.selections)) {
                all.add(&own);
            }
        }
        all
    }

    /// Says which texts are read as the tool usually counts, because nothing in them tells.
    pub(super) fn tell_believed(&mut self) {
        let Some(first) = self.believed.first() else { return };
        let (convention, texts) = (self.custom(), counted(self.believed.len(), "text"));
        let message = format!(
            "nothing in the words of {texts}, the first being `{first}`, tells how positions are counted; they are read as \
             the tool usually counts ({convention}); look at some codings near the end of a text"
        );
        self.problem("Sources", message);
    }
}
