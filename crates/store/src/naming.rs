//! What memos are about and members were shown: rows named in words, by their keys, where no reference
//! of the schema holds them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde_json::Value;

use crate::apply::Step;
use crate::error::Fault;
use crate::image::Image;

/// The word for a kind of row, as it is named in files, and the table that is meant.
pub(crate) const SPOKEN_OF: [(&str, &str); 12] = [
    ("case", "study_case"),
    ("code", "code"),
    ("coder", "coder"),
    ("coding", "coding"),
    ("excerpt", "excerpt"),
    ("exhibit", "exhibit"),
    ("facet", "facet"),
    ("finding", "finding"),
    ("informant", "informant"),
    ("member-check", "member_check"),
    ("party", "party"),
    ("source", "source"),
];

/// A row as words name it: the word for its kind, and its key, or its UUID where it has none.
type Name = (&'static str, String);

/// What steps do to names.
#[derive(Default)]
pub(crate) struct Names {
    /// Names that a row has no longer, with the row.
    given_up: BTreeMap<Name, Image>,
    /// The UUIDs of memos and member checks that are written.
    written: BTreeSet<String>,
}

/// A memo or member check that names a row which is not there.
pub(crate) struct NamesNothing {
    /// Its table.
    pub(crate) table: &'static str,
    /// Its UUID.
    pub(crate) uuid: String,
    /// Its key.
    pub(crate) key: String,
    /// The table of what it names.
    pub(crate) named: &'static str,
    /// The row that has given up the name; `None` when it had gone before.
    pub(crate) given_up: Option<Image>,
}

/// What `steps` do to names.
pub(crate) fn names(steps: &[Step]) -> Names {
    let text = |image: &Image, column: &str| image.get(column).and_then(Value::as_str).map(str::to_string);
    let mut names = Names::default();
    for step in steps {
        let owner = match step.table.as_str() {
            "memo" => Some("uuid"),
            "member_check_shown" => Some("member_check_id"),
            _ => None,
        };
        if let (Some(owner), Some(to)) = (owner, &step.to) {
            names.written.extend(text(to, owner));
        }
        let Some((kind, table)) = SPOKEN_OF.into_iter().find(|(_, table)| *table == step.table) else {
            continue;
        };
        let name = |image: &Image| text(image, name_column(table));
        if let Some(now) = &step.now
            && let Some(was) = name(now)
            && step.to.as_ref().and_then(name).as_ref() != Some(&was)
        {
            names.given_up.insert((kind, was), now.clone());
        }
    }
    names
}

/// Looks, after steps were applied, whether what they wrote names something, and whether something else
/// still names what they took away.
pub(crate) fn names_nothing(db: &Connection, names: &Names) -> Result<Vec<NamesNothing>, Fault> {
    let mut found = Vec::new();
    let kinds: BTreeSet<&str> = names.given_up.keys().map(|(kind, _)| *kind).collect();
    let concerned = |kind: &str| !names.written.is_empty() || kinds.contains(kind);
    for (kind, named) in SPOKEN_OF.into_iter().filter(|(kind, _)| concerned(kind)) {
        let name = name_column(named);
        let sql = format!(
            "SELECT 'memo', m.uuid, m.key, m.about_key FROM memo m WHERE m.about_kind = ?1 \
             AND NOT EXISTS (SELECT 1 FROM \"{named}\" t WHERE t.{name} = m.about_key) \
             UNION ALL SELECT 'member_check', c.uuid, c.key, s.about_key \
             FROM member_check_shown s JOIN member_check c ON c.rowid = s.member_check_id WHERE s.about_kind = ?1 \
             AND NOT EXISTS (SELECT 1 FROM \"{named}\" t WHERE t.{name} = s.about_key)"
        );
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([kind])?;
        while let Some(row) = rows.next()? {
            let (uuid, name): (String, String) = (row.get(1)?, row.get(3)?);
            let given_up = names.given_up.get(&(kind, name)).cloned();
            if given_up.is_some() || names.written.contains(&uuid) {
                let table = if row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)? == "memo" {
                    "memo"
                } else {
                    "member_check"
                };
                found.push(NamesNothing { table, uuid, key: row.get(2)?, named, given_up });
            }
        }
    }
    Ok(found)
}

fn name_column(table: &str) -> &'static str {
    if table == "coding" { "uuid" } else { "key" }
}
