//! How often words and runs of words stand in groups of texts, and which are typical of one group
//! against another.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::Language;
use crate::word::{folded, words};

/// A word, or a run of words, and how often it stands where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordCount {
    /// The words, folded, with one blank between them.
    pub words: String,
    /// Occurrences in each group.
    pub counts: Vec<u64>,
    /// Texts of each group it stands in.
    pub texts: Vec<u64>,
}

/// Counts words group by group.
pub struct WordCounter {
    length: usize,
    keep_stop_words: bool,
    groups: usize,
    counts: HashMap<String, (Vec<u64>, Vec<u64>)>,
    totals: Vec<u64>,
    stop: HashMap<Language, StopWords>,
}

/// The stop words of one language, folded.
struct StopWords(HashSet<String>);

impl StopWords {
    fn of(language: Language) -> StopWords {
        let list = stop_words::lookup(language.stop_words()).unwrap_or_default();
        // A list may hold words of two pieces, such as an article with its apostrophe.
        let mut cuts = Vec::new();
        let pieces = |entry: &&str| {
            let entry: &str = entry;
            words(entry, &mut cuts);
            cuts.iter().map(|&(start, end)| folded(&entry[start..end]).into_owned()).collect::<Vec<_>>()
        };
        StopWords(list.iter().flat_map(pieces).collect())
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(folded(word).as_ref())
    }
}

impl WordCounter {
    /// Returns a counter of runs of `length` words in `groups` groups. Unless they are kept, runs that
    /// begin or end with a stop word of the text's language are left out.
    pub fn new(length: usize, groups: usize, keep_stop_words: bool) -> WordCounter {
        WordCounter {
            length: length.max(1),
            keep_stop_words,
            groups,
            counts: HashMap::new(),
            totals: vec![0; groups],
            stop: HashMap::new(),
        }
    }

    /// Counts the words of one text, which belongs to `groups`.
    pub fn add(&mut self, text: &str, language: Option<Language>, groups: &[usize]) {
        let mut cuts = Vec::new();
        words(text, &mut cuts);
        let all: Vec<(String, bool)> = cuts
            .iter()
            .map(|&(from, to)| {
                let word = &text[from..to];
                (folded(word).into_owned(), self.is_stop(word, language))
            })
            .collect();
        let mut seen: BTreeMap<String, u64> = BTreeMap::new();
        for run in all.windows(self.length) {
            let open =
                run.first().is_some_and(|(_, stop)| *stop) || run.last().is_some_and(|(_, stop)| *stop);
            if !open {
                let words: Vec<&str> = run.iter().map(|(word, _)| word.as_str()).collect();
                *seen.entry(words.join(" ")).or_default() += 1;
            }
        }
        for &group in groups.iter().filter(|group| **group < self.groups) {
            // Shares are taken of all words, whatever is left out of the list.
            self.totals[group] += (all.len() + 1).saturating_sub(self.length) as u64;
        }
        let n_groups = self.groups;
        let empty = || (vec![0; n_groups], vec![0; n_groups]);
        for (words, n) in seen {
            let count = self.counts.entry(words).or_insert_with(empty);
            for &group in groups.iter().filter(|group| **group < self.groups) {
                count.0[group] += n;
                count.1[group] += 1;
            }
        }
    }

    fn is_stop(&mut self, word: &str, language: Option<Language>) -> bool {
        let Some(language) = language.filter(|_| !self.keep_stop_words) else { return false };
        self.stop.entry(language).or_insert_with(|| StopWords::of(language)).has(word)
    }

    /// Number of runs in each group, stop words included.
    pub fn totals(&self) -> &[u64] {
        &self.totals
    }

    /// All counts, the most frequent first, then by the alphabet.
    pub fn counts(&self) -> Vec<WordCount> {
        let one = |(words, (counts, texts)): (&String, &(Vec<u64>, Vec<u64>))| WordCount {
            words: words.clone(),
            counts: counts.clone(),
            texts: texts.clone(),
        };
        #[allow(clippy::iter_over_hash_type, reason = "sorted below")]
        let mut all: Vec<WordCount> = self.counts.iter().map(one).collect();
        let sum = |count: &WordCount| count.counts.iter().sum::<u64>();
        all.sort_by(|a, b| sum(b).cmp(&sum(a)).then_with(|| a.words.cmp(&b.words)));
        all
    }
}

/// How far a word is typical of one group against another: the log-likelihood ratio G² of Dunning (1993), in
/// the form of Rayson & Garside (2000): `2 (a ln(a/E₁) + b ln(b/E₂))` with `E₁ = c (a+b)/(c+d)` and
/// `E₂ = d (a+b)/(c+d)`, where `a` and `b` are occurrences, `c` and `d` sizes of the groups. 3.84 is what
/// chance exceeds once in twenty words, 6.63 once in a hundred, 10.83 once in a thousand.
///
/// Zero where a group is empty.
#[allow(clippy::cast_precision_loss, reason = "counts of words are far below 2^52")]
pub fn log_likelihood(a: u64, b: u64, c: u64, d: u64) -> f64 {
    if c == 0 || d == 0 || a + b == 0 {
        return 0.0;
    }
    let (a, b, c, d) = (a as f64, b as f64, c as f64, d as f64);
    let expected = |size: f64| size * (a + b) / (c + d);
    let term = |observed: f64, expected: f64| {
        if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
    };
    (2.0 * (term(a, expected(c)) + term(b, expected(d)))).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_by_group_without_stop_words() {
        let en = Language::of_tag("en");
        let mut counter = WordCounter::new(1, 2, false);
        counter.add("The penalty and the contract. Penalty!", en, &[0]);
        counter.add("A contract", en, &[1]);
        let counts = counter.counts();
        let read: Vec<(&str, &[u64], &[u64])> =
            counts.iter().map(|c| (c.words.as_str(), c.counts.as_slice(), c.texts.as_slice())).collect();
        assert_eq!(read, [("contract", &[1, 1][..], &[1, 1][..]), ("penalty", &[2, 0], &[1, 0])]);
        assert_eq!(counter.totals(), [6, 2]);
    }

    #[test]
    fn runs_may_hold_stop_words_inside() {
        let mut counter = WordCounter::new(3, 1, false);
        counter.add("terms of the contract of trust", Language::of_tag("en"), &[0]);
        let words: Vec<String> = counter.counts().into_iter().map(|c| c.words).collect();
        assert_eq!(words, ["contract of trust"]);
    }

    #[test]
    fn keyness_is_what_the_formula_gives_by_hand() {
        // 2 × (10 ln(10/5) + 0): everything in one of two groups of one size.
        assert!((log_likelihood(10, 0, 1000, 1000) - 13.862_943_611).abs() < 1e-6);
        assert!(log_likelihood(5, 5, 1000, 1000).abs() < 1e-12);
        // a=20, b=10, c=1000, d=3000: E1=7.5, E2=22.5.
        let by_hand = 2.0 * (20.0 * (20.0f64 / 7.5).ln() + 10.0 * (10.0f64 / 22.5).ln());
        assert!((log_likelihood(20, 10, 1000, 3000) - by_hand).abs() < 1e-9);
        assert_eq!(log_likelihood(3, 0, 0, 10), 0.0);
    }
}
