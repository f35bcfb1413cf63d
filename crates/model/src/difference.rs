//! Two wordings of one thing, shortened so that what differs is seen.

/// The two texts on one line each, cut where they are long to at most `shown` characters around the place
/// where they first differ; `…` marks what was cut.
pub fn around_difference(was: &str, is: &str, shown: usize) -> (String, String) {
    let line =
        |text: &str| -> Vec<char> { text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect() };
    let (was, is) = (line(was), line(is));
    let alike = was.iter().zip(&is).take_while(|(a, b)| a == b).count();
    let end = was.len().max(is.len());
    let start = match end <= shown {
        true => 0,
        false => word_start(&was, alike.saturating_sub(shown / 3).min(end - shown), alike),
    };
    (cut(&was, start, shown), cut(&is, start, shown))
}

/// Where a word begins at or after `from`, but not after `to`; else `from`.
fn word_start(text: &[char], from: usize, to: usize) -> usize {
    let begins = |at: &usize| *at == 0 || text.get(at - 1) == Some(&' ');
    (from..=to).find(begins).unwrap_or(from)
}

fn cut(text: &[char], start: usize, shown: usize) -> String {
    // What both have in common may be all that the shorter text has.
    let start = start.min(text.len());
    let end = (start + shown).min(text.len());
    let middle: String = text[start..end].iter().collect();
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    format!("{before}{}{after}", middle.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_shown_whole() {
        let told = around_difference("we call\nthem", "we called them", 60);
        assert_eq!(told, ("we call them".to_string(), "we called them".to_string()));
    }

    #[test]
    fn long_texts_are_cut_around_the_first_difference() {
        let same = "we have known them for many years and still they ask us every single week ".repeat(3);
        let (was, is) = (format!("{same}how we fare today"), format!("{same}how they fare, and more of it"));
        let (was, is) = around_difference(&was, &is, 60);
        assert_eq!(was, "…they ask us every single week how we fare today");
        assert_eq!(is, "…they ask us every single week how they fare, and more of it");
    }

    #[test]
    fn an_end_that_was_cut_off_or_added_is_seen() {
        let long = "word ".repeat(40);
        let (was, is) = around_difference(&format!("{long}the end"), &long, 30);
        assert!(was.ends_with("the end") && !is.contains("end"), "{was} / {is}");
        let (was, is) = around_difference("", &long, 30);
        assert!(was.is_empty() && is.chars().count() <= 31 && is.ends_with('…'), "{was} / {is}");
    }
}
