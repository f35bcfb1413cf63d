//! Entities of HTML as captions use them.

/// Those with a name; captions know no others.
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
        None => NAMED.iter().find(|(own, _)| *own == name)?.1.to_string(),
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
            resolved("R&amp;D &#228;&#xE4; &lt;b&gt; AT&T &unknown; &#xD800; &"),
            "R&D ää <b> AT&T &unknown; &#xD800; &"
        );
    }
}
