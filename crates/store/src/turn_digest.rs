//! What the turns of each text come to, so that whoever keeps something made of them, such as the index of a search,
//! can tell whether they have changed without reading them.

use rusqlite::Connection;

/// The table.
pub(crate) const TABLE: &str = "turn_digest";

/// Text and digest: how many turns there are, and two sums over all that their passages are made of.
const DIGESTS: &str = "SELECT t.rowid, (
    SELECT count(*) || '.' || ifnull(sum((position + 1) * (told % 1000003)), 0)
      || '.' || ifnull(sum((position + 1) * (told % 998244353)), 0)
    FROM (SELECT position, speaker * 1048573 + label_start * 8191 + label_end * 131
            + ifnull(body_start, -1) * 31 + ifnull(body_end, -1) AS told
          FROM turn WHERE text_id = t.rowid))
  FROM text t";

/// Makes the digests that the open op leaves wanting; to be called before it is closed.
pub(crate) fn keep_up(db: &Connection) -> rusqlite::Result<()> {
    let touched = "SELECT EXISTS (SELECT 1 FROM current_op WHERE bulk OR instr(followed, ' turn '))";
    if db.prepare_cached(touched)?.query_row([], |row| row.get(0))? {
        return make_all(db);
    }
    // What is undone comes back without being followed.
    let is_complete = "SELECT (SELECT count(*) FROM text) = (SELECT count(*) FROM turn_digest)";
    if !db.prepare_cached(is_complete)?.query_row([], |row| row.get(0))? {
        let missing = "WHERE NOT EXISTS (SELECT 1 FROM turn_digest d WHERE d.text_id = t.rowid)";
        db.execute_batch(&format!("INSERT INTO turn_digest (text_id, digest) {DIGESTS} {missing}"))?;
    }
    Ok(())
}

/// Makes all digests anew.
pub(crate) fn make_all(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(&format!("DELETE FROM turn_digest; INSERT INTO turn_digest (text_id, digest) {DIGESTS}"))
}

#[cfg(test)]
mod tests {
    use themata_testkit::small_study;

    use super::*;
    use crate::{Existing, Snapshot, Store};

    fn digests(db: &Connection) -> Vec<(i64, String)> {
        let mut statement = db.prepare("SELECT text_id, digest FROM turn_digest ORDER BY text_id").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    }

    /// The digests of the study as it is after `change`.
    fn after(change: impl FnOnce(&mut themata_model::Study)) -> Vec<(i64, String)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("study.themata");
        let mut study = small_study();
        change(&mut study);
        Store::write_new(&path, &Snapshot::of(study), None, Existing::Refuse).unwrap();
        digests(&Connection::open(path).unwrap())
    }

    #[test]
    fn a_turn_within_a_text_does_not_change_unseen() {
        let before = after(|_| ());
        let now = after(|study| {
            let texts = study.sources.iter_mut().map(|source| &mut source.texts[0]);
            let mut texts = texts.filter(|text| text.turns.len() > 1 && text.speakers.len() > 1);
            let text = texts.next().unwrap();
            text.turns[0].speaker = (text.turns[0].speaker + 1) % text.speakers.len();
        });
        assert_eq!(before.len(), now.len());
        assert_eq!(before.iter().zip(&now).filter(|(before, now)| before != now).count(), 1);
    }

    #[test]
    fn what_the_turns_come_to_is_kept_whatever_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("study.themata");
        Store::write_new(&path, &Snapshot::of(small_study()), None, Existing::Refuse).unwrap();
        let db = Connection::open(&path).unwrap();
        let kept = digests(&db);
        assert_eq!(kept.len(), small_study().sources.iter().map(|source| source.texts.len()).sum::<usize>());
        make_all(&db).unwrap();
        assert_eq!(digests(&db), kept);
    }
}
