//! Changing a study: one op, one transaction, typed rows in and out.

mod around;
mod codings;
mod documents;
mod frameworks;
mod lookups;
mod order;
mod records;
mod wording;

use std::sync::Arc;

use rusqlite::Connection;
use serde_json::Value;
use themata_model::{Codebook, NamedState, Op, RowId, Source, SourceKey, Study};

use crate::apply::{Step, Unapplied, apply};
use crate::error::Fault;
use crate::image::{Image, Images};
use crate::read::{Part, Reader};
use crate::trail::{self, Logging};
use crate::{Commit, Conflict, Store, WriteError};

pub use around::{AroundCode, Resting};
pub use codings::Which;
pub(crate) use codings::read_codings;
pub use records::Record;

/// An open op on a study file. What it reads is what the op has made of the study so far.
pub struct Edit<'a> {
    images: Images<'a>,
    store: &'a std::path::Path,
    /// The number of the op.
    number: i64,
}

/// What came of an op.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited<T> {
    /// What the body returned.
    pub value: T,
    /// The number of the op in the trail; `None` when nothing changed, and so nothing was written.
    pub number: Option<i64>,
    /// How many rows it changed.
    pub rows: usize,
}

/// Kinds of rows that can be removed and ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A side.
    Side,
    /// A facet with its values.
    Facet,
    /// A level of the codebook.
    Level,
    /// A framework.
    Framework,
    /// A code.
    Code,
    /// A party.
    Party,
    /// A case.
    Case,
    /// An informant.
    Informant,
    /// A source with its texts and original.
    Source,
    /// A coder.
    Coder,
    /// A coding.
    Coding,
    /// A placement.
    Placement,
    /// A settlement.
    Settlement,
    /// An exhibit.
    Exhibit,
    /// An output.
    Output,
    /// An excerpt.
    Excerpt,
    /// A finding.
    Finding,
    /// A memo.
    Memo,
    /// A link between codes.
    Link,
    /// A question.
    Question,
    /// A member check.
    MemberCheck,
    /// A named state of the study.
    NamedState,
}

impl Kind {
    pub(crate) fn table(self) -> &'static str {
        match self {
            Kind::Side => "side",
            Kind::Facet => "facet",
            Kind::Level => "level",
            Kind::Framework => "framework",
            Kind::Code => "code",
            Kind::Party => "party",
            Kind::Case => "study_case",
            Kind::Informant => "informant",
            Kind::Source => "source",
            Kind::Coder => "coder",
            Kind::Coding => "coding",
            Kind::Placement => "placement",
            Kind::Settlement => "settlement",
            Kind::Exhibit => "exhibit",
            Kind::Output => "output",
            Kind::Excerpt => "excerpt",
            Kind::Finding => "finding",
            Kind::Memo => "memo",
            Kind::Link => "link",
            Kind::Question => "question",
            Kind::MemberCheck => "member_check",
            Kind::NamedState => "named_state",
        }
    }
}

impl Store {
    /// Runs `body` as one op: everything it changes is one entry of the trail and one step of undo.
    /// `body` returns its value and the arguments of the op as a JSON object. When it fails, or changes
    /// nothing, the file is as it was.
    ///
    /// # Errors
    /// What `body` returns, or what the file refuses.
    pub fn edit<T, E: From<WriteError>>(
        &mut self,
        op: &Op,
        commit: Commit,
        body: impl FnOnce(&mut Edit<'_>) -> Result<(T, String), E>,
    ) -> Result<Edited<T>, E> {
        let path = self.path.clone();
        let fail = |error: rusqlite::Error| E::from(Fault::from(error).write(&path));
        let shapes = Arc::clone(&self.shapes);
        let tx = trail::begin_op(&mut self.db, &shapes, commit).map_err(fail)?;
        let number = trail::open(&tx, Some(op), Logging::Rows).map_err(fail)?;
        let (value, args) = body(&mut Edit { images: Images::knowing(&tx, &shapes), store: &path, number })?;
        let rows: i64 = tx
            .query_row("SELECT count(*) FROM change WHERE op = ?", [number], |row| row.get(0))
            .map_err(fail)?;
        if rows == 0 {
            tx.rollback().map_err(fail)?;
            return Ok(Edited { value, number: None, rows: 0 });
        }
        tx.execute("UPDATE op SET args = ? WHERE seq = ?", (&args, number)).map_err(fail)?;
        trail::close(tx, commit).map_err(fail)?;
        Ok(Edited { value, number: Some(number), rows: usize::try_from(rows).unwrap_or(usize::MAX) })
    }
}

impl<'a> Edit<'a> {
    /// Everything but texts and codings; as [`Store::read_outline`].
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn outline(&self) -> Result<Study, WriteError> {
        self.told(Reader::new(self.images.db).outline())
    }

