//! Bytes to text: which encoding, and what did not fit it.
//!
//! In order: the caller's word, the byte order mark, the pattern of NULs that UTF-16 leaves, UTF-8,
//! and at last a guess, which is always said.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use themata_model::{Place, Problem};

use crate::IngestError;

/// A decoded document.
pub(crate) struct Decoded {
    /// The text without byte order mark, line ends as in the file.
    pub(crate) text: String,
    /// Name of the encoding.
    pub(crate) encoding: &'static str,
    /// What was guessed or replaced.
    pub(crate) problems: Vec<Problem>,
}

/// How many lines with invalid bytes are named one by one.
const LINES_NAMED: usize = 5;

/// How much of a file is looked at for the NUL pattern of UTF-16; enough to see past a title.
const NUL_SAMPLE: usize = 4096;

/// Decodes `bytes`, in the encoding called `label` where one is given.
pub(crate) fn decode(name: &str, bytes: &[u8], label: Option<&str>) -> Result<Decoded, IngestError> {
    if let Some(label) = label {
        let encoding = Encoding::for_label(label.trim().as_bytes())
            .ok_or_else(|| IngestError::UnknownEncoding { label: label.to_string() })?;
        return Ok(decode_as(name, bytes, encoding, None));
    }
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err(IngestError::Unsupported {
            name: name.to_string(),
            looks_like: "a text in UTF-32",
            remedy: "save it in UTF-8",
        });
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(decode_as(name, bytes, encoding, None));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(decode_as(
            name,
            bytes,
            encoding,
            Some("has the pattern of UTF-16 without a byte order mark"),
        ));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_string(), encoding: UTF_8.name(), problems: Vec::new() });
    }
    if mostly_utf8(bytes) {
        return Ok(decode_as(name, bytes, UTF_8, None));
    }
    Ok(decode_as(name, bytes, guess(bytes), Some("is not UTF-8")))
}

fn decode_as(name: &str, bytes: &[u8], encoding: &'static Encoding, guessed: Option<&str>) -> Decoded {
    // Only the mark of this very encoding is dropped: an override must not be overruled.
    let body = match Encoding::for_bom(bytes) {
        Some((marked, length)) if marked == encoding => &bytes[length..],
        _ => bytes,
    };
    let (text, damaged) = encoding.decode_without_bom_handling(body);
    let mut problems = Vec::new();
    if let Some(because) = guessed {
        problems.push(
            Problem::warning(
                Place::file(name),
                format!("`{name}` {because}; read as {}", encoding.name().to_lowercase()),
            )
            .hint(
                "look at accented letters and quotation marks; where they are wrong, name the encoding \
                 or save the file as UTF-8",
            ),
        );
    }
    // Bytes that windows-1252 leaves undefined come out as C1 control characters.
    let undefined = |c: char| guessed.is_some() && ('\u{80}'..='\u{9f}').contains(&c);
    if damaged || text.contains(undefined) {
        problems.extend(damage(name, &text, encoding, |c| c == '\u{fffd}' || undefined(c)));
    }
    Decoded { text: text.into_owned(), encoding: encoding.name(), problems }
}

/// One problem per line with characters that stand for invalid bytes, the surplus summed up.
fn damage(
    name: &str,
    text: &str,
    encoding: &'static Encoding,
    is_damage: impl Fn(char) -> bool,
) -> Vec<Problem> {
    let lines: Vec<(usize, usize)> = universal_lines(text)
        .enumerate()
        .map(|(n, line)| (n + 1, line.chars().filter(|&c| is_damage(c)).count()))
        .filter(|&(_, count)| count > 0)
        .collect();
    let mut problems: Vec<Problem> = lines
        .iter()
        .take(LINES_NAMED)
        .map(|&(line, count)| {
            let what = if count == 1 { "one place is" } else { "several places are" };
            Problem::warning(
                Place::file(name).line(line),
                format!("{what} not valid {}; read with a replacement character", encoding.name()),
            )
        })
        .collect();
    if lines.len() > LINES_NAMED {
        let more: Vec<String> =
            lines.iter().skip(LINES_NAMED).take(20).map(|(line, _)| line.to_string()).collect();
        let rest = lines.len() - LINES_NAMED;
        let dots = if rest > more.len() { ", …" } else { "" };
        problems.push(Problem::warning(
            Place::file(name),
            format!("{rest} more lines are not valid {}: {}{dots}", encoding.name(), more.join(", ")),
        ));
    }
    problems
}

/// Lines by LF, CRLF or lone CR, as they will stand in the canonical text.
fn universal_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// UTF-16 text in Latin letters has NUL in every second byte; other files have none or many of both kinds.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(NUL_SAMPLE) & !1];
    if sample.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let pairs = sample.len() / 2;
    let nuls = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let frequent = |n: usize| n * 10 >= pairs * 3;
    let rare = |n: usize| n * 20 <= pairs;
    if frequent(odd) && rare(even) {
        Some(UTF_16LE)
    } else if frequent(even) && rare(odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the file is UTF-8 with a few bytes damaged: guessing another encoding would then turn
/// every accented letter of it into two wrong ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > 0 && valid >= 4 * invalid
}

