//! What is odd about a Rich Text document.

use themata_model::counted_as;

use super::super::writer::Writer;

/// What was odd.
#[derive(Default)]
pub(super) struct Oddities {
    pub(super) damaged: usize,
    pub(super) unknown_page: Option<i32>,
    pub(super) cut_off: bool,
}

impl Oddities {
    /// Says what there was.
    pub(super) fn say(&self, writer: &mut Writer) {
        if self.cut_off {
            writer.remark("the document ends in the middle; what was there is read, the rest is missing");
        }
        if self.damaged > 0 {
            let what = counted_as(self.damaged, "place is", "places are");
            writer.remark(format!(
                "{what} not valid in the encoding of the font; read with a replacement character"
            ));
        }
        if let Some(page) = self.unknown_page {
            writer.remark(format!(
                "the code page {page} is not known; read as windows-1252: look at accented letters"
            ));
        }
    }
}
