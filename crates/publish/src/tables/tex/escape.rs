//! Text for LaTeX, so that every character is printed and none commands.

/// What is written otherwise than it reads. `"` may be a shorthand of babel, `<`, `>` and `|` are
/// other characters in old fonts, brackets after a row's end would be its option, and the signs at
/// the end are missing from pdfLaTeX's.
const WRITTEN: [(char, &str); 32] = [
    ('\\', "\\textbackslash{}"),
    ('{', "\\{"),
    ('}', "\\}"),
    ('$', "\\$"),
    ('&', "\\&"),
    ('#', "\\#"),
    ('%', "\\%"),
    ('_', "\\_"),
    ('^', "\\textasciicircum{}"),
    ('~', "\\textasciitilde{}"),
    ('"', "\\symbol{34}"),
    ('`', "\\textasciigrave{}"),
    ('<', "\\textless{}"),
    ('>', "\\textgreater{}"),
    ('|', "\\textbar{}"),
    ('[', "{[}"),
    (']', "{]}"),
    ('*', "{*}"),
    ('\n', "\\newline{}"),
    ('\t', "\\quad{}"),
    ('\u{A0}', "\\nobreakspace{}"),
    ('\u{AD}', "\\-"),
    ('\u{200B}', "\\hspace{0pt}"),
    ('•', "\\textbullet{}"),
    ('→', "\\(\\rightarrow\\)"),
    ('←', "\\(\\leftarrow\\)"),
    ('≤', "\\(\\leq\\)"),
    ('≥', "\\(\\geq\\)"),
    ('≠', "\\(\\neq\\)"),
    ('≈', "\\(\\approx\\)"),
    ('−', "\\(-\\)"),
    ('\u{2011}', "\\mbox{-}"),
];

/// Characters of which two become another one.
const JOINING: [char; 3] = ['-', '\'', ','];

/// Returns `text` for LaTeX.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        if before == Some(c) && JOINING.contains(&c) {
            out.push_str("{}");
        }
        match WRITTEN.iter().find(|(plain, _)| *plain == c) {
            Some((_, written)) => out.push_str(written),
            None => out.push(c),
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads back what [`escaped`] wrote; panics at anything else that commands.
    fn read(mut text: &str) -> String {
        let mut out = String::new();
        'next: while let Some(c) = text.chars().next() {
            for (plain, written) in WRITTEN {
                if let Some(rest) = text.strip_prefix(written) {
                    out.push(plain);
                    text = rest;
                    continue 'next;
                }
            }
            if let Some(rest) = text.strip_prefix("{}") {
                text = rest;
                continue;
            }
            assert!(!"\\{}$&#%_^~\"`<>|[]*\n\t".contains(c), "{c:?} commands in {text:?}");
            out.push(c);
            text = &text[c.len_utf8()..];
        }
        out
    }

    #[test]
    fn specials_are_printed() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected, "{text:?}");
        check("R&D, 50 % of $3 #1", r"R\&D, 50 \% of \$3 \#1");
        check(r"a\b {c} x_1 ^ ~", r"a\textbackslash{}b \{c\} x\_1 \textasciicircum{} \textasciitilde{}");
        check("[the customer] *", r"{[}the customer{]} {*}");
        check("a -- b --- c ''", "a -{}- b -{}-{}- c '{}'");
        check("“Zürich” – naïve … 日本", "“Zürich” – naïve … 日本");
        check("two\nlines ≥ 1", r"two\newline{}lines \(\geq\) 1");
    }

    proptest! {
        #[test]
        fn no_character_commands_and_none_is_lost(text in "[ -~\n\t“”…≥≠→•\u{A0}\u{200B}a-zäß]{0,60}") {
            prop_assert_eq!(read(&escaped(&text)), text.clone());
        }

        #[test]
        fn any_text_at_all_is_read_back(text in any::<String>()) {
            prop_assert_eq!(read(&escaped(&text)), text.clone());
        }
    }
}
