//! Values of options as they are written: lists, keys, truths, numbers, words.

use std::collections::BTreeSet;
use std::str::FromStr;

use themata_model::{AttributionGrade, ExhibitKey, Facet, FacetAssignment, Study, ValueKey};

use super::PartyColumn;
use crate::nearest::{nearest, suggestion};
use crate::{Key, TableError, Wanted};

/// A written list: separated by `;`.
pub(super) fn pieces(value: &str) -> impl Iterator<Item = &str> {
    value.split(';').map(str::trim).filter(|piece| !piece.is_empty())
}

/// The keys that `value` names, by key or by printed name.
pub(super) fn keys<T, K: FromStr + Ord>(
    option: &str,
    what: &'static str,
    value: &str,
    rows: &[T],
    names: impl Fn(&T) -> (&str, &String),
) -> Result<BTreeSet<K>, TableError> {
    let mut out = BTreeSet::new();
    for piece in pieces(value) {
        let exact = rows.iter().find(|row| names(row).0 == piece);
        let found = exact.or_else(|| rows.iter().find(|row| names(row).1.eq_ignore_ascii_case(piece)));
        let key = found.and_then(|row| names(row).0.parse().ok());
        out.insert(key.ok_or_else(|| TableError::UnknownKey {
            option: option.to_string(),
            what,
            value: piece.to_string(),
            nearest: nearest(piece, rows.iter().map(|row| names(row).0)),
        })?);
    }
    Ok(out)
}

pub(super) fn one<T, K: FromStr + Ord>(
    option: &str,
    what: &'static str,
    value: &str,
    rows: &[T],
    names: impl Fn(&T) -> (&str, &String),
) -> Result<Option<K>, TableError> {
    Ok(keys(option, what, value, rows, names)?.into_iter().next())
}

/// What stands before a value that is meant without what stretches over all values. Not `=`, with which a cell of
/// a spreadsheet would be a formula: the numbers of a paper are typed there.
const ONLY: &str = "only:";

/// The values of a facet that are asked for: each by key or name, or `all`, or `none`; `only:` before a value
/// leaves out what stretches over all of them.
pub(super) fn wanted(facet: &Facet, value: &str) -> Result<Wanted, TableError> {
    let option = facet.key.as_str();
    let read = |piece: &str| match piece {
        "all" => Ok(Some(FacetAssignment::All)),
        "none" => Ok(Some(FacetAssignment::None)),
        piece => {
            Ok(one::<_, ValueKey>(option, "value", piece, &facet.values, |r| (r.key.as_str(), &r.name))?
                .map(FacetAssignment::Value))
        }
    };
    let (mut wanted, mut exactly) = (Wanted::default(), BTreeSet::new());
    for piece in pieces(value) {
        // A value that is called so comes first.
        let rest = match read(piece) {
            Ok(_) => None,
            Err(_) => piece.strip_prefix(ONLY).map(str::trim_start).filter(|rest| !rest.is_empty()),
        };
        let found = read(rest.unwrap_or(piece))?;
        if matches!(found, Some(FacetAssignment::Value(_))) {
            exactly.insert(rest.is_some());
        }
        wanted.values.extend(found);
    }
    if exactly.len() > 1 {
        return Err(bad(option, value, &format!("a list with `{ONLY}` before each value or before none")));
    }
    wanted.exactly = exactly.contains(&true);
    Ok(wanted)
}

/// The exhibits named, in the order of the list.
pub(super) fn exhibits(study: &Study, option: &str, value: &str) -> Result<Vec<ExhibitKey>, TableError> {
    let read = |piece| one(option, "exhibit", piece, &study.exhibits, |r| (r.key.as_str(), &r.title));
    pieces(value).filter_map(|piece| read(piece).transpose()).collect()
}

