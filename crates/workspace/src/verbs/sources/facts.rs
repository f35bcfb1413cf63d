//! What is told of a source: whose it is, when it was said, what kind of document it is.

use serde::Serialize;
use themata_model::{
    Attributes, Case, CaseKey, CaseSide, Informant, InformantKey, Party, PartyKey, Side, SideKey, Source,
    SourceKind, Study,
};
use themata_store::Record;

use crate::WorkspaceError;
use crate::verbs::roster::{self, items, optional};
use crate::verbs::{Scene, attributes, look};

/// What is told of a source; only what is given changes, and `-` empties it. Lists are written with `;`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceFacts {
    /// Cases the source belongs to.
    pub cases: Vec<String>,
    /// Sides it speaks from.
    pub sides: Vec<String>,
    /// Parties it comes from.
    pub parties: Vec<String>,
    /// Informants who speak in it.
    pub informants: Vec<String>,
    /// Wave of data collection.
    pub wave: Option<String>,
    /// Date.
    pub date: Option<String>,
    /// What kind of document it is.
    pub kind: Option<String>,
    /// Language (BCP 47).
    pub language: Option<String>,
    /// Whether the encounter was recorded: `yes`, `no`.
    pub recorded: Option<String>,
    /// Attributes as `name=value`; an empty value takes one away.
    pub set: Vec<String>,
}

impl SourceFacts {
    /// Whether `source` says all of it already.
    pub(super) fn are_said_by(&self, s: &Study, source: &Source) -> bool {
        let all = |lists: &[String], is_own: &dyn Fn(&str) -> bool| items(lists).into_iter().all(is_own);
        let is = |told: &Option<String>, own: Option<&str>| {
            told.as_ref().is_none_or(|told| optional(told).as_deref() == own)
        };
        let is_set = |pair: &String| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            source.attributes.get(name.trim()).map_or("", String::as_str) == value.trim()
        };
        all(&self.cases, &|words| look::case(s, words).is_ok_and(|own| source.cases.contains(&own.key)))
            && all(&self.sides, &|words| {
                look::side(s, words).is_ok_and(|own| source.sides.contains(&own.key))
            })
            && all(&self.parties, &|words| {
                look::party(s, words).is_ok_and(|own| source.parties.contains(&own.key))
            })
            && all(&self.informants, &|words| {
                look::informant(s, words).is_ok_and(|own| source.informants.contains(&own.key))
            })
            && is(&self.wave, source.wave.as_ref().map(|wave| wave.as_str()))
            && is(&self.date, source.date.as_deref())
            && is(&self.kind, Some(source.kind.as_str()))
            && is(&self.language, source.language.as_deref())
            && self.set.iter().all(is_set)
    }

    /// Tells them of `source`, which is not written yet; what is made on the way is put into `s`, too.
    pub(super) fn apply(
        &self,
        at: &mut Scene<'_, '_>,
        s: &mut Study,
        source: &mut Source,
        create: bool,
    ) -> Result<(), WorkspaceError> {
        if !self.sides.is_empty() {
            source.sides = meant(&self.sides, |words| side(at, s, words, create))?;
        }
        if !self.parties.is_empty() {
            source.parties = meant(&self.parties, |words| party(at, s, words, create))?;
        }
        if !self.cases.is_empty() {
            source.cases = meant(&self.cases, |words| case(at, s, words, create))?;
        }
        if !self.informants.is_empty() {
            let cases = source.cases.clone();
            let party = match source.parties.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            };
            source.informants =
                meant(&self.informants, |words| informant(at, s, words, create, party.as_ref(), &cases))?;
        }
        if create {
            wire(at, s, source)?;
        }
        if let Some(wave) = &self.wave {
            source.wave = optional(wave).map(|wave| look::key(&wave)).transpose()?;
        }
        if let Some(kind) = &self.kind {
            source.kind = optional(kind).map_or(SourceKind::Document, |kind| SourceKind::from(kind.as_str()));
        }
        if let Some(date) = &self.date {
            source.date = roster::date(date)?;
        }
        if let Some(language) = &self.language {
            source.language = optional(language).map(|tag| language_tag(&tag)).transpose()?;
        }
        if let Some(word) = &self.recorded {
            source.recorded = match word.trim() {
                "yes" => Some(true),
                "no" => Some(false),
                "-" | "" => None,
                other => {
                    return Err(WorkspaceError::refused(format!(
                        "`{other}` does not say whether it was recorded"
                    ))
                    .hint("write `yes`, `no`, or `-` where it is not known"));
                }
            };
        }
        attributes::set(at, s, attributes::SOURCES, &mut source.attributes, &self.set)?;
        for name in source.attributes.keys() {
            s.attributes.entry(attributes::SOURCES.list.to_string()).or_default().insert(name.clone());
        }
        Ok(())
    }
}

/// A line on a kind that the program does not know, where another one was probably meant.
pub(super) fn doubtful_kind(source: &Source) -> Option<String> {
    let SourceKind::Other(word) = &source.kind else { return None };
    let known = ["transcript", "notes", "report", "contract", "document"];
    let meant = look::nearest(word, known)?;
    Some(format!(
        "look: `{word}` is a kind of your own, which counts as no interview; did you mean `{meant}`?"
    ))
}

