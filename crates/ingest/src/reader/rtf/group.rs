//! What holds inside one group of a Rich Text document.

use super::super::document::Type;
use super::destination::Destination;

/// What a group changes, and its end brings back.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) destination: Destination,
    /// How many characters stand in for one given by number.
    pub(super) stand_ins: usize,
    pub(super) font: i32,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    /// Whether the words are bold, italic, underlined, in capitals.
    pub(super) set_off: [bool; 4],
    /// Whether they are marked as with a pen.
    pub(super) highlit: bool,
}

impl Default for Group {
    fn default() -> Self {
        let destination = Destination::default();
        Group {
            destination,
            stand_ins: 1,
            font: 0,
            hidden: false,
            deleted: false,
            set_off: [false; 4],
            highlit: false,
        }
    }
}

impl Group {
    /// Of what type its words are.
    pub(super) fn type_of_words(&self) -> Type {
        match self.set_off.contains(&true) {
            true => Type::SetOff,
            false if self.highlit => Type::Highlit,
            false => Type::Plain,
        }
    }
}