/// Returns the detector's guess where it can be believed, else windows-1252.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    if encoding == WINDOWS_1252 {
        return encoding;
    }
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged || text.contains(|c: char| ('\u{80}'..='\u{9f}').contains(&c)) {
        return WINDOWS_1252;
    }
    // A Western text with few accents is easily taken for Baltic, Cyrillic or Thai; a text in such
    // a language has letters that Western Europe lacks, and far more of them in another script.
    let count = |wanted: fn(char) -> bool| text.chars().filter(|&c| c.is_alphabetic() && wanted(c)).count();
    let letters = count(|_| true);
    let beyond_western = count(|c| c > '\u{ff}');
    let other_script = count(|c| c > '\u{24f}');
    let least = if other_script * 2 > beyond_western { letters / 10 } else { letters / 50 };
    if beyond_western > least { encoding } else { WINDOWS_1252 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str, Vec<String>) {
        let decoded = decode("x.txt", bytes, None).unwrap();
        (decoded.text, decoded.encoding, decoded.problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn byte_order_marks_name_the_encoding_and_are_dropped() {
        assert_eq!(read(b"\xef\xbb\xbfHej").0, "Hej");
        let (text, encoding, problems) = read(b"\xff\xfeH\0\xf6\0");
        assert_eq!((text.as_str(), encoding, problems.len()), ("Hö", "UTF-16LE", 0));
        assert_eq!(read(b"\xfe\xff\0H\0\xf6").0, "Hö");
    }

    #[test]
    fn utf16_without_a_mark_is_known_by_its_nuls_and_said() {
        let bytes: Vec<u8> = "Fråga: Hur då?\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (text, encoding, problems) = read(&bytes);
        assert_eq!((text.as_str(), encoding, problems.len()), ("Fråga: Hur då?\r\n", "UTF-16BE", 1));
    }

    #[test]
    fn western_text_that_is_not_utf8_is_read_as_windows_1252_and_said() {
        let (text, encoding, problems) = read("Grüße aus Köln, “sagte” er".replace('ü', "u").as_bytes());
        assert_eq!((text.contains('“'), encoding, problems.len()), (true, "UTF-8", 0));
        let (text, encoding, problems) = read(b"I: Sch\xf6ne Gr\xfc\xdfe\nB: \x93Ja\x94\n");
        assert_eq!((text.as_str(), encoding), ("I: Schöne Grüße\nB: “Ja”\n", "windows-1252"));
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("`x.txt` is not UTF-8; read as windows-1252; "), "{problems:?}");
    }

    #[test]
    fn other_languages_are_guessed_but_a_western_text_with_one_accent_is_not_taken_for_them() {
        let (bytes, _, _) =
            encoding_rs::WINDOWS_1251.encode("Интервьюер: Расскажите, пожалуйста, о вашей работе.");
        assert_eq!(read(&bytes).0, "Интервьюер: Расскажите, пожалуйста, о вашей работе.");
        let polish = "Pracowaliśmy razem przez dziesięć lat, a później wszystko się zmieniło i już nie było tak łatwo.";
        assert_eq!(read(&encoding_rs::WINDOWS_1250.encode(polish).0).0, polish);
        let (_, encoding, _) =
            read(b"It was a long and winding road, na\xefve as we were, and then some more words.");
        assert_eq!(encoding, "windows-1252");
    }

    #[test]
    fn a_few_bad_bytes_in_utf8_are_replaced_and_named_by_line() {
        let mut bytes = "Käse\r\nBrötchen, Äpfel\rÜber\n".as_bytes().to_vec();
        bytes.extend(b"bad \xff byte");
        let (text, encoding, problems) = read(&bytes);
        assert!(text.ends_with("bad \u{fffd} byte"));
        assert_eq!(encoding, "UTF-8");
        assert_eq!(problems, ["x.txt:4: one place is not valid UTF-8; read with a replacement character"]);
    }

    #[test]
    fn many_bad_lines_are_summed_up() {
        let bytes = [b"ab\xffc\n".as_slice(); 40].concat();
        let problems = decode("x.txt", &bytes, Some("utf-8")).unwrap().problems;
        assert_eq!(problems.len(), LINES_NAMED + 1);
        assert!(problems[LINES_NAMED].message.starts_with("35 more lines"));
    }

    #[test]
    fn the_callers_word_overrules_every_guess() {
        let decoded = decode("x", b"\xa4", Some("iso-8859-15")).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.problems.len()), ("€", 0));
        assert!(matches!(decode("x", b"", Some("klingon")), Err(IngestError::UnknownEncoding { .. })));
    }
}
