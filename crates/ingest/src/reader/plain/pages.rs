//! What recognised and typed pages leave in a plain text: numbers and heads of pages, and words that line ends part. All of
//! it stays, since the text is the file's own; it is said.

use themata_model::{Place, Problem, counted, counted_as};

use crate::segment::page_of_head;

/// Fewest numbers of pages, and words in two parts, that are said.
const FEWEST: usize = 3;

/// Fewest lines of a page, on average: of many pages, of two, and where a head comes again beside each number.
const LINES: usize = 10;
const LINES_OF_TWO: usize = 20;
const LINES_BELOW_HEADS: usize = 5;

/// How many lines beside the number of a page may be its head.
const BESIDE: usize = 2;

/// Longest head shown.
const SHOWN: usize = 60;

/// What there is to say of a text.
pub(super) fn remarks(name: &str, text: &str) -> Vec<Problem> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let found = [pages(&lines, &broken(text)).or_else(|| heads(text)), hyphens(&lines)];
    found.into_iter().flatten().map(|message| Problem::warning(Place::file(name), message)).collect()
}

/// Numbers that grow by one from page to page, and the lines beside them that come again.
fn pages(lines: &[&str], at_breaks: &[usize]) -> Option<String> {
    let mut chain: Vec<(usize, Number)> = Vec::new();
    for (n, number) in lines.iter().enumerate().filter_map(|(n, line)| Some((n, number(line)?))) {
        match chain.last() {
            Some((_, last)) if number.value == last.value + 1 => chain.push((n, number)),
            // A page may have its number at the head and at the foot.
            Some((_, last)) if number.value == last.value => {}
            _ if chain.len() < FEWEST => chain = vec![(n, number)],
            _ => {}
        }
    }
    let (first, last) = (chain.first()?.0, chain.last()?.0);
    let beside = |at: usize| at.saturating_sub(BESIDE)..(at + BESIDE + 1).min(lines.len());
    let keys: Vec<String> = chain
        .iter()
        .flat_map(|(at, _)| beside(*at))
        .map(|n| key(lines[n]))
        .filter(|key| !key.is_empty())
        .collect();
    let times = |head: &String| lines.iter().filter(|line| key(line) == *head).count();
    let beside_more = |head: &&String| keys.iter().filter(|other| other == head).count() >= 2;
    // Of two pages the head of the first one stands far from its number.
    let once_a_page =
        |head: &&String| !head.contains('.') && (chain.len().max(2)..=chain.len() + 1).contains(&times(head));
    let head = keys.iter().find(beside_more).or_else(|| keys.iter().find(once_a_page));
    let are_named = chain.len() > 1 && chain.iter().all(|(_, number)| number.is_named);
    let at_breaks =
        chain.len() > 1 && chain.iter().filter(|(n, _)| at_breaks.contains(n)).count() * 2 > chain.len();
    let least = match chain.len() {
        1 => return None,
        n if head.is_some_and(|head| times(head) >= n) => LINES_BELOW_HEADS,
        2 => LINES_OF_TWO,
        _ => LINES,
    };
    if !are_named && !at_breaks && (last - first) < least * (chain.len() - 1) {
        return None;
    }
    let head = head.map_or(String::new(), |head| {
        let shown: String = head.chars().take(SHOWN).collect();
        format!(" and heads of pages (`{shown}`)")
    });
    let numbers = counted(chain.len(), "number");
    Some(format!(
        "{numbers} of pages{head} stand among the words, also inside turns; a text file is kept as it is, so take them out before importing it"
    ))
}

/// Lines without a number that stand first, or last, on most pages of a text with form feeds, and nowhere else.
fn heads(text: &str) -> Option<String> {
    let pages: Vec<Vec<&str>> = text
        .split('\u{c}')
        .map(|page| page.lines().map(str::trim).filter(|line| !line.is_empty()).collect())
        .filter(|page: &Vec<&str>| page.len() > LINES_BELOW_HEADS)
        .collect();
    let edges = pages.iter().filter_map(|page| Some([*page.first()?, *page.last()?])).flatten();
    let at_edges = |head: &str| {
        pages.iter().filter(|page| page.first() == Some(&head) || page.last() == Some(&head)).count()
    };
    let all = |head: &str| pages.iter().flatten().filter(|line| **line == head).count();
    let runs = |head: &&str| {
        let n = at_edges(head);
        !key(head).is_empty() && n >= FEWEST && n * 2 > pages.len() && all(head) == n
    };
    let head = edges.into_iter().find(runs)?;
    let (times, head) = (at_edges(head), head.chars().take(SHOWN).collect::<String>());
    Some(format!(
        "{} of pages (`{head}`) stand among the words, also inside turns; a text file is kept as it is, so take them out before importing it",
        counted_as(times, "head or foot", "heads or feet")
    ))
}

