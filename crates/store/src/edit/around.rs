//! What names a code or rests on codings: the rows that a verb has to carry along.

use std::collections::{HashMap, HashSet};

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use themata_model::{
    CodeKey, Excerpt, Finding, Link, MemberCheck, Memo, Output, Placement, RowId, Settlement,
};

use super::codings::OF_CODE;
use super::{Edit, Kind, Which};
use crate::WriteError;
use crate::error::Fault;
use crate::read::{Reader, parsed};

/// What names a code, beside its codings and the codes below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AroundCode {
    /// Sortings of the code.
    pub placements: Vec<Placement>,
    /// Agreed values of the code.
    pub settlements: Vec<Settlement>,
    /// Findings for the code.
    pub findings: Vec<Finding>,
    /// Links that begin or end at the code.
    pub links: Vec<Link>,
    /// Memos about the code.
    pub memos: Vec<Memo>,
    /// Member checks in which the code was shown.
    pub member_checks: Vec<MemberCheck>,
}

/// What rests on codings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resting {
    /// Excerpts taken from one of them.
    pub excerpts: Vec<Excerpt>,
    /// Findings with one of them as evidence.
    pub findings: Vec<Finding>,
    /// Links with one of them as evidence.
    pub links: Vec<Link>,
    /// Memos about one of them.
    pub memos: Vec<Memo>,
    /// Member checks in which one of them was shown.
    pub member_checks: Vec<MemberCheck>,
}

