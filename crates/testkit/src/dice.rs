//! Choices out of generated numbers, and words to choose from.

/// Words that break careless code: more than one byte, more than one UTF-16 unit, more than one
/// code point to a character, right to left, separators of the file formats.
pub(crate) const WORDS: [&str; 24] = [
    "we",
    "trust",
    "them",
    "the",
    "contract",
    "penalty,",
    "“quoted”",
    "naïve",
    "nai\u{308}ve",
    "𝔘nd",
    "👩‍👩‍👧‍👦",
    "🇫🇮",
    "שלום",
    "信頼",
    "e\u{301}\u{323}",
    "a;b",
    "\"said\"",
    "it’s",
    "co-operate",
    "…",
    "[sic]",
    "=1+1",
    "x\ty",
    "&amp;",
];

/// A few generated numbers, taken as choices one after the other; zeros after the last.
pub(crate) struct Dice<'a> {
    numbers: std::slice::Iter<'a, u16>,
}

impl<'a> Dice<'a> {
    pub(crate) fn new(numbers: &'a [u16]) -> Self {
        Dice { numbers: numbers.iter() }
    }

    /// A number below `sides`; 0 when `sides` is 0.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        let number = usize::from(self.numbers.next().copied().unwrap_or_default());
        if sides == 0 { 0 } else { number % sides }
    }

    /// True once in `n`.
    pub(crate) fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    /// One of `list`, if it has any.
    pub(crate) fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        let at = self.below(list.len());
        list.get(at)
    }

    /// One of `list`, or nothing, half and half.
    pub(crate) fn maybe<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        if self.once_in(2) { self.pick(list) } else { None }
    }

    /// Some of `list`, each at most once, in an order of its own.
    pub(crate) fn some<T: Clone>(&mut self, list: &[T]) -> Vec<T> {
        let mask = self.below(1 << list.len().min(8));
        let mut chosen: Vec<T> = list
            .iter()
            .enumerate()
            .filter(|(i, _)| mask >> i & 1 == 1)
            .map(|(_, item)| item.clone())
            .collect();
        if mask % 3 == 1 {
            chosen.reverse();
        }
        chosen
    }

    /// One to four words.
    pub(crate) fn words(&mut self) -> String {
        let n = 1 + self.below(4);
        let words: Vec<&str> = (0..n).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(" ")
    }

    /// Some words, or none.
    pub(crate) fn maybe_words(&mut self) -> String {
        if self.once_in(2) { self.words() } else { String::new() }
    }
}
