//! Changes to documents, the same ones for the same number.

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
    b"'",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?",
    b"<!DOCTYPE x [",
    b"{",
    b"}",
    b"\\",
    b"\\u-1 ",
    b"\\uc99 ",
    b"\\bin999999999 ",
    b"\\'",
    b"\\*",
    b"\\par ",
    b"\\cell ",
    b"\\row ",
    b"\\intbl ",
    b"\\trowd ",
    b"\\pard ",
    b"[",
    b"]",
    b":",
    b",",
    b"null",
    b"-1",
    b"99999999999999999999",
    b"18446744073709551615",
    b"1e999",
    b"\0",
    b"\r",
    b"\n",
    b"\n\n",
    b"\t",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"\xc2\x85",
    b"\xc3",
    b"\xf0\x9f\x98\x80",
    b"00:00:01,000 --> 99:99:99,999",
    b"-->",
    b"<v ",
    b"<v A>",
    b"NOTE",
    b"WEBVTT",
    b"- ",
    b">>",
    b"Anna: ",
    b"```",
    b"---",
    b"# ",
    b" 0 R",
    b" obj\n",
    b"endobj",
    b"stream\n",
    b"endstream",
    b"/Kids",
    b"/Contents",
    b"/Filter /FlateDecode",
    b"/Filter [/ASCIIHexDecode /LZWDecode /RunLengthDecode]",
    b"<<",
    b"(",
    b")",
    b" Tj ",
    b" Tm ",
    b" Do ",
    b" BT /F1 1e9 Tf ",
    b"/Encrypt 3 0 R ",
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