impl Edit<'_> {
    /// What names the code with `key`.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn around_code(&self, key: &CodeKey) -> Result<AroundCode, WriteError> {
        self.told(self.read_around_code(key))
    }

    /// What rests on the codings meant.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn resting_on(&self, which: &Which) -> Result<Resting, WriteError> {
        self.told(self.read_resting_on(which))
    }

    /// The memos about a row and the member checks in which it was shown: `kind` and `key` as a memo
    /// names them.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn said_of(&self, kind: &str, key: &str) -> Result<(Vec<Memo>, Vec<MemberCheck>), WriteError> {
        let keys = HashSet::from([key.to_string()]);
        self.told(self.read_said_of(kind, &keys))
    }

    /// The outputs in their order.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn outputs(&self) -> Result<Vec<Output>, WriteError> {
        self.told(Reader::new(self.images.db).outputs())
    }

    /// Whether a row of this kind has the key.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn has_key(&self, kind: Kind, key: &str) -> Result<bool, WriteError> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM \"{}\" WHERE key = ?)", kind.table());
        let found = self.db().prepare_cached(&sql).and_then(|mut s| s.query_row([key], |row| row.get(0)));
        self.told(found.map_err(Fault::from))
    }

    /// The ids of the codings meant, in the order they were made in.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn coding_ids(&self, which: &Which) -> Result<Vec<RowId>, WriteError> {
        let sql = format!("SELECT uuid FROM coding WHERE {} ORDER BY position, rowid", which.condition());
        let read = || -> Result<Vec<RowId>, Fault> {
            let mut statement = self.db().prepare_cached(&sql)?;
            let found = statement.query_map(params_from_iter(which.params()), |row| parsed(row, 0))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        };
        self.told(read())
    }

    /// How many codings each code has itself, those of all coders counted one by one.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn codings_by_code(&self) -> Result<HashMap<CodeKey, usize>, WriteError> {
        let sql =
            "SELECT c.key, count(*) FROM coding g JOIN code c ON c.rowid = g.code_id GROUP BY g.code_id";
        let read = || -> Result<HashMap<CodeKey, usize>, Fault> {
            let mut statement = self.db().prepare_cached(sql)?;
            let count = |n: i64| usize::try_from(n).unwrap_or_default();
            let found = statement.query_map([], |row| Ok((parsed(row, 0)?, count(row.get(1)?))))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        };
        self.told(read())
    }

    /// The codings of `from` that stand exactly where codings of `to` by the same coder stand, paired
    /// with each of these.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn twins(&self, from: &CodeKey, to: &CodeKey) -> Result<Vec<(RowId, RowId)>, WriteError> {
        let sql = "SELECT a.uuid, b.uuid FROM coding a JOIN coding b ON b.source_id = a.source_id \
                   AND b.start = a.start AND b.\"end\" = a.\"end\" AND b.coder_id = a.coder_id \
                   WHERE a.code_id = (SELECT rowid FROM code WHERE key = ?1) \
                   AND +b.code_id = (SELECT rowid FROM code WHERE key = ?2) ORDER BY a.rowid, b.rowid";
        let read = || -> Result<Vec<(RowId, RowId)>, Fault> {
            let mut statement = self.db().prepare_cached(sql)?;
            let found = statement
                .query_map([from.as_str(), to.as_str()], |row| Ok((parsed(row, 0)?, parsed(row, 1)?)))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        };
        self.told(read())
    }

    fn read_around_code(&self, key: &CodeKey) -> Result<AroundCode, Fault> {
        let reader = Reader::new(self.db());
        let of = [Value::Text(key.to_string())];
        let either = "from_id = (SELECT rowid FROM code WHERE key = ?1) \
                      OR to_id = (SELECT rowid FROM code WHERE key = ?1)";
        let (memos, member_checks) = self.read_said_of("code", &HashSet::from([key.to_string()]))?;
        Ok(AroundCode {
            placements: reader.placements(OF_CODE, &of)?,
            settlements: reader.settlements(OF_CODE, &of)?,
            findings: reader.findings(OF_CODE, &of)?,
            links: reader.links(either, &of)?,
            memos,
            member_checks,
        })
    }

    fn read_resting_on(&self, which: &Which) -> Result<Resting, Fault> {
        let (condition, params) = (which.condition(), which.params());
        let meant = format!("SELECT rowid FROM coding WHERE {condition}");
        let reader = Reader::new(self.db());
        // The rows of a table of members that name one of the codings, as a list of their owners.
        let owners = |table: &str, owner: &str| -> Result<[Value; 1], Fault> {
            let sql = format!(
                "SELECT json_group_array(DISTINCT {owner}) FROM {table} WHERE coding_id IN ({meant})"
            );
            let mut statement = self.db().prepare_cached(&sql)?;
            Ok([statement.query_row(params_from_iter(&params), |row| row.get(0))?])
        };
        let listed = "rowid IN (SELECT value FROM json_each(?1))";
        let mut resting = Resting {
            excerpts: reader.excerpts(listed, &owners("excerpt_coding", "excerpt_id")?)?,
            findings: reader.findings(listed, &owners("finding_evidence", "finding_id")?)?,
            links: reader.links(listed, &owners("link_evidence", "link_id")?)?,
            ..Resting::default()
        };
        let spoken_of = "SELECT about_key FROM memo WHERE about_kind = 'coding' \
                         UNION SELECT about_key FROM member_check_shown WHERE about_kind = 'coding'";
        let sql = format!("SELECT uuid FROM coding WHERE uuid IN ({spoken_of}) AND {condition}");
        let mut statement = self.db().prepare_cached(&sql)?;
        let spoken_of: HashSet<String> = statement
            .query_map(params_from_iter(&params), |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        (resting.memos, resting.member_checks) = self.read_said_of("coding", &spoken_of)?;
        Ok(resting)
    }

    fn read_said_of(
        &self,
        kind: &str,
        keys: &HashSet<String>,
    ) -> Result<(Vec<Memo>, Vec<MemberCheck>), Fault> {
        if keys.is_empty() {
            return Ok(Default::default());
        }
        let reader = Reader::new(self.db());
        let keys: Vec<&String> = keys.iter().collect();
        let keys = serde_json::to_string(&keys).map_err(|error| Fault::Value(error.to_string()))?;
        let meant = [Value::Text(kind.to_string()), Value::Text(keys)];
        let named = "about_kind = ?1 AND about_key IN (SELECT value FROM json_each(?2))";
        let shown = format!("rowid IN (SELECT member_check_id FROM member_check_shown WHERE {named})");
        Ok((reader.memos(named, &meant)?, reader.member_checks(&shown, &meant)?))
    }
}
