//! Classes of characters that folding tells apart.

/// Characters that neither join the next one of them nor are joined to it in a grapheme cluster (CR
/// LF aside, where both are white space): Latin, the punctuation of word processors, Chinese.
pub(super) fn is_simple(c: char) -> bool {
    matches!(c, ..'\u{300}' | '\u{2010}'..='\u{2027}' | '\u{4E00}'..='\u{9FFF}')
}

/// The most frequent characters that are solid and their own compatibility form.
pub(super) fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | 'À'..='ÿ' | '\u{4E00}'..='\u{9FFF}')
}

/// All dashes and hyphens that may stand for one another; the soft hyphen is invisible instead.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
    )
}

/// All quotation marks and apostrophes. Single and double ones are one class, because a quotation
/// inside a quotation changes from the one to the other when it is printed.
pub(super) fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '«' | '»' | '\u{2018}'..='\u{201F}' | '\u{2032}'..='\u{2036}' | '\u{2039}' | '\u{203A}'
            | '\u{02B9}' | '\u{02BB}' | '\u{02BC}' | '\u{301D}'..='\u{301F}' | '\u{FF02}' | '\u{FF07}'
    )
}

/// Characters without a shape of their own: zero-width, direction marks, variation selectors. The
/// zero-width joiner is among them, so that an emoji found without it is found.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\0'..='\u{8}' | '\u{E}'..='\u{1B}'
    )
}

/// Characters of scripts written without spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3000}'..='\u{30FF}'
            | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}'
    )
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[test]
    fn the_short_way_for_frequent_characters_is_right() {
        for c in ('\0'..='\u{FFFF}').filter(|c| is_plain(*c)) {
            assert!(std::iter::once(c).nfkc().eq([c]), "{c:?}");
            assert!(!c.is_whitespace() && !is_dash(c) && !is_quotation_mark(c) && !is_invisible(c), "{c:?}");
        }
        for c in ('\0'..='\u{FFFF}').filter(|c| is_simple(*c)) {
            for pair in [format!("{c}a"), format!("a{c}"), format!("{c}{c}")] {
                assert_eq!(pair.graphemes(true).count(), 2, "{pair:?}");
            }
        }
    }
}
