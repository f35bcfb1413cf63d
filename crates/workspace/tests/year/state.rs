//! A study as a model holds it: what stands in each row, told by a hash, and the whole with its order.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Debug, Write as _};
use std::hash::{DefaultHasher, Hasher};

use themata_model::{RowId, Source, Study, TextHash};

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

/// The rows of one kind by their ids.
fn by_id<'r, R: 'r>(rows: impl IntoIterator<Item = &'r R>, id: fn(&R) -> RowId) -> HashMap<RowId, &'r R> {
    rows.into_iter().map(|row| (id(row), row)).collect()
}

/// A source with its texts told by their hashes.
fn bare(source: &Source) -> (Source, Vec<TextHash>) {
    let texts = source.texts.iter().map(|text| TextHash::of(&text.content)).collect();
    let mut source = source.clone();
    source.texts.iter_mut().for_each(|text| text.content.clear());
    (source, texts)
}

impl State {
    pub(crate) fn of(s: &Study) -> State {
        State::since(&Study::new(s.key.clone(), ""), &State { rows: BTreeMap::new(), whole: 0 }, s)
    }

    /// The state of `s`, told from what `before` was a state of: most rows are as they were.
    pub(crate) fn since(old: &Study, before: &State, s: &Study) -> State {
        let mut rows = BTreeMap::new();
        let mut order = DefaultHasher::new();
        macro_rules! take {
            ($($kind:literal: |$s:ident| $list:expr, |$row:ident| $key:expr, $told:expr;)*) => {$({
                let known = by_id({ let $s = old; $list }, |row| row.id);
                for $row in { let $s = s; $list } {
                    let name = ($kind, $row.id.to_string());
                    let as_before = known.get(&$row.id).filter(|known| **known == $row);
                    let held = as_before.and_then(|_| before.rows.get(&name).cloned());
                    let held = held.unwrap_or_else(|| ($told($row), $key));
                    // Names of states may come and go.
                    if $kind != "state" {
                        order.write(name.1.as_bytes());
                        order.write_u64(held.0);
                    }
                    rows.insert(name, held);
                }
            })*};
        }
        take! {
            "side": |s| &s.sides, |row| row.key.to_string(), hash;
            "facet": |s| &s.facets,
                |row| format!("{} {:?}", row.key, row.values.iter().map(|v| &v.key).collect::<Vec<_>>()), hash;
            "party": |s| &s.parties, |row| row.key.to_string(), hash;
            "case": |s| &s.cases, |row| row.key.to_string(), hash;
            "informant": |s| &s.informants, |row| row.key.to_string(), hash;
            "level": |s| s.codebook.levels(), |row| row.key.to_string(), hash;
            "code": |s| s.codebook.codes(), |row| row.key.to_string(), hash;
            "framework": |s| &s.frameworks, |row| row.key.to_string(), hash;
            "coder": |s| &s.coders, |row| row.key.to_string(), hash;
            "coding": |s| &s.codings, |_row| String::new(), hash;
            "placement": |s| &s.placements, |_row| String::new(), hash;
            "settlement": |s| &s.settlements, |_row| String::new(), hash;
            "exhibit": |s| &s.exhibits, |row| row.key.to_string(), hash;
            "output": |s| &s.outputs, |_row| String::new(), hash;
            "excerpt": |s| &s.excerpts, |row| row.key.to_string(), hash;
            "finding": |s| &s.findings, |row| row.key.to_string(), hash;
            "memo": |s| &s.memos, |row| row.key.to_string(), hash;
            "link": |s| &s.links, |_row| String::new(), hash;
            "question": |s| &s.questions, |row| row.key.to_string(), hash;
            "member check": |s| &s.member_checks, |row| row.key.to_string(), hash;
            "state": |s| &s.snapshots, |_row| String::new(), hash;
            "source": |s| &s.sources, |row| row.key.to_string(), |row| hash(&bare(row));
        }
        let head =
            hash(&(&s.key, &s.title, &s.attributes, &s.allowed, &s.totals, &s.claims, &s.framework_in_use));
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