type Found<K> = Result<K, WorkspaceError>;

fn side(at: &mut Scene<'_, '_>, s: &mut Study, words: &str, create: bool) -> Found<SideKey> {
    match look::side(s, words) {
        Ok(side) => Ok(side.key.clone()),
        Err(_) if create => {
            let side = Side { id: at.fresh_id(), key: look::key(words)?, name: words.to_string() };
            at.edit.put(&Record::Side(&side))?;
            s.sides.push(side.clone());
            Ok(side.key)
        }
        Err(error) => Err(may_create(error)),
    }
}

fn party(at: &mut Scene<'_, '_>, s: &mut Study, words: &str, create: bool) -> Found<PartyKey> {
    match look::party(s, words) {
        Ok(party) => Ok(party.key.clone()),
        Err(_) if create => {
            let (id, name) = (at.fresh_id(), words.to_string());
            let party = Party { id, key: look::key(words)?, name, attributes: Attributes::new() };
            at.edit.put(&Record::Party(&party))?;
            s.parties.push(party.clone());
            Ok(party.key)
        }
        Err(error) => Err(may_create(error)),
    }
}

fn case(at: &mut Scene<'_, '_>, s: &mut Study, words: &str, create: bool) -> Found<CaseKey> {
    match look::case(s, words) {
        Ok(case) => Ok(case.key.clone()),
        Err(_) if create => {
            let (id, label) = (at.fresh_id(), words.to_string());
            let (key, attributes) = (look::key(words)?, Attributes::new());
            let case = Case { id, key, label, sides: Vec::new(), attributes };
            at.edit.put(&Record::Case(&case))?;
            s.cases.push(case.clone());
            Ok(case.key)
        }
        Err(error) => Err(may_create(error)),
    }
}

fn informant(
    at: &mut Scene<'_, '_>,
    s: &mut Study,
    words: &str,
    create: bool,
    party: Option<&PartyKey>,
    cases: &[CaseKey],
) -> Found<InformantKey> {
    match look::informant(s, words) {
        Ok(informant) => Ok(informant.key.clone()),
        Err(_) if create => {
            let informant = Informant {
                id: at.fresh_id(),
                key: look::key(words)?,
                party: party.cloned(),
                title: String::new(),
                count: 1,
                // Whoever has a party speaks for its cases.
                cases: if party.is_none() { cases.to_vec() } else { Vec::new() },
                attributes: Attributes::new(),
            };
            at.edit.put(&Record::Informant(&informant))?;
            s.informants.push(informant.clone());
            Ok(informant.key)
        }
        Err(error) => Err(may_create(error)),
    }
}

/// Sees to it that whoever is told to speak in a source is known; `-` is nobody.
pub(super) fn speaking(
    at: &mut Scene<'_, '_>,
    s: &mut Study,
    source: &Source,
    words: &str,
    create: bool,
) -> Result<(), WorkspaceError> {
    if !matches!(words, "" | "-") {
        let party = match source.parties.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        informant(at, s, words, create, party, &source.cases)?;
    }
    Ok(())
}

fn may_create(error: WorkspaceError) -> WorkspaceError {
    error.hint("add it first, or let `import` make what is not known with `--create`")
}

/// The rows that the items of lists mean, each once.
fn meant<K: PartialEq>(lists: &[String], mut find: impl FnMut(&str) -> Found<K>) -> Found<Vec<K>> {
    let mut keys: Vec<K> = Vec::new();
    for item in items(lists) {
        let key = find(item)?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}

/// Puts the parties of the source on its side in its cases, where they do not stand yet and it is clear
/// which side that is.
fn wire(at: &mut Scene<'_, '_>, s: &mut Study, source: &Source) -> Result<(), WorkspaceError> {
    let side = match source.sides.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        _ => return Ok(()),
    };
    for key in &source.cases {
        let Some(case) = s.cases.iter_mut().find(|case| case.key == *key) else { continue };
        let before = case.clone();
        if side.is_some() && source.parties.is_empty() && case.sides.iter().all(|known| known.side != side) {
            case.sides.push(CaseSide { side: side.clone(), parties: Vec::new() });
        }
        for party in &source.parties {
            let stands = case
                .sides
                .iter()
                .any(|filled| filled.parties.contains(party) && (side.is_none() || filled.side == side));
            match case.sides.iter_mut().find(|filled| filled.side == side) {
                _ if stands => {}
                Some(filled) => filled.parties.push(party.clone()),
                None => case.sides.push(CaseSide { side: side.clone(), parties: vec![party.clone()] }),
            }
        }
        if *case != before {
            at.edit.put(&Record::Case(case))?;
        }
    }
    Ok(())
}
/// Whether a word is a tag of a language (RFC 5646): `sv`, `pt-BR`.
pub(crate) fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_language =
        |part: &str| (2..=3).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphabetic());
    let is_more =
        |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    parts.next().is_some_and(is_language) && parts.all(is_more)
}

fn language_tag(tag: &str) -> Result<String, WorkspaceError> {
    if is_language_tag(tag) {
        return Ok(tag.to_string());
    }
    Err(WorkspaceError::refused(format!("`{tag}` is no tag of a language"))
        .hint("write its two or three letters, such as `en`, `sv`, `fi`, `de`, `es`, `zh` or `pt-BR`"))
}