/// The lines with words that stand at the beginning or the end of a page of a text with form feeds.
fn broken(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut before = 0;
    for page in text.split('\u{c}').filter(|_| text.contains('\u{c}')) {
        let filled = page.lines().filter(|line| !line.trim().is_empty()).count();
        if filled > 0 {
            found.extend([before, before + filled - 1]);
        }
        before += filled;
    }
    found
}

/// The number of a page.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    /// Whether a word beside it says that it is one.
    is_named: bool,
}

/// What stands beside the number of a page: `Page 3 of 6`, `Seite 3`, `第3页`.
#[rustfmt::skip]
const PAGE: &[&str] = &["page", "pages", "p", "pp", "seite", "s", "página", "pagina", "pág", "pag", "sida", "sid", "sivu", "pagină", "folio", "fol", "blatt", "blad", "feuillet", "foglio", "folha", "hoja", "第", "页", "頁", "ページ"];

/// What stands before the number of all pages.
const OF: &[&str] = &["of", "von", "av", "de", "sur", "di", "van", "共"];

/// The number that a line is, or that stands far from the words at one of its ends.
fn number(line: &str) -> Option<Number> {
    let digits = |part: &str| {
        let part = part.trim_matches(|c: char| c.is_whitespace() || "-–—―[]".contains(c));
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|_| is_number).map(|value| Number { value, is_named: false })
    };
    let far = || {
        let (first, rest) = line.split_once("   ")?;
        let last = rest.rsplit("   ").next()?;
        digits(first).or_else(|| digits(last))
    };
    // A mark or a word for pages parts the number from the head: `TALKS OF THE ISLAND · 2`.
    let behind = || page_of_head(line).map(|value| Number { value, is_named: false });
    // So does a stroke: `HARGREAVES / 2`.
    let slashed = || {
        let (head, last) = line.rsplit_once(" / ").filter(|_| line.chars().count() <= SHOWN)?;
        digits(last).filter(|_| head.contains(char::is_alphabetic) && !head.contains([':', '：']))
    };
    digits(line).or_else(|| named(line)).or_else(far).or_else(behind).or_else(slashed)
}

/// The number of a line that holds words for pages and nothing else.
fn named(line: &str) -> Option<Number> {
    if line.chars().count() > SHOWN / 2 {
        return None;
    }
    let low = line.to_lowercase();
    let words = || low.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let mut numbers = low.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let value = numbers.next().filter(|first| first.len() <= 4)?.parse().ok()?;
    let is_share = low.contains(['/', '(']) && numbers.next().is_some();
    let are_known = words().all(|word| PAGE.contains(&word) || OF.contains(&word));
    (are_known && (is_share || words().any(|word| PAGE.contains(&word))))
        .then_some(Number { value, is_named: true })
}

/// A line without its numbers.
fn key(line: &str) -> String {
    if named(line).is_some() {
        return String::new();
    }
    let words = line.replace(|c: char| c.is_ascii_digit(), "");
    let words: Vec<&str> = words.split_whitespace().collect();
    let key = words.join(" ");
    if key.chars().filter(|c| c.is_alphabetic()).count() < 3
        || key.ends_with(['.', '?', '!', '。', '？', '！'])
        || key.contains([':', '：'])
    {
        String::new()
    } else {
        key
    }
}

