//! A study as a model holds it: what stands in each row, told by a hash, and the whole with its order.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, Write as _};
use std::hash::{DefaultHasher, Hasher};

use themata_model::{Study, TextHash};

/// Kind of row and its id.
pub(crate) type Name = (&'static str, String);

/// What stands in a row: all of it as a hash, and its key.
pub(crate) type Held = (u64, String);

/// The rows of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) rows: BTreeMap<Name, Held>,
    /// Of everything, the order of the rows included, but for the names of states.
    pub(crate) whole: u64,
}

/// What an op did to one row.
pub(crate) struct Effect {
    pub(crate) row: Name,
    pub(crate) before: Option<Held>,
    pub(crate) after: Option<Held>,
}

struct Hashed(DefaultHasher);

impl fmt::Write for Hashed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}

fn hash(row: &impl Debug) -> u64 {
    let mut hashed = Hashed(DefaultHasher::new());
    write!(hashed, "{row:?}").unwrap();
    hashed.0.finish()
}

impl State {
    pub(crate) fn of(s: &Study) -> State {
        let mut rows = BTreeMap::new();
        let mut order = DefaultHasher::new();
        macro_rules! take {
            ($($kind:literal: $list:expr, |$row:ident| $key:expr;)*) => {$(
                for $row in $list {
                    let id = $row.id.to_string();
                    let hashed = hash($row);
                    if $kind != "state" {
                        order.write(id.as_bytes());
                        order.write_u64(hashed);
                    }
                    rows.insert(($kind, id), (hashed, $key));
                }
            )*};
        }
        take! {
            "side": &s.sides, |row| row.key.to_string();
            "facet": &s.facets, |row| format!("{} {:?}", row.key, row.values.iter().map(|v| &v.key).collect::<Vec<_>>());
            "party": &s.parties, |row| row.key.to_string();
            "case": &s.cases, |row| row.key.to_string();
            "informant": &s.informants, |row| row.key.to_string();
            "level": s.codebook.levels(), |row| row.key.to_string();
            "code": s.codebook.codes(), |row| row.key.to_string();
            "coder": &s.coders, |row| row.key.to_string();
            "coding": &s.codings, |row| String::new();
            "placement": &s.placements, |row| String::new();
            "settlement": &s.settlements, |row| String::new();
            "exhibit": &s.exhibits, |row| row.key.to_string();
            "output": &s.outputs, |row| String::new();
            "excerpt": &s.excerpts, |row| row.key.to_string();
            "finding": &s.findings, |row| row.key.to_string();
            "memo": &s.memos, |row| row.key.to_string();
            "link": &s.links, |row| String::new();
            "question": &s.questions, |row| row.key.to_string();
            "member check": &s.member_checks, |row| row.key.to_string();
            "state": &s.snapshots, |row| String::new();
        }
        for source in &s.sources {
            // A text is told by its hash.
            let mut bare = source.clone();
            bare.texts.iter_mut().for_each(|text| text.content.clear());
            let texts: Vec<TextHash> = source.texts.iter().map(|text| TextHash::of(&text.content)).collect();
            let hashed = hash(&(bare, texts));
            order.write(source.id.to_string().as_bytes());
            order.write_u64(hashed);
            rows.insert(("source", source.id.to_string()), (hashed, source.key.to_string()));
        }
        let head = hash(&(&s.key, &s.title, &s.attributes, &s.allowed, &s.totals, &s.claims));
        order.write_u64(head);
        rows.insert(("study", String::new()), (head, String::new()));
        State { rows, whole: order.finish() }
    }

    /// What led from `before` to this.
    pub(crate) fn effects(&self, before: &State) -> Vec<Effect> {
        let names = before.rows.keys().chain(self.rows.keys().filter(|name| !before.rows.contains_key(name)));
        let effect = |row: &Name| {
            let (before, after) = (before.rows.get(row).cloned(), self.rows.get(row).cloned());
            (before != after).then(|| Effect { row: row.clone(), before, after })
        };
        names.filter_map(effect).collect()
    }
}
