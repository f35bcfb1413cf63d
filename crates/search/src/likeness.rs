//! Quotations that are the same words, or nearly: joined, shortened, with words put in, or set with
//! other signs.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::word::{folded, words};

/// Words in a row that two quotations must share before they are compared.
const SHINGLE: usize = 3;
/// A run of words that stands in more quotations than this tells nothing.
const COMMON: usize = 60;
/// The part of the shorter one's words that must stand in the longer one, in order.
const SHARED: f64 = 0.8;
/// Fewer words than this are a turn of speech, not a quotation.
const FEWEST: usize = 4;

/// How two quotations are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alike {
    /// Sign by sign the same.
    Same,
    /// The same words, set with other signs, capitals or spaces.
    Typography,
    /// One is a piece of the other.
    Shortened,
    /// One is the other with words left out or put in.
    Edited,
    /// One is made of several others.
    Joined,
}

/// Two quotations that are alike, by position.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The shorter one, or the first.
    pub one: usize,
    /// The longer one, or the second.
    pub other: usize,
    /// How.
    pub alike: Alike,
    /// The part of the shorter one's words that stand in the longer one in order, 0 to 1.
    pub shared: f64,
}

/// Finds the pairs of `texts` that are alike; `may_pair` says which may be compared at all.
pub fn alike_pairs(texts: &[&str], may_pair: &dyn Fn(usize, usize) -> bool) -> Vec<Pair> {
    let tokens: Vec<Vec<String>> = texts.iter().map(|text| tokens(text)).collect();
    let mut found = Vec::new();
    for (one, other) in candidates(&tokens) {
        if !may_pair(one, other) {
            continue;
        }
        let (short, long) =
            if tokens[one].len() <= tokens[other].len() { (one, other) } else { (other, one) };
        if let Some((alike, shared)) = compared(&tokens[short], &tokens[long], texts[short], texts[long]) {
            found.push(Pair { one: short, other: long, alike, shared });
        }
    }
    mark_joined(&tokens, &mut found);
    found.sort_by(|a, b| {
        (a.one.min(a.other), a.one.max(a.other)).cmp(&(b.one.min(b.other), b.one.max(b.other)))
    });
    found
}

fn tokens(text: &str) -> Vec<String> {
    let mut cuts = Vec::new();
    words(text, &mut cuts);
    cuts.into_iter().map(|(from, to)| folded(&text[from..to]).into_owned()).collect()
}

/// Pairs that share a run of words, each once.
fn candidates(tokens: &[Vec<String>]) -> Vec<(usize, usize)> {
    let mut runs: HashMap<&[String], Vec<usize>> = HashMap::new();
    for (at, words) in tokens.iter().enumerate().filter(|(_, words)| words.len() >= FEWEST) {
        let own: HashSet<&[String]> = words.windows(SHINGLE).collect();
        #[allow(clippy::iter_over_hash_type, reason = "pairs are sorted below")]
        for run in own {
            runs.entry(run).or_default().push(at);
        }
    }
    let mut pairs: HashSet<(usize, usize)> = HashSet::new();
    #[allow(clippy::iter_over_hash_type, reason = "pairs are sorted below")]
    for texts in runs.values_mut() {
        texts.sort_unstable();
        // What is said everywhere is compared with its neighbours only, so that equal texts still meet.
        let reach = if texts.len() > COMMON { 1 } else { texts.len() };
        for (i, one) in texts.iter().enumerate() {
            pairs.extend(texts[i + 1..].iter().take(reach).map(|other| (*one, *other)));
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_unstable();
    pairs
}

fn compared(short: &[String], long: &[String], short_text: &str, long_text: &str) -> Option<(Alike, f64)> {
    if short == long {
        let same = short_text.trim() == long_text.trim();
        return Some((if same { Alike::Same } else { Alike::Typography }, 1.0));
    }
    if long.windows(short.len()).any(|run| run == short) {
        return Some((Alike::Shortened, 1.0));
    }
    #[allow(clippy::cast_precision_loss, reason = "a share of a few hundred words")]
    let shared = in_order(short, long) as f64 / short.len() as f64;
    (shared >= SHARED).then_some((Alike::Edited, shared))
}

/// How many words of `a` stand in `b` in the same order: the length of their longest common subsequence.
fn in_order(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0usize; b.len() + 1];
    for word in a {
        let mut diagonal = 0;
        for (at, other) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// A quotation whose words are mostly those of two or more others that it holds is joined of them.
fn mark_joined(tokens: &[Vec<String>], pairs: &mut [Pair]) {
    let mut held: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| pair.alike == Alike::Shortened) {
        held.entry(pair.other).or_default().push(pair.one);
    }
    let mut joined: HashSet<usize> = HashSet::new();
    for (whole, pieces) in held {
        let mut covered = vec![false; tokens[whole].len()];
        let mut places = HashSet::new();
        for &piece in &pieces {
            let start =
                tokens[whole].windows(tokens[piece].len()).position(|run| run == tokens[piece].as_slice());
            if let Some(start) = start {
                places.insert(start);
                covered[start..start + tokens[piece].len()].fill(true);
            }
        }
        let share = covered.iter().filter(|covered| **covered).count() * 10 >= covered.len() * 9;
        let alone = pieces.iter().any(|&piece| tokens[piece].len() * 10 >= tokens[whole].len() * 9);
        if share && places.len() > 1 && !alone {
            joined.insert(whole);
        }
    }
    for pair in pairs {
        if pair.alike == Alike::Shortened && joined.contains(&pair.other) {
            pair.alike = Alike::Joined;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(texts: &[&str]) -> Vec<(usize, usize, Alike)> {
        alike_pairs(texts, &|_, _| true).into_iter().map(|pair| (pair.one, pair.other, pair.alike)).collect()
    }

    #[test]
    fn every_kind_of_likeness_is_told() {
        let whole = "We do not argue about the price any more, we argue about the data";
        assert_eq!(pairs(&[whole, whole]), [(0, 1, Alike::Same)]);
        assert_eq!(
            pairs(&[whole, "We do not argue about the price any more – we argue about the DATA"]),
            [(0, 1, Alike::Typography)]
        );
        assert_eq!(pairs(&[whole, "argue about the price any more"]), [(1, 0, Alike::Shortened)]);
        assert_eq!(
            pairs(&[whole, "We do not really argue about the price any more, we now argue about the data"]),
            [(0, 1, Alike::Edited)]
        );
        assert_eq!(pairs(&[whole, "Nobody came to the meeting in the spring"]), []);
    }

    #[test]
    fn a_quotation_made_of_two_is_joined() {
        let one = "they sent a specification and we sent a price";
        let two = "then we all went home again";
        let joined = format!("{one}, {two}");
        assert_eq!(pairs(&[one, two, &joined]), [(0, 2, Alike::Joined), (1, 2, Alike::Joined)]);
    }

    #[test]
    fn turns_of_speech_are_no_quotations() {
        assert_eq!(pairs(&["you know what", "you know what"]), []);
    }
}