/// Words whose second half begins the next line.
fn hyphens(lines: &[&str]) -> Option<String> {
    let is_parted = |pair: &&[&str]| {
        let head = pair[0].strip_suffix(['-', '\u{ad}', '\u{2010}', '¬']);
        let opens = pair[1].chars().take(2).all(char::is_lowercase) && pair[1].chars().nth(1).is_some();
        head.is_some_and(|head| head.ends_with(char::is_lowercase)) && opens
    };
    let parted = lines.windows(2).filter(is_parted).count();
    (parted >= FEWEST).then(|| {
        format!(
            "{} are parted by hyphens at line ends and stay so; a text file is kept as it is",
            counted(parted, "word")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        remarks("x.txt", text).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn numbers_and_heads_of_pages_are_said() {
        let page = |n: usize| {
            format!("{}\n- {n} -\n\nBAKERS, TAPE {}\n", "Anna: Words go on here.\n".repeat(20), n / 2)
        };
        let text: String = (7..11).map(page).collect();
        assert_eq!(
            said(&text),
            [
                "4 numbers of pages and heads of pages (`BAKERS, TAPE`) stand among the words, also inside turns; a text file is kept as it is, so take them out before importing it"
            ]
        );
        let page = |n: usize| {
            format!("{n}            Three bakers\n\n{}\u{c}", "Anna: Words go on here.\n".repeat(20))
        };
        assert_eq!(said(&(101..105).map(page).collect::<String>()).len(), 1);
        for page in ["Seite {}", "Page {} of 6", "pág. {}", "Sivu {}", "{}/6", "{} (6)", "第{}页"] {
            let text: String =
                (1..3).map(|n| format!("Anna: Words.\n{}\n", page.replace("{}", &n.to_string()))).collect();
            assert_eq!(said(&text).len(), 1, "{page}");
        }
        // Two short pages with a head, and two that a form feed parts.
        let page = |n: usize| format!("Interview Kessler\n\nI: Why?\nB: So.\nI: And?\nB: Then.\n\n{n}\n");
        assert_eq!(said(&(1..3).map(page).collect::<String>()).len(), 1);
        assert_eq!(said("I: Why?\nB: So.\n1\n\u{c}I: And?\nB: Then.\n2\n").len(), 1);
        assert_eq!(said("I: How many?\nB: One.\n1\nI: And then?\nB: Two.\n2\n"), [""; 0]);
        let page = |n: usize| format!("TALKS OF THE ISLAND · {n}\n{}\n", "Anna: Words go on.\n".repeat(20));
        assert!(said(&(1..5).map(page).collect::<String>())[0].contains("(`TALKS OF THE ISLAND ·`)"));
        // Numbers of paragraphs stand closer together, and other numbers do not grow by one.
        let numbered: String = (1..30).map(|n| format!("{n}\n\nAnna: Words.\n\nAnd more.\n\n")).collect();
        assert_eq!(said(&numbered), [""; 0]);
        let years: String =
            [1990, 1994, 1995, 2001].iter().map(|n| format!("{n}\n{}", "Words.\n".repeat(30))).collect();
        assert_eq!(said(&years), [""; 0]);
    }

    #[test]
    fn a_number_at_the_head_and_at_the_foot_one_behind_a_stroke_and_heads_without_any_are_said() {
        let words = "Anna: Words go on here.\n".repeat(40);
        for (head, foot) in [
            ("Talk no. 28    {}", "- {} -"),
            ("{}", "Page {}"),
            ("{}", "{}"),
            ("HARGREAVES / {}", ""),
            ("Folio {}", ""),
        ] {
            let page = |n: usize| {
                let number = |form: &str| form.replace("{}", &n.to_string());
                // The first page has no head.
                let head = if n == 1 { String::new() } else { number(head) };
                format!("{head}\n\n{words}\n{}\n", number(foot))
            };
            assert_eq!(said(&(1..4).map(page).collect::<String>()).len(), 1, "{head} {foot}");
        }
        let text = format!("DUNMORE MILLS\n\n{words}\u{c}").repeat(4);
        assert!(
            said(&text)[0].starts_with("4 heads or feet of pages (`DUNMORE MILLS`) stand"),
            "{:?}",
            said(&text)
        );
        // A name that stands inside of pages, too, is none.
        let text = format!("ANNA\nWords.\n{}\u{c}", "ANNA\nWords go on.\nBORIS\nNo.\n".repeat(9)).repeat(4);
        assert_eq!(said(&text), [""; 0]);
    }

    #[test]
    fn words_in_two_parts_are_said() {
        assert_eq!(
            said(&"We owned the bak-\nery by then.\n".repeat(3)),
            ["3 words are parted by hyphens at line ends and stay so; a text file is kept as it is"]
        );
        assert_eq!(said(&"He said well-\nWhat?\n- a list -\nand so\n".repeat(9)), [""; 0]);
    }
}
