//! Bounds on what a document may ask for, looked at before it is opened and while its pages are read.

use std::any::Any;
use std::io::Read;
use std::sync::Once;
use std::time::{Duration, Instant};

use flate2::read::ZlibDecoder;

use super::tree::Tree;

/// Name of the thread that opens documents.
pub(super) const THREAD: &str = "themata-pdf";

/// Most bytes that one stream may have when unpacked.
const STREAM: u64 = 128 << 20;

/// Most bytes that all streams may have when unpacked, pictures aside.
const STREAMS: u64 = 512 << 20;

/// How many times its packed size a stream may have when unpacked, once it has as much as `SMALL`; text has some twenty.
const RATIO: u64 = 200;
const SMALL: u64 = 16 << 20;

/// How far before a stream its dictionary is looked for.
const DICTIONARY: usize = 2048;

/// Most things drawn on all pages: so many, and so many for each byte of the document.
const DRAWN: usize = 250_000;
const DRAWN_EACH: usize = 20;

/// Most letters on one page: all of them are kept until it is laid out.
const LETTERS: usize = 2_000_000;

/// Longest time that the pages may take.
const LONGEST: Duration = Duration::from_secs(60);

/// How long the thread is waited for.
pub(super) const GIVEN_UP: Duration = Duration::from_secs(90);

/// Deepest nesting of lists and dictionaries.
const DEPTH: usize = 2_000;

/// Deepest nesting in the letters of a font, whose bytes only happen to be brackets. Read as what they are not, they take
/// less than 300 bytes of the stack each.
const DEPTH_IN_FONT: usize = 100_000;

/// What fonts begin with.
const FONTS: [&[u8]; 5] = [b"\0\x01\0\0", b"OTTO", b"true", b"ttcf", b"\x01\0\x04"];

/// A document that asks for more than any document needs.
pub(super) struct TooMuch;

/// Counts what is drawn, and ends the thread when it is too much.
pub(super) struct Meter {
    drawn: usize,
    most: usize,
    /// Letters on the page that is read.
    letters: usize,
    since: Instant,
}

impl Meter {
    #[allow(clippy::disallowed_methods, reason = "a bound on time, never in a result")]
    pub(super) fn new(bytes: usize) -> Self {
        let most = DRAWN.saturating_add(bytes.saturating_mul(DRAWN_EACH));
        Meter { drawn: 0, most, letters: 0, since: Instant::now() }
    }

    /// One thing more.
    pub(super) fn count(&mut self) {
        self.drawn += 1;
        if self.drawn > self.most || self.drawn.is_multiple_of(4096) && self.since.elapsed() > LONGEST {
            end();
        }
    }

    /// One letter more.
    pub(super) fn letter(&mut self) {
        self.count();
        self.letters += 1;
        if self.letters > LETTERS {
            end();
        }
    }

    /// The next page begins.
    pub(super) fn page(&mut self) {
        self.letters = 0;
    }
}

/// Ends the thread.
fn end() -> ! {
    let payload: Box<dyn Any + Send> = Box::new(TooMuch);
    std::panic::resume_unwind(payload)
}

/// Keeps quiet about what ends the thread that opens documents: it is told as an error.
pub(super) fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().name() != Some(THREAD) {
                usual(info);
            }
        }));
    });
}

/// Refuses, in words, what unpacks to more than any text, is nested too deeply or leads in circles.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let mut total = 0;
    let mut tree = Tree::default();
    let mut nesting = Nesting::default();
    let mut within = Within::default();
    let mut at = 0;
    let mut object = 0;
    // Whether a stream had no end: then none after it has one, and its bytes were looked at to the last.
    let mut endless = false;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        if byte == b's' && rest.starts_with(b"stream") && !bytes[..at].ends_with(b"end") {
            let data = &rest[6..];
            let data = data.strip_prefix(b"\r").unwrap_or(data);
            let data = data.strip_prefix(b"\n").unwrap_or(data);
            let dictionary = &bytes[at.saturating_sub(DICTIONARY).max(object)..at];
            tree.learn(&bytes[object..at]);
            let end = if endless { None } else { memchr::memmem::find(data, b"endstream") };
            let plain = if endless { &[] } else { &data[..end.unwrap_or(data.len())] };
            let packed = end.unwrap_or(data.len()) as u64;
            let most = STREAM.min(STREAMS.saturating_sub(total)).min(SMALL.max(packed.saturating_mul(RATIO)));
            total += unpacked(dictionary, data, plain, most, &mut tree)?;
            nesting = Nesting::default();
            STREAM_WORD.iter().try_for_each(|byte| within.step(*byte))?;
            endless |= end.is_none();
            at += 6 + end.unwrap_or(0);
            object = at;
        } else {
            if byte == b'e' && rest.starts_with(b"endobj") {
                tree.learn(&bytes[object..at]);
                nesting = Nesting::default();
                object = at;
            }
            nesting.step(byte, rest.get(1).copied())?;
            within.step(byte)?;
            at += 1;
        }
    }
    tree.learn(&bytes[object..]);
    tree.check()
}

