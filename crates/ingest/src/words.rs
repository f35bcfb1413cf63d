//! How many words a text has.

use unicode_segmentation::UnicodeSegmentation;

/// The number of words: what blanks part, and in scripts without blanks between words what the rules of Unicode part.
pub fn words(text: &str) -> usize {
    let count = |part: &str| if part.contains(is_unspaced) { part.unicode_words().count() } else { 1 };
    text.split_whitespace().map(count).sum()
}

/// Whether a character belongs to a script that writes words without blanks between them: Chinese, Japanese, Thai, Lao,
/// Burmese, Khmer.
fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_scripts_without_blanks_too() {
        assert_eq!(words("We don’t co-own it, www.example.org says."), 6);
        assert_eq!(words("우리는 함께 시작했다."), 3);
        assert!((6..=9).contains(&words("我们一起开始的。")));
        assert!(words("カメラを持って行きました。") >= 4);
        assert!(words("เราเริ่มด้วยกัน") >= 4);
        assert_eq!(words("OK，好的"), 3);
        assert_eq!(words(" \n"), 0);
    }
}
