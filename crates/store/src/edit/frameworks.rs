//! Frameworks in an open op: which one is in use, and what codes hang below in each.

use rusqlite::OptionalExtension;
use serde_json::{Value, json};
use themata_model::{Code, CodeKey, FrameworkKey, Study};

use super::Edit;
use super::records::{Keys, image};
use crate::WriteError;
use crate::apply::Step;
use crate::error::Fault;
use crate::image::{Image, Images};
use crate::read::{Part, Reader};

impl Edit<'_> {
    /// The study itself with its codebook and frameworks.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn frameworks(&self) -> Result<Study, WriteError> {
        self.told(Reader::new(self.db()).parts(&[Part::Codebook]))
    }

    /// Puts a framework to use: its codes stand in the codebook from now on, and those of the one before no longer.
    ///
    /// # Errors
    /// When there is no such framework, or the file refuses.
    pub fn use_framework(&mut self, key: Option<&FrameworkKey>) -> Result<(), WriteError> {
        let mut row = image(json!({"slot": 1}));
        let now = self.told(self.images.current("framework_in_use", &row))?;
        let to = match key {
            None => None,
            Some(key) => {
                let keys = Keys(&self.images);
                let uuid = keys.uuid("framework", "framework", key.as_str());
                row.insert("framework_id".into(), self.told(uuid)?);
                Some(row)
            }
        };
        self.apply(vec![Step { table: "framework_in_use".into(), now, to, turns: None }])
    }

    /// Puts a shared code below an own code of a framework, or below none, in that framework alone.
    ///
    /// # Errors
    /// When one of them is not there, or the file refuses.
    pub fn place_in(
        &mut self,
        framework: &FrameworkKey,
        code: &CodeKey,
        parent: Option<&CodeKey>,
    ) -> Result<(), WriteError> {
        let row = || {
            let keys = Keys(&self.images);
            Ok::<_, Fault>(image(json!({"code_id": keys.uuid("code", "code", code.as_str())?,
                "framework_id": keys.uuid("framework", "framework", framework.as_str())?})))
        };
        let mut row = self.told(row())?;
        let now = self.told(self.images.current("code_parent", &row))?;
        let to = match parent {
            None => None,
            Some(parent) => {
                let uuid = Keys(&self.images).uuid("code", "code", parent.as_str());
                row.insert("parent_id".into(), self.told(uuid)?);
                Some(row)
            }
        };
        self.apply(vec![Step { table: "code_parent".into(), now, to, turns: None }])
    }
}

/// The framework that a code belongs to.
fn framework_of(images: &Images<'_>, code: &Value) -> Result<Option<String>, Fault> {
    let sql = "SELECT f.uuid FROM code c JOIN code_framework o ON o.code_id = c.rowid \
               JOIN framework f ON f.rowid = o.framework_id WHERE c.uuid = ?";
    let found = images.db.prepare_cached(sql)?.query_row([code.as_str()], |row| row.get(0));
    Ok(found.optional()?)
}

fn in_use(images: &Images<'_>) -> Result<Option<String>, Fault> {
    let sql = "SELECT f.uuid FROM framework_in_use u JOIN framework f ON f.rowid = u.framework_id";
    Ok(images.db.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?)
}

/// Where a code hangs: the column `parent_id`, and its rows of `code_framework` and `code_parent`.
pub(super) type Place = (Value, Vec<Image>, Vec<Image>);

/// Where a code hangs in all frameworks, once it hangs below its parent in the one in use.
pub(super) fn place(keys: &Keys<'_, '_>, code: &Code) -> Result<Place, Fault> {
    let images = keys.0;
    let uuid = code.id.to_string();
    let parent = keys.if_any("code", "code", code.parent.as_ref().map(|key| key.as_str()))?;
    if let Some(framework) = &code.framework {
        let framework = keys.uuid("framework", "framework", framework.as_str())?;
        let own = image(json!({"code_id": uuid, "framework_id": framework}));
        return Ok((parent, vec![own], Vec::new()));
    }
    let any = "SELECT EXISTS (SELECT 1 FROM framework)";
    if !images.db.prepare_cached(any)?.query_row([], |row| row.get(0))? {
        return Ok((parent, Vec::new(), Vec::new()));
    }
    let above = framework_of(images, &parent)?;
    if above.is_none() && !parent.is_null() {
        // Below a shared code it hangs in all of them.
        return Ok((parent, Vec::new(), Vec::new()));
    }
    let mut rows = images.belonging("code_parent", "code_id", &uuid)?;
    let row = |framework: &str, parent: &Value| {
        image(json!({"code_id": uuid, "framework_id": framework, "parent_id": parent}))
    };
    let is_of =
        |row: &Image, framework: &str| row.get("framework_id").and_then(Value::as_str) == Some(framework);
    // An own code that was written as the parent of all is that of its framework.
    let before = images.current("code", &image(json!({ "uuid": uuid })))?;
    if let Some(old) = before.as_ref().and_then(|code| code.get("parent_id"))
        && let Some(framework) = framework_of(images, old)?
        && !rows.iter().any(|row| is_of(row, &framework))
    {
        rows.push(row(&framework, old));
    }
    let meant = if above.is_some() { above } else { in_use(images)? };
    if let Some(framework) = meant {
        rows.retain(|row| !is_of(row, &framework));
        if !parent.is_null() {
            rows.push(row(&framework, &parent));
        }
    }
    Ok((Value::Null, Vec::new(), rows))
}
