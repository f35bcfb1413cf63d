//! What a merge knows of the tables: which rows belong to which, what refers to what, and which
//! columns make sense only together.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::error::Fault;
use crate::image::{Image, Images, Shape};
use crate::naming::SPOKEN_OF;
use crate::past::Rows;
use crate::trigger;

/// The rows of one copy by table, then by what tells the row apart.
pub(super) type Tables = BTreeMap<String, BTreeMap<String, Image>>;

/// How the rows that belong to another row are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belonging {
    /// Row by row and field by field, as rows that stand alone.
    Rows,
    /// As a list in which order is free: what either copy added is in, what either took out is out.
    Set,
    /// As one list: changed by one copy only, or a conflict.
    Whole,
    /// Never changed; they come with their owner.
    Fixed,
}

/// The tables of facts.
pub(super) struct Schema {
    pub(super) shapes: BTreeMap<String, Arc<Shape>>,
}

/// One row that another names.
pub(super) struct Named<'i> {
    pub(super) column: String,
    pub(super) table: String,
    pub(super) uuid: &'i str,
}

/// Columns that say one thing together: table, name of the whole, columns.
const TOGETHER: [(&str, &str, &[&str]); 11] = [
    (
        "coding",
        "place",
        &["start", "end", "line", "turn", "speaker", "quotation", "typed", "prefix", "suffix"],
    ),
    ("coding", "about", &["about_case_id", "about_side_id"]),
    ("code", "place in the tree", &["level_id", "parent_id"]),
    ("placement", "value", &["assignment", "value_id"]),
    ("settlement", "value", &["assignment", "value_id"]),
    ("code_prefill", "value", &["assignment", "value_id"]),
    ("coding_facet", "value", &["assignment", "value_id"]),
    ("finding_facet", "value", &["assignment", "value_id"]),
    ("excerpt", "translation", &["translation", "translator"]),
    ("memo", "about", &["about_kind", "about_key"]),
    ("member_check", "who was asked", &["informant_id", "party_id"]),
];

impl Schema {
    pub(super) fn read(images: &Images<'_>) -> Result<Schema, Fault> {
        let mut shapes = BTreeMap::new();
        for table in trigger::tables(images.db)? {
            shapes.insert(table.name.clone(), images.shape(&table.name)?);
        }
        Ok(Schema { shapes })
    }

    /// Whether rows of `table` stand alone: they have ids of their own.
    pub(super) fn stands_alone(&self, table: &str) -> bool {
        self.shapes.get(table).is_some_and(|shape| shape.table.has_uuid())
    }

    /// What tells a row apart.
    pub(super) fn row_of(&self, table: &str, image: &Image) -> String {
        self.shapes.get(table).map_or_else(String::new, |shape| shape.row_of(image))
    }

    /// The column that names the row to which rows of `table` belong.
    pub(super) fn owner_column(&self, table: &str) -> Option<&str> {
        match table {
            "text" | "original" => return Some("source_id"),
            "facet_value" => return Some("facet_id"),
            _ if self.stands_alone(table) => return None,
            _ => {}
        }
        let shape = self.shapes.get(table)?;
        let first = shape.table.columns.iter().find(|column| column.key == 1)?;
        first.refers_to.as_ref().map(|_| first.name.as_str())
    }