    /// The study itself (as [`Edit::head`]) with these parts of it.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn parts(&self, parts: &[Part]) -> Result<Study, WriteError> {
        self.told(Reader::new(self.images.db).parts(parts))
    }

    /// The study itself: title, declared attributes, sides, facets, accepted remarks; nothing else.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn head(&self) -> Result<Study, WriteError> {
        self.told(Reader::new(self.images.db).structure())
    }

    /// The codebook alone.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn codebook(&self) -> Result<Codebook, WriteError> {
        self.told(Reader::new(self.images.db).codebook())
    }

    /// The source with `key` and its current text; older versions are left out.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn source(&self, key: &SourceKey) -> Result<Option<Source>, WriteError> {
        self.told(Reader::new(self.images.db).source(key))
    }

    /// Adds a row with what belongs to it, or brings it to the state given. A new row comes last
    /// in its list.
    ///
    /// # Errors
    /// When it names something that does not exist, its key is taken, or it says what the files of a
    /// study could not say again.
    pub fn put(&mut self, record: &Record<'_>) -> Result<(), WriteError> {
        self.told(record.check_wording())?;
        let rows = self.told(record.rows(&self.images))?;
        let steps = self.told(self.steps(rows))?;
        self.apply(steps)?;
        if let Record::Text(source, text) = record {
            self.told(self.images.follow("source"))?;
            let sql = "UPDATE source SET text_id = (SELECT rowid FROM text WHERE uuid = ?1) WHERE key = ?2";
            let moved = self
                .db()
                .prepare_cached(sql)
                .and_then(|mut s| s.execute((text.id.to_string(), source.as_str())));
            self.told(moved.map_err(Fault::from))?;
        }
        Ok(())
    }

    /// Removes a row with what belongs to it.
    ///
    /// # Errors
    /// [`WriteError::InUse`] when other rows hold on to it.
    pub fn remove(&mut self, kind: Kind, ids: &[RowId]) -> Result<(), WriteError> {
        let mut steps = Vec::new();
        for id in ids {
            self.told(self.removal(kind.table(), &id.to_string(), &mut steps))?;
        }
        self.apply(steps)
    }

    /// Writes which remarks of `check` the authors accept.
    ///
    /// # Errors
    /// When the file refuses.
    pub fn allow(&mut self, keys: &[String]) -> Result<(), WriteError> {
        let old = self.head()?.allowed.len();
        let at = |position: usize| Image::from_iter([("position".to_string(), position.into())]);
        let mut steps = Vec::new();
        for position in 0..old.max(keys.len()) {
            let now = self.told(self.images.current("allowed", &at(position)))?;
            let to = keys.get(position).map(|key| {
                let mut image = at(position);
                image.insert("key".into(), key.as_str().into());
                image
            });
            steps.push(Step { table: "allowed".into(), now, to, turns: None });
        }
        self.apply(steps)
    }

    /// Writes a document of the study folder that is kept word for word; `None` removes it.
    ///
    /// # Errors
    /// When the file refuses.
    pub fn document(&mut self, name: &str, text: Option<&str>) -> Result<(), WriteError> {
        let mut image = Image::new();
        image.insert("name".into(), name.into());
        let now = self.told(self.images.current("document", &image))?;
        let to = text.map(|text| {
            image.insert("text".into(), text.into());
            image
        });
        self.apply(vec![Step { table: "document".into(), now, to, turns: None }])
    }

    /// The states that have a name, oldest first.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn named_states(&self) -> Result<Vec<NamedState>, WriteError> {
        self.told(Reader::new(self.images.db).named_states())
    }

    /// The last op before this one, without its changes.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn op_before(&self) -> Result<Option<Op>, WriteError> {
        self.told(trail::read_op_before(self.images.db, self.number).map_err(Fault::from))
    }

    pub(crate) fn apply(&mut self, steps: Vec<Step>) -> Result<(), WriteError> {
        apply(&self.images, steps).map_err(|unapplied| match unapplied {
            Unapplied::Fault(fault) => fault.write(self.store),
            Unapplied::Held(held) => WriteError::InUse(held.into_iter().map(Conflict::from).collect()),
            taken @ Unapplied::Taken { .. } => taken.into_fault().write(self.store),
            Unapplied::Dangling { table, label, to } => {
                Fault::Value(format!("{table} `{label}` refers to a {to} that is not there"))
                    .write(self.store)
            }
        })
    }

    fn told<T>(&self, done: Result<T, Fault>) -> Result<T, WriteError> {
        done.map_err(|fault| self.fail(fault))
    }

    pub(crate) fn fail(&self, fault: Fault) -> WriteError {
        fault.write(self.store)
    }

    pub(crate) fn db(&self) -> &Connection {
        self.images.db
    }

    /// From the rows as they are to `rows`.
    fn steps(&self, rows: records::Rows) -> Result<Vec<Step>, Fault> {
        let records::Rows { table, mut row, lists } = rows;
        let now = self.images.current(table, &row)?;
        if row.get("position") == Some(&Value::Null) {
            let position = match now.as_ref().and_then(|now| now.get("position")) {
                Some(position) => position.clone(),
                None => self.next_position(table)?.into(),
            };
            row.insert("position".into(), position);
        }
        let uuid = row.get("uuid").and_then(Value::as_str).unwrap_or_default().to_string();
        let is_new = now.is_none();
        let mut steps = vec![Step { table: table.into(), now, to: Some(row), turns: None }];
        for (table, column, wanted) in lists {
            let shape = self.images.shape(table)?;
            let mut existing =
                if is_new { Vec::new() } else { self.images.belonging(table, column, &uuid)? };
            for image in wanted {
                let row = shape.row_of(&image);
                let at = existing.iter().position(|other| shape.row_of(other) == row);
                let now = at.map(|at| existing.remove(at));
                steps.push(Step { table: table.into(), now, to: Some(image), turns: None });
            }
            let gone = existing.into_iter().map(|now| Step {
                table: table.into(),
                now: Some(now),
                to: None,
                turns: None,
            });
            steps.extend(gone);
        }
        Ok(steps)
    }

    fn next_position(&self, table: &str) -> Result<i64, Fault> {
        let sql = format!("SELECT ifnull(max(position), 0) + 1 FROM \"{table}\"");
        Ok(self.images.db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
    }

    /// Collects the removal of a row and of all that belongs to it.
    fn removal(&self, table: &str, uuid: &str, steps: &mut Vec<Step>) -> Result<(), Fault> {
        let mut like = Image::new();
        like.insert("uuid".into(), uuid.into());
        let Some(now) = self.images.current(table, &like)? else { return Ok(()) };
        steps.push(Step { table: table.into(), now: Some(now), to: None, turns: None });
        for (owned, column) in self.images.foreign_keys()?.owned_by(table) {
            for image in self.images.belonging(owned, column, uuid)? {
                match image.get("uuid").and_then(Value::as_str) {
                    Some(uuid) => self.removal(owned, uuid, steps)?,
                    None => {
                        steps.push(Step { table: owned.clone(), now: Some(image), to: None, turns: None })
                    }
                }
            }
        }
        Ok(())
    }
}
