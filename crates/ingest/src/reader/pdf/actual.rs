//! What a page says that some of its letters mean (`/ActualText`): small letters drawn as capitals, letters of fonts without a
//! known meaning, hyphens of line ends.

use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::Dict;
use hayro_syntax::object::dict::keys::ACTUAL_TEXT;
use hayro_syntax::page::Page;

use super::glyphs::{Drawn, words};
use super::guard::Meter;

/// Most letters for which one text stands: longer ones retell whole parts of the page.
const LETTERS: usize = 40;

/// Most letters for which no text stands, so that they are drawn and not meant.
const UNSAID: usize = 2;

/// The marks of a page, and what those say that have something to say.
#[derive(Default)]
pub(super) struct Actual {
    texts: Vec<Option<String>>,
    /// Whether the page draws nothing from elsewhere, whose marks would stand among its own.
    whole: bool,
}

impl Actual {
    /// Takes the marks of a page.
    pub(super) fn of(page: &Page<'_>, meter: &mut Meter) -> Self {
        let name = b"/ActualText";
        if page.page_stream().is_none_or(|stream| memchr::memmem::find(stream, name).is_none()) {
            return Actual::default();
        }
        let mut actual = Actual { texts: Vec::new(), whole: true };
        let mut instructions = page.typed_operations();
        while let Some(instruction) = instructions.next() {
            meter.count();
            match instruction {
                TypedInstruction::BeginMarkedContent(_) => actual.texts.push(None),
                TypedInstruction::BeginMarkedContentWithProperties(mark) => {
                    let dict = mark.1.clone().into_dict();
                    actual.texts.push(dict.as_ref().and_then(text));
                }
                TypedInstruction::XObject(_) => actual.whole = false,
                _ => {}
            }
        }
        actual
    }

    /// Whether a mark says what its letters mean.
    pub(super) fn says(&self, mark: usize) -> bool {
        self.texts.get(mark).is_some_and(Option::is_some)
    }

    /// Gives the letters what they mean; `marks` is how many marks there were while the page was drawn.
    pub(super) fn apply(&self, drawn: Vec<Drawn>, marks: usize) -> Vec<Drawn> {
        if self.texts.is_empty() || (marks != self.texts.len() && !(self.whole && marks > self.texts.len())) {
            return drawn;
        }
        let mut all: Vec<Drawn> = Vec::with_capacity(drawn.len());
        let mut rest = drawn.into_iter().peekable();
        while let Some(first) = rest.next() {
            let mut run = vec![first];
            while let Some(next) = rest.next_if(|next| next.mark.is_some() && next.mark == run[0].mark) {
                run.push(next);
            }
            let text = run[0].mark.and_then(|mark| self.texts.get(mark)).and_then(Option::as_deref);
            match text {
                Some(text) => all.extend(meaning(text, run)),
                None => all.append(&mut run),
            }
        }
        all
    }
}

/// The text of a mark, if it has one.
fn text(dict: &Dict<'_>) -> Option<String> {
    dict.get::<hayro_syntax::object::String<'_>>(ACTUAL_TEXT).map(|text| words(text.as_bytes()))
}

/// The letters of a mark with what they mean, one by one or all together.
fn meaning(text: &str, mut run: Vec<Drawn>) -> Vec<Drawn> {
    if text.chars().count() == run.len() {
        for (letter, c) in run.iter_mut().zip(text.chars()) {
            letter.text = c.to_string();
        }
        return run;
    }
    let most = if text.is_empty() { UNSAID } else { LETTERS };
    if run.len() > most {
        return run;
    }
    let Some(last) = run.last() else { return run };
    let (end, bottom) = (last.end, last.at);
    run.truncate(1);
    // What goes on in another line cannot stand at one place.
    let first = &mut run[0];
    first.text = text.to_string();
    let is_one_line =
        (first.at.y - bottom.y).abs() < first.size || (first.at.x - bottom.x).abs() < first.size;
    if is_one_line {
        first.end = end;
    }
    if text.is_empty() { Vec::new() } else { run }
}
