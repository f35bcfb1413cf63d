//! Who makes an utterance or a speech.

use super::Walk;
use crate::reader::tei::speaker::Printed;

impl Walk<'_, '_> {
    /// The name of whom `who` points to.
    pub(super) fn name_of(&mut self, is_speech: bool, who: &str) -> String {
        let agreed = self.called.name(who).filter(|_| is_speech);
        self.is_agreed = agreed.is_some();
        if let Some(agreed) = agreed {
            return agreed.clone();
        }
        self.header.names(who).unwrap_or_else(|id| {
            if !is_speech {
                self.counts.unlisted.insert(id.clone());
            }
            id
        })
    }

    /// Takes the name that is printed, unless the speeches of this `who` have one already, and writes what is told beside it.
    pub(super) fn printed(&mut self, printed: Printed) {
        self.counts.footnotes += printed.notes;
        let is_agreed = std::mem::take(&mut self.is_agreed);
        if let Some((label, _)) = &mut self.label
            && !printed.name.is_empty()
            && !is_agreed
        {
            *label = Some(printed.name);
        }
        printed.events.iter().for_each(|event| self.remark(event));
    }
}