/// Most dictionaries, one in another, that each have a stream behind them.
const WITHIN: usize = 12;

/// Dictionaries of streams inside dictionaries of streams. A document has none; whoever reads it looks at each dictionary
/// twice where a stream follows, so that each one inside another takes twice as long.
#[derive(Default)]
struct Within {
    /// For each dictionary that is open, the most that are closed in it, one in another. They may go on over the ends of
    /// objects.
    open: Vec<usize>,
    /// The first half of a bracket of two letters.
    half: u8,
    /// How many are closed in the dictionary that was closed last, and how many letters of `STREAM_WORD` follow it.
    closed: Option<(usize, usize)>,
}

/// What follows the dictionary of a stream.
const STREAM_WORD: &[u8] = b"stream";

/// Most dictionaries that are kept as open.
const OPEN: usize = 1 << 16;

impl Within {
    fn step(&mut self, byte: u8) -> Result<(), String> {
        if let Some((all, letters)) = self.closed {
            if letters == 0 && byte.is_ascii_whitespace() {
                return Ok(());
            }
            if byte == STREAM_WORD[letters] {
                let is_whole = letters + 1 == STREAM_WORD.len();
                self.closed = (!is_whole).then_some((all, letters + 1));
                return if is_whole { self.close(all + 1) } else { Ok(()) };
            }
            self.closed = None;
            self.close(all)?;
        }
        if !matches!(byte, b'<' | b'>') || self.half != byte {
            self.half = byte;
            return Ok(());
        }
        self.half = 0;
        if byte == b'>' {
            self.closed = Some((self.open.pop().unwrap_or(0), 0));
        } else if self.open.len() < OPEN {
            self.open.push(0);
        }
        Ok(())
    }

    fn close(&mut self, all: usize) -> Result<(), String> {
        if all > WITHIN {
            return Err("its parts are nested in one another: it was made to do harm".to_string());
        }
        if let Some(outer) = self.open.last_mut() {
            *outer = all.max(*outer);
        }
        Ok(())
    }
}

/// How deeply lists and dictionaries are nested.
#[derive(Default)]
struct Nesting {
    depth: usize,
    is_font: bool,
    // The second half of a bracket of two letters.
    passed: bool,
}

impl Nesting {
    /// Counts in a stream that begins so when unpacked.
    fn in_stream(head: &[u8]) -> Self {
        Nesting { is_font: FONTS.iter().any(|font| head.starts_with(font)), ..Nesting::default() }
    }

    fn step(&mut self, byte: u8, next: Option<u8>) -> Result<(), String> {
        if std::mem::take(&mut self.passed) {
            return Ok(());
        }
        match byte {
            b'[' => self.depth += 1,
            b']' => self.depth = self.depth.saturating_sub(1),
            b'<' | b'>' if next == Some(byte) => {
                self.passed = true;
                self.depth = if byte == b'<' { self.depth + 1 } else { self.depth.saturating_sub(1) };
            }
            _ => {}
        }
        let most = if self.is_font { DEPTH_IN_FONT } else { DEPTH };
        if self.depth > most {
            return Err(format!("it is nested more than {most} deep"));
        }
        Ok(())
    }
}

