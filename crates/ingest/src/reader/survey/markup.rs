//! Answers that a service keeps as pages of the web: `<p>So it was.</p>`.

use crate::Options;
use crate::reader::html;

/// Elements that such answers have.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &["p", "br", "div", "span", "b", "i", "u", "strong", "em", "ul", "ol", "li", "a", "font", "h1", "h2", "h3"];

/// The words of an answer with markup; `None` where it has none.
pub(super) fn words(answer: &str) -> Option<String> {
    if !has_markup(answer) {
        return None;
    }
    let page = format!("<html><meta charset=\"utf-8\"><body>{answer}</body></html>");
    let extract = html::read("answer.html", page.as_bytes(), &Options::default()).ok()?;
    Some(extract.text.trim().to_string())
}

/// Whether an answer has an element that closes, or a line break.
fn has_markup(answer: &str) -> bool {
    let lower = answer.to_lowercase();
    let closes = |name: &str| lower.contains(&format!("</{name}>")) && lower.contains(&format!("<{name}"));
    lower.contains('<')
        && (["<br>", "<br/>", "<br />"].iter().any(|tag| lower.contains(tag))
            || ELEMENTS.iter().any(|name| closes(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_taken_out_of_markup_and_other_signs_stay() {
        let cell = "<p>It was <b>so</b>.</p><p>Second&nbsp;part &amp; end</p>";
        assert_eq!(words(cell).as_deref(), Some("It was so.\n\nSecond\u{a0}part & end"));
        assert_eq!(words("One<br>two").as_deref(), Some("One\ntwo"));
        for cell in ["2 < 3 and 4 > 1", "AT&amp;T", "<laughs> so", "a <b c"] {
            assert_eq!(words(cell), None, "{cell}");
        }
    }
}
