//! Changes to projects, the same ones for the same number.

/// Makes changed documents.
pub(super) struct Mutator(u64);

/// Pieces that are likely to matter to some reader.
const PIECES: &[&[u8]] = &[
    b"<",
    b">",
    b"</",
    b"/>",
    b"&",
    b"&#0;",
    b"&#xD800;",
    b"&amp;",
    b"\"",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"-1",
    b"99999999999999999999",
    b"18446744073709551615",
    b"\0",
    b"\r\n",
    b"\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xf0\x9f\x98\x80",
    b" guid=\"c1\"",
    b" guid=\"\"",
    b" targetGUID=\"s1\"",
    b" startPosition=\"3\"",
    b" endPosition=\"1\"",
    b" plainTextPath=\"internal://../../x\"",
    b" name=\";\"",
    b"<Code guid=\"c9\" name=\"\">",
    b"</Code>",
    b"<Coding guid=\"k1\"><CodeRef targetGUID=\"c1\"/></Coding>",
    b"<PlainTextContent>x</PlainTextContent>",
    b"<Representation/>",
    b"PDFSource",
    b"Transcript",
    b"\"themata\":\"1\"",
    b"\\u0000",
    b"[]",
    b"{}",
    b"null",
];

/// Largest document made.
const MOST: usize = 1 << 16;

impl Mutator {
    pub(super) fn new(seed: u64) -> Self {
        Mutator(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// A stretch of `bytes`, mostly a short one.
    fn stretch(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let from = self.below(bytes.len() + 1);
        let most = if self.below(4) == 0 { bytes.len() } else { 40 };
        from..(from + self.below(most) + 1).min(bytes.len()).max(from)
    }

    /// `seed` with one to eight changes.
    pub(super) fn change(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(8) {
            let stretch = self.stretch(&bytes);
            match self.below(9) {
                0 => bytes.truncate(stretch.start),
                1 => drop(bytes.drain(stretch)),
                2 => {
                    let copy = bytes[stretch.clone()].to_vec();
                    let at = self.below(bytes.len() + 1);
                    bytes.splice(at..at, copy);
                }
                3 => {
                    let times = self.below(200);
                    let copy = bytes[stretch.clone()].repeat(times);
                    bytes.splice(stretch.end..stretch.end, copy);
                }
                4 | 5 => {
                    let piece = PIECES[self.below(PIECES.len())];
                    bytes.splice(stretch.start..stretch.start, piece.iter().copied());
                }
                6 => {
                    let piece = PIECES[self.below(PIECES.len())];
                    bytes.splice(stretch, piece.iter().copied());
                }
                7 => {
                    if let Some(byte) = bytes.get_mut(stretch.start) {
                        *byte = self.next() as u8;
                    }
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(stretch.start) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
            bytes.truncate(MOST);
        }
        bytes
    }
}
