//! The language of a text, where it can be told.

use themata_model::{ByteOffset, Span, Turn};
use whatlang::Lang;

/// Bytes of words looked at: the detector needs a few sentences, and its cost grows with the length.
const SAMPLE: usize = 20_000;

/// Returns the BCP 47 tag of the language spoken in `turns` (of the whole text where there are
/// none), or `None` when the detector is not sure.
pub fn language(text: &str, turns: &[Turn]) -> Option<String> {
    let mut sample = String::new();
    let whole = Span::new(text, ByteOffset(0), ByteOffset(text.len())).ok();
    let bodies = turns.iter().filter_map(|turn| turn.body);
    for span in bodies.chain(if turns.is_empty() { whole } else { None }) {
        let words = span.of(text);
        let room = (SAMPLE - sample.len()).min(words.len());
        sample.push_str(&words[..words.floor_char_boundary(room)]);
        sample.push('\n');
        if sample.len() + 4 >= SAMPLE {
            break;
        }
    }
    let info = whatlang::detect(&sample)?;
    info.is_reliable().then(|| tag(info.lang()).to_string())
}

/// Whether a document names its language by a tag (`de`, `pt-BR`), not by a word.
pub(crate) fn is_tag(tag: &str) -> bool {
    let first = tag.split('-').next().unwrap_or("");
    (2..=3).contains(&first.len())
        && tag.len() <= 35
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// The shortest tag of a language, as BCP 47 asks for.
fn tag(language: Lang) -> &'static str {
    match language {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Cym => "cy",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
        // A language a later version of the detector adds: ISO 639-3 is valid in BCP 47 too.
        #[allow(unreachable_patterns)]
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clear_text_has_a_language_and_a_fragment_has_none() {
        let swedish = "Vi började arbeta med leverantören för tio år sedan, och sedan dess har mycket förändrats i hur vi delar på ansvaret.";
        assert_eq!(language(swedish, &[]).as_deref(), Some("sv"));
        assert_eq!(language("ok", &[]), None);
        assert_eq!(language("", &[]), None);
    }
}