    /// The id of the row to which a row belongs.
    pub(super) fn owner<'i>(&self, table: &str, image: &'i Image) -> Option<&'i str> {
        image.get(self.owner_column(table)?)?.as_str()
    }

    /// Everything that a row names, itself left out.
    pub(super) fn named<'i>(&self, table: &str, image: &'i Image) -> Vec<Named<'i>> {
        let Some(shape) = self.shapes.get(table) else { return Vec::new() };
        let references = shape.references(image).into_iter();
        let mut named: Vec<Named<'i>> =
            references.map(|r| Named { column: r.column, table: r.table, uuid: r.uuid }).collect();
        if let Some((table, uuid)) = spoken_of(image) {
            named.push(Named { column: "about_key".into(), table: table.into(), uuid });
        }
        named
    }

    /// The fields of a row: each with the columns that make it up, the key columns left out.
    pub(super) fn fields(&self, table: &str) -> Vec<(String, Vec<String>)> {
        let Some(shape) = self.shapes.get(table) else { return Vec::new() };
        let keys: Vec<&str> = shape.table.key().iter().map(|column| column.name.as_str()).collect();
        let mut fields: Vec<(String, Vec<String>)> = Vec::new();
        for column in shape.table.columns.iter().map(|column| column.name.as_str()) {
            if column == "rowid" || column == "uuid" || keys.contains(&column) {
                continue;
            }
            let whole = TOGETHER.iter().find(|(t, _, columns)| *t == table && columns.contains(&column));
            let name = whole.map_or(column, |(_, name, _)| name);
            match fields.iter_mut().find(|(known, _)| known == name) {
                Some((_, columns)) => columns.push(column.to_string()),
                None => fields.push((name.to_string(), vec![column.to_string()])),
            }
        }
        fields
    }
}

/// How rows of `table`, which have no ids of their own, are merged.
pub(super) fn belonging(table: &str) -> Belonging {
    match table {
        "code_prefill" | "code_parent" | "coding_facet" | "finding_facet" | "speaker" | "document"
        | "framework_in_use" => Belonging::Rows,
        "code_alias" | "code_reference" | "informant_case" | "source_case" | "source_side"
        | "source_party" | "source_informant" | "excerpt_exhibit" | "finding_evidence" | "link_evidence"
        | "allowed" => Belonging::Set,
        "turn" | "page" | "locator" => Belonging::Fixed,
        _ => Belonging::Whole,
    }
}

/// Whether rows of `table` stay as they were first written.
pub(super) fn is_fixed(table: &str) -> bool {
    matches!(table, "text" | "original" | "turn" | "page" | "locator")
}

/// The table and row that a memo is about, or that a member was shown.
fn spoken_of(image: &Image) -> Option<(&'static str, &str)> {
    let kind = image.get("about_kind")?.as_str()?;
    let table = SPOKEN_OF.iter().find(|(word, _)| *word == kind)?.1;
    Some((table, image.get("about_key")?.as_str()?))
}

/// Rows by table.
pub(super) fn by_table(rows: Rows) -> Tables {
    let mut tables = Tables::new();
    for ((table, row), image) in rows {
        tables.entry(table).or_default().insert(row, image);
    }
    tables
}

/// The reverse of [`by_table`].
pub(super) fn as_rows(tables: Tables) -> Rows {
    let mut rows = Rows::new();
    for (table, images) in tables {
        rows.extend(images.into_iter().map(|(row, image)| ((table.clone(), row), image)));
    }
    rows
}

/// Lets rows name what they are about by its id instead of its key, so that it may get another key.
pub(super) fn name_by_id(tables: &mut Tables) {
    rename(tables, |tables, table, key| {
        let rows = tables.get(table)?;
        let found = rows.iter().find(|(_, image)| image.get("key").and_then(Value::as_str) == Some(key));
        found.map(|(row, _)| row.clone())
    });
}

/// The reverse of [`name_by_id`].
pub(super) fn name_by_key(tables: &mut Tables) {
    rename(tables, |tables, table, row| {
        tables.get(table)?.get(row)?.get("key")?.as_str().map(str::to_string)
    });
}

fn rename(tables: &mut Tables, name: impl Fn(&Tables, &str, &str) -> Option<String>) {
    for speaking in ["memo", "member_check_shown"] {
        let Some(mut rows) = tables.remove(speaking) else { continue };
        for image in rows.values_mut() {
            let new = spoken_of(image).filter(|(table, _)| *table != "coding");
            if let Some(new) = new.and_then(|(table, old)| name(tables, table, old)) {
                image.insert("about_key".into(), new.into());
            }
        }
        tables.insert(speaking.to_string(), rows);
    }
}

/// The text in a column.
pub(super) fn text<'i>(image: &'i Image, column: &str) -> Option<&'i str> {
    image.get(column).and_then(Value::as_str)
}

/// The row of a table.
pub(super) fn row<'t>(tables: &'t Tables, table: &str, row: &str) -> Option<&'t Image> {
    tables.get(table)?.get(row)
}
