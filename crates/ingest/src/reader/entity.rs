//! Entities with a name: those of captions, and those of the standard sets, which mean the same in XML as in HTML.

/// Those of XML, and those that captions use most.
const NAMED: [(&str, &str); 9] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("lrm", "\u{200e}"),
    ("rlm", "\u{200f}"),
    ("hellip", "…"),
];

/// Letters of the Latin sets of ISO 8879, and signs of print.
#[rustfmt::skip]
const STANDARD: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'), ("iexcl", '¡'), ("cent", '¢'), ("pound", '£'), ("curren", '¤'), ("yen", '¥'), ("brvbar", '¦'),
    ("sect", '§'), ("uml", '¨'), ("copy", '©'), ("ordf", 'ª'), ("laquo", '«'), ("not", '¬'), ("shy", '\u{ad}'), ("reg", '®'),
    ("macr", '¯'), ("deg", '°'), ("plusmn", '±'), ("sup2", '²'), ("sup3", '³'), ("acute", '´'), ("micro", 'µ'), ("para", '¶'),
    ("middot", '·'), ("cedil", '¸'), ("sup1", '¹'), ("ordm", 'º'), ("raquo", '»'), ("frac14", '¼'), ("frac12", '½'),
    ("frac34", '¾'), ("iquest", '¿'), ("Agrave", 'À'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Atilde", 'Ã'), ("Auml", 'Ä'),
    ("Aring", 'Å'), ("AElig", 'Æ'), ("Ccedil", 'Ç'), ("Egrave", 'È'), ("Eacute", 'É'), ("Ecirc", 'Ê'), ("Euml", 'Ë'),
    ("Igrave", 'Ì'), ("Iacute", 'Í'), ("Icirc", 'Î'), ("Iuml", 'Ï'), ("ETH", 'Ð'), ("Ntilde", 'Ñ'), ("Ograve", 'Ò'),
    ("Oacute", 'Ó'), ("Ocirc", 'Ô'), ("Otilde", 'Õ'), ("Ouml", 'Ö'), ("times", '×'), ("Oslash", 'Ø'), ("Ugrave", 'Ù'),
    ("Uacute", 'Ú'), ("Ucirc", 'Û'), ("Uuml", 'Ü'), ("Yacute", 'Ý'), ("THORN", 'Þ'), ("szlig", 'ß'), ("agrave", 'à'),
    ("aacute", 'á'), ("acirc", 'â'), ("atilde", 'ã'), ("auml", 'ä'), ("aring", 'å'), ("aelig", 'æ'), ("ccedil", 'ç'),
    ("egrave", 'è'), ("eacute", 'é'), ("ecirc", 'ê'), ("euml", 'ë'), ("igrave", 'ì'), ("iacute", 'í'), ("icirc", 'î'),
    ("iuml", 'ï'), ("eth", 'ð'), ("ntilde", 'ñ'), ("ograve", 'ò'), ("oacute", 'ó'), ("ocirc", 'ô'), ("otilde", 'õ'),
    ("ouml", 'ö'), ("divide", '÷'), ("oslash", 'ø'), ("ugrave", 'ù'), ("uacute", 'ú'), ("ucirc", 'û'), ("uuml", 'ü'),
    ("yacute", 'ý'), ("thorn", 'þ'), ("yuml", 'ÿ'),
    ("Amacr", 'Ā'), ("amacr", 'ā'), ("Abreve", 'Ă'), ("abreve", 'ă'), ("Aogon", 'Ą'), ("aogon", 'ą'), ("Cacute", 'Ć'),
    ("cacute", 'ć'), ("Ccirc", 'Ĉ'), ("ccirc", 'ĉ'), ("Cdot", 'Ċ'), ("cdot", 'ċ'), ("Ccaron", 'Č'), ("ccaron", 'č'),
    ("Dcaron", 'Ď'), ("dcaron", 'ď'), ("Dstrok", 'Đ'), ("dstrok", 'đ'), ("Emacr", 'Ē'), ("emacr", 'ē'), ("Edot", 'Ė'),
    ("edot", 'ė'), ("Eogon", 'Ę'), ("eogon", 'ę'), ("Ecaron", 'Ě'), ("ecaron", 'ě'), ("Gcirc", 'Ĝ'), ("gcirc", 'ĝ'),
    ("Gbreve", 'Ğ'), ("gbreve", 'ğ'), ("Gdot", 'Ġ'), ("gdot", 'ġ'), ("Gcedil", 'Ģ'), ("Hcirc", 'Ĥ'), ("hcirc", 'ĥ'),
    ("Hstrok", 'Ħ'), ("hstrok", 'ħ'), ("Itilde", 'Ĩ'), ("itilde", 'ĩ'), ("Imacr", 'Ī'), ("imacr", 'ī'), ("Iogon", 'Į'),
    ("iogon", 'į'), ("Idot", 'İ'), ("imath", 'ı'), ("inodot", 'ı'), ("IJlig", 'Ĳ'), ("ijlig", 'ĳ'), ("Jcirc", 'Ĵ'),
    ("jcirc", 'ĵ'), ("Kcedil", 'Ķ'), ("kcedil", 'ķ'), ("kgreen", 'ĸ'), ("Lacute", 'Ĺ'), ("lacute", 'ĺ'), ("Lcedil", 'Ļ'),
    ("lcedil", 'ļ'), ("Lcaron", 'Ľ'), ("lcaron", 'ľ'), ("Lmidot", 'Ŀ'), ("lmidot", 'ŀ'), ("Lstrok", 'Ł'), ("lstrok", 'ł'),
    ("Nacute", 'Ń'), ("nacute", 'ń'), ("Ncedil", 'Ņ'), ("ncedil", 'ņ'), ("Ncaron", 'Ň'), ("ncaron", 'ň'), ("napos", 'ŉ'),
    ("ENG", 'Ŋ'), ("eng", 'ŋ'), ("Omacr", 'Ō'), ("omacr", 'ō'), ("Odblac", 'Ő'), ("odblac", 'ő'), ("OElig", 'Œ'), ("oelig", 'œ'),
    ("Racute", 'Ŕ'), ("racute", 'ŕ'), ("Rcedil", 'Ŗ'), ("rcedil", 'ŗ'), ("Rcaron", 'Ř'), ("rcaron", 'ř'), ("Sacute", 'Ś'),
    ("sacute", 'ś'), ("Scirc", 'Ŝ'), ("scirc", 'ŝ'), ("Scedil", 'Ş'), ("scedil", 'ş'), ("Scaron", 'Š'), ("scaron", 'š'),
    ("Tcedil", 'Ţ'), ("tcedil", 'ţ'), ("Tcaron", 'Ť'), ("tcaron", 'ť'), ("Tstrok", 'Ŧ'), ("tstrok", 'ŧ'), ("Utilde", 'Ũ'),
    ("utilde", 'ũ'), ("Umacr", 'Ū'), ("umacr", 'ū'), ("Ubreve", 'Ŭ'), ("ubreve", 'ŭ'), ("Uring", 'Ů'), ("uring", 'ů'),
    ("Udblac", 'Ű'), ("udblac", 'ű'), ("Uogon", 'Ų'), ("uogon", 'ų'), ("Wcirc", 'Ŵ'), ("wcirc", 'ŵ'), ("Ycirc", 'Ŷ'),
    ("ycirc", 'ŷ'), ("Yuml", 'Ÿ'), ("Zacute", 'Ź'), ("zacute", 'ź'), ("Zdot", 'Ż'), ("zdot", 'ż'), ("Zcaron", 'Ž'),
    ("zcaron", 'ž'),
    ("ndash", '–'), ("mdash", '—'), ("horbar", '―'), ("lsquo", '‘'), ("rsquo", '’'), ("sbquo", '‚'), ("lsquor", '‚'),
    ("ldquo", '“'), ("rdquo", '”'), ("bdquo", '„'), ("ldquor", '„'), ("dagger", '†'), ("Dagger", '‡'), ("bull", '•'),
    ("hellip", '…'), ("prime", '′'), ("Prime", '″'), ("lsaquo", '‹'), ("rsaquo", '›'), ("euro", '€'), ("trade", '™'),
    ("ensp", '\u{2002}'), ("emsp", '\u{2003}'), ("thinsp", '\u{2009}'), ("numsp", '\u{2007}'), ("puncsp", '\u{2008}'),
    ("hairsp", '\u{200a}'), ("zwnj", '\u{200c}'), ("zwj", '\u{200d}'), ("lrm", '\u{200e}'), ("rlm", '\u{200f}'),
];

/// What the name of an entity of the standard sets means.
pub(super) fn standard(name: &str) -> Option<char> {
    STANDARD.iter().find(|(own, _)| *own == name).map(|(_, meaning)| *meaning)
}

/// The entity at the start of `text`, resolved, with its length.
pub(super) fn at(text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|b| b == b';')?;
    let name = inner.get(..end)?;
    let resolved = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(code)?.to_string()
        }
        None => match NAMED.iter().find(|(own, _)| *own == name) {
            Some((_, meaning)) => (*meaning).to_string(),
            None => standard(name)?.to_string(),
        },
    };
    Some((resolved, end + 2))
}

/// The text with its entities resolved; unknown ones stay.
pub(super) fn resolved(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let (resolved, length) = at(rest).unwrap_or_else(|| ("&".to_string(), 1));
        out.push_str(&resolved);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_entities_are_resolved_and_others_stay() {
        assert_eq!(
            resolved("R&amp;D &#228;&#xE4; &eacute;&lstrok;&mdash; &lt;b&gt; AT&T &unknown; &#xD800; &"),
            "R&D ää éł— <b> AT&T &unknown; &#xD800; &"
        );
    }
}