/// The columns named, in the order of the list: `[side/]attribute[+attribute…]` each.
pub(super) fn attributes(study: &Study, option: &str, value: &str) -> Result<Vec<PartyColumn>, TableError> {
    let mut known: BTreeSet<&str> =
        study.parties.iter().flat_map(|party| party.attributes.keys()).map(String::as_str).collect();
    known.insert("name");
    let read = |key: &str| {
        known.get(key).map(|key| (*key).to_string()).ok_or_else(|| TableError::UnknownKey {
            option: option.to_string(),
            what: "attribute of parties",
            value: key.to_string(),
            nearest: nearest(key, known.iter().copied()),
        })
    };
    let column = |piece: &str| {
        let (side, keys) = match piece.split_once('/') {
            Some((side, keys)) => {
                (one(option, "side", side.trim(), &study.sides, |r| (r.key.as_str(), &r.name))?, keys)
            }
            None => (None, piece),
        };
        let keys = keys.split('+').map(str::trim).map(read).collect::<Result<_, _>>()?;
        Ok(PartyColumn { side, keys })
    };
    pieces(value).map(column).collect()
}

pub(super) fn codes(study: &Study, value: &str) -> Result<BTreeSet<themata_model::CodeKey>, TableError> {
    let find = |piece: &str| {
        let known = study.codebook.codes().iter().flat_map(|code| [code.key.as_str(), code.name.as_str()]);
        study.codebook.find(piece).map(|code| code.key.clone()).ok_or_else(|| TableError::UnknownKey {
            option: "code".to_string(),
            what: "code",
            value: piece.to_string(),
            nearest: nearest(piece, known),
        })
    };
    pieces(value).map(find).collect()
}

pub(super) fn bad(option: &str, value: &str, expected: &str) -> TableError {
    TableError::BadValue {
        option: option.to_string(),
        value: value.to_string(),
        expected: expected.to_string(),
    }
}

pub(super) fn truth(option: &str, value: &str) -> Result<bool, TableError> {
    match value {
        // A flag without a value is on.
        "" | "true" | "yes" => Ok(true),
        "false" | "no" => Ok(false),
        other => Err(bad(option, other, "`true` or `false`")),
    }
}

pub(super) fn number(option: &str, value: &str) -> Result<usize, TableError> {
    value.parse().ok().filter(|n| *n > 0).ok_or_else(|| bad(option, value, "a whole number from 1"))
}

/// The grades by name. Words of one's own name one speaker; for a whole table they are a typing error.
const GRADES: [&str; 8] =
    ["title-party", "vague-party", "title-side", "title", "party", "side-case", "respondent", "none"];

pub(super) fn grade(option: &str, value: &str) -> Result<AttributionGrade, TableError> {
    let Ok(grade) = value.parse();
    match grade {
        AttributionGrade::Words(words) => {
            let near = suggestion(&nearest(&words, GRADES));
            let quoted: Vec<String> = GRADES.iter().map(|grade| format!("`{grade}`")).collect();
            let (last, first) =
                quoted.split_last().map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
            Err(bad(option, &words, &format!("{} or {last}{near}", first.join(", "))))
        }
        grade => Ok(grade),
    }
}

/// What counts are broken down by, by name.
pub(super) const KEYS: [(&str, Key); 6] = [
    ("case", Key::Case),
    ("side", Key::Side),
    ("party", Key::Party),
    ("informant", Key::Informant),
    ("coder", Key::Coder),
    ("source", Key::Source),
];

/// The word for `key`.
pub(crate) fn key_word(key: Key) -> &'static str {
    KEYS.iter().find(|(_, known)| *known == key).map_or("", |(word, _)| word)
}

/// One of a few words.
pub(super) fn word<T: Copy>(option: &str, value: &str, words: &[(&str, T)]) -> Result<T, TableError> {
    if let Some((_, found)) = words.iter().find(|(word, _)| *word == value) {
        return Ok(*found);
    }
    let quoted: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
    let expected = match quoted.as_slice() {
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
        [] => String::new(),
    };
    let near = suggestion(&nearest(value, words.iter().map(|(word, _)| *word)));
    Err(bad(option, value, &format!("{expected}{near}")))
}