/// How large a stream is when unpacked; pictures are never unpacked. `plain` is what of `data` there is to look at
/// in a stream that is not packed, and `most` how many bytes may come out.
fn unpacked(dictionary: &[u8], data: &[u8], plain: &[u8], most: u64, tree: &mut Tree) -> Result<u64, String> {
    let holds = |word: &[u8]| memchr::memmem::find(dictionary, word).is_some();
    if holds(b"/Image") {
        return Ok(0);
    }
    if !is_zlib(data) {
        let mut nesting = Nesting::in_stream(plain);
        let mut within = Within::default();
        let pairs = plain.iter().zip(data[1.min(data.len())..].iter());
        for (byte, next) in pairs {
            nesting.step(*byte, Some(*next))?;
            within.step(*byte)?;
        }
        return Ok(0);
    }
    let mut head = [0; 4];
    let is_whole = ZlibDecoder::new(data).read_exact(&mut head).is_ok();
    let twice = is_whole && is_zlib(&head);
    let mut nesting = if is_whole { Nesting::in_stream(&head) } else { Nesting::default() };
    let mut within = Within::default();
    let mut kept = Vec::new();
    let keep = holds(b"/ObjStm");
    let mut look = |chunk: &[u8]| {
        let nexts = chunk.iter().skip(1).copied().map(Some).chain([None]);
        chunk.iter().zip(nexts).try_for_each(|(byte, next)| {
            nesting.step(*byte, next)?;
            within.step(*byte)
        })?;
        if keep {
            kept.extend_from_slice(chunk);
        }
        Ok(())
    };
    let mut size = size(ZlibDecoder::new(data), most, &mut look)?;
    if twice {
        // What is packed twice can grow beyond all bounds in a few bytes.
        size += self::size(ZlibDecoder::new(ZlibDecoder::new(data)), most, &mut |_| Ok(()))?;
    }
    if size > most {
        return Err(format!("its parts are too large when unpacked (more than {} MB)", most >> 20));
    }
    if keep {
        tree.learn_packed(&kept);
    }
    Ok(size)
}

/// How many bytes come out, up to one more than `most`; a stream that is damaged further on counts as far as it
/// goes.
fn size(
    stream: impl Read,
    most: u64,
    look: &mut dyn FnMut(&[u8]) -> Result<(), String>,
) -> Result<u64, String> {
    let mut stream = stream.take(most + 1);
    let mut chunk = vec![0; 1 << 16];
    let mut size = 0;
    while let Ok(n @ 1..) = stream.read(&mut chunk) {
        look(&chunk[..n])?;
        size += n as u64;
    }
    Ok(size)
}

fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_streams_without_an_end_are_looked_at_once() {
        // Looked at to the end from each of them, this takes hours.
        assert!(check(&b"stream ".repeat(1_000_000)).is_ok());
        let nested = [b"stream ".repeat(10), b"[".repeat(DEPTH + 1)].concat();
        assert_eq!(check(&nested).unwrap_err(), "it is nested more than 2000 deep");
    }

    #[test]
    fn brackets_in_a_font_are_no_nesting() {
        let font = |head: &[u8], n: usize| [b"stream\n", head, &b"[".repeat(n), b"\nendstream"].concat();
        assert!(check(&font(b"\0\x01\0\0", 3 * DEPTH)).is_ok());
        assert!(check(&font(b"OTTO", 3 * DEPTH)).is_ok());
        assert!(check(&font(b"BT  ", 3 * DEPTH)).is_err());
        assert!(check(&font(b"OTTO", DEPTH_IN_FONT + 1)).is_err());
    }

    #[test]
    fn a_small_part_that_unpacks_to_much_is_refused_before_it_is_unpacked_to_the_end() {
        use std::io::Write;
        let stream = |words: &[u8], times: usize| {
            let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            (0..times).for_each(|_| packer.write_all(words).unwrap());
            [b"stream\n".to_vec(), packer.finish().unwrap(), b"\nendstream".to_vec()].concat()
        };
        let blanks = [b' '; 1 << 20];
        assert!(check(&stream(&blanks, 16)).is_ok());
        let error = check(&stream(&blanks, 100)).unwrap_err();
        assert!(error.starts_with("its parts are too large when unpacked"), "{error}");
    }

    #[test]
    fn dictionaries_of_streams_in_one_another_are_refused_and_those_beside_one_another_are_not() {
        let nested =
            |n: usize| [b"1 0 obj <</A ".repeat(n), b">> stream\nx\nendstream endobj ".repeat(n)].concat();
        assert!(check(&nested(WITHIN)).is_ok());
        let error = check(&nested(WITHIN + 1)).unwrap_err();
        assert_eq!(error, "its parts are nested in one another: it was made to do harm");
        // A bracket in a title is never closed.
        let beside = [
            b"1 0 obj <</Title (a << b)>> endobj ".to_vec(),
            b"2 0 obj <<>> stream\nx\nendstream endobj ".repeat(99),
        ];
        assert!(check(&beside.concat()).is_ok());
    }

    #[test]
    fn letters_on_a_page_are_bounded_and_pages_are_not() {
        let pages = |pages: usize, each: usize| {
            std::panic::catch_unwind(move || {
                let mut meter = Meter::new(usize::MAX);
                for _ in 0..pages {
                    meter.page();
                    (0..each).for_each(|_| meter.letter());
                }
            })
        };
        assert!(pages(3, LETTERS).is_ok());
        assert!(pages(1, LETTERS + 1).unwrap_err().is::<TooMuch>());
    }
}
