//! The merge itself: three copies in, one study out, with what could not be settled.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fields::{self, Three};
use super::joined;
use super::lists::{self, List, Lists};
use super::rulings::{Dispute, MergeSide, Rulings, Stand};
use super::schema::{Schema, Tables, name_by_id, name_by_key, row, text};
use super::texts::{self, Carried, Files};
use super::unify::{Known, SameAs};
use super::{places, unify, words};
use crate::error::Fault;
use crate::image::Image;

/// The three copies.
pub(super) struct Copies {
    pub(super) base: Tables,
    pub(super) ours: Tables,
    pub(super) theirs: Tables,
}

/// What came of a merge.
pub(super) struct Merged {
    pub(super) tables: Tables,
    pub(super) carried: Carried,
    /// The ids that things of theirs got, where ours has them under other ones.
    pub(super) same_as: SameAs,
    /// The copies, brought to the same ids and texts; for words.
    pub(super) copies: Copies,
}

/// Where a row of the merged study comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    Both,
    One(MergeSide),
    Base,
}

type AllLists = BTreeMap<String, BTreeMap<String, List>>;

/// From an id to the rows that name it: table, id, row.
type Naming<'a> = HashMap<&'a str, Vec<(&'a String, &'a String, &'a Image)>>;

struct Run<'a> {
    schema: &'a Schema,
    files: &'a Files<'a>,
    copies: &'a Copies,
    lists: [AllLists; 3],
    merged: Tables,
    from: HashMap<String, From>,
}

/// Merges the copies as `rulings` decide.
pub(super) fn run(
    schema: &Schema,
    files: &Files<'_>,
    mut copies: Copies,
    known: &Known,
    rulings: &mut Rulings<'_>,
) -> Result<Merged, Fault> {
    let Copies { base, ours, theirs } = &mut copies;
    [&mut *base, &mut *ours, &mut *theirs].into_iter().for_each(name_by_id);
    let known = known.in_ours(ours);
    unify::rename(schema, theirs, &known);
    let mut all_same = unify::same_things(ours, theirs);
    unify::rename(schema, theirs, &all_same);
    for same_as in [&known, &all_same] {
        unify::rename(schema, base, same_as);
        rulings.rename(same_as);
    }
    let finals = texts::finals(files, (base, ours, theirs), rulings)?;
    let carried = texts::carry(files, &finals, base, ours, theirs, rulings)?;
    let same_as = unify::same_codings(schema, ours, theirs);
    unify::rename(schema, theirs, &same_as);
    let of_codings = same_as.len();
    if of_codings > 0 {
        rulings.note(match of_codings {
            1 => "1 coding that both copies made is one coding now".to_string(),
            n => format!("{n} codings that both copies made are one coding each now"),
        });
    }
    all_same.extend(same_as);
    let of = |tables| lists::of(schema, tables);
    let lists = [of(&copies.base), of(&copies.ours), of(&copies.theirs)];
    let mut run = Run { schema, files, copies: &copies, lists, merged: Tables::new(), from: HashMap::new() };
    let kept = run.rows(&finals, rulings)?;
    let codes = kept.iter().filter(|(_, id)| row(&run.merged, "code", id).is_some()).cloned().collect();
    run.bring_along(kept);
    run.part(codes, rulings)?;
    run.belongings(rulings);
    run.need(rulings)?;
    places::mend(&mut run.merged, &copies, rulings);
    let mut merged = run.merged;
    for (table, old, new) in unify::free_keys(&mut merged, &copies.ours) {
        let what = words::kind(&table);
        rulings.note(format!("both copies have a {what} `{old}`: theirs is `{new}` now"));
    }
    places::append_new(&mut merged, &copies);
    texts::say_who_speaks(files, &finals, &mut merged, &copies.ours, &copies.theirs)?;
    name_by_key(&mut merged);
    Ok(Merged { tables: merged, carried, same_as: all_same, copies })
}

impl<'a> Run<'a> {
    /// Merges the rows that stand alone, and returns those that one copy deleted and the other one keeps.
    fn rows(
        &mut self,
        finals: &texts::Finals,
        rulings: &mut Rulings<'_>,
    ) -> Result<Vec<(MergeSide, String)>, Fault> {
        let mut kept = Vec::new();
        for table in self.schema.shapes.keys().filter(|table| self.schema.stands_alone(table)) {
            let copies = self.copies;
            let of = |tables: &'a Tables| tables.get(table);
            let (base, ours, theirs) = (of(&copies.base), of(&copies.ours), of(&copies.theirs));
            let all: BTreeSet<&String> =
                [ours, theirs].into_iter().flatten().flat_map(BTreeMap::keys).collect();
            for id in all {
                let get = |rows: Option<&'a BTreeMap<String, Image>>| rows.and_then(|rows| rows.get(id));
                let b = get(base);
                let (image, from) = match (get(ours), get(theirs)) {
                    (Some(o), Some(t)) => {
                        let (mut o, mut t) = (o.clone(), t.clone());
                        if let Some(last) = finals.get(id).filter(|_| table == "source") {
                            // Which text stays is decided already.
                            o.insert("text_id".into(), last.text.as_str().into());
                            t.insert("text_id".into(), last.text.as_str().into());
                        }
                        let three = Three { table, row: id, base: b, ours: &o, theirs: &t };
                        (fields::merged(self.schema, &three, rulings), From::Both)
                    }
                    (Some(one), None) | (None, Some(one)) => {
                        let side = if get(ours).is_some() { MergeSide::Ours } else { MergeSide::Theirs };
                        match self.kept(table, id, side, rulings)? {
                            Some(false) => continue,
                            Some(true) => kept.push((side, id.clone())),
                            None => {}
                        }
                        (one.clone(), From::One(side))
                    }
                    (None, None) => continue,
                };
                self.insert(table, id, image, from);
            }
        }
        Ok(kept)
    }

    fn insert(&mut self, table: &str, id: &str, image: Image, from: From) {
        self.from.insert(id.to_string(), from);
        self.merged.entry(table.to_string()).or_default().insert(id.to_string(), image);
    }

    fn copy(&self, from: From) -> (&Tables, &AllLists) {
        match from {
            From::Base => (&self.copies.base, &self.lists[0]),
            From::Both | From::One(MergeSide::Ours) => (&self.copies.ours, &self.lists[1]),
            From::One(MergeSide::Theirs) => (&self.copies.theirs, &self.lists[2]),
        }
    }

    /// How the copy other than `side` lost a row.
    fn gone(&self, table: &str, id: &str, side: MergeSide) -> Result<Stand, Fault> {
        if table != "code" {
            return Ok(Stand::Gone);
        }
        let joined = joined::joined(self.files.of(side.other()), self.schema, id)?;
        Ok(joined.map_or(Stand::Gone, |joined| Stand::Joined(joined.into)))
    }

    /// Whether a row that only `side` has stays although the other copy deleted it; `None` when the
    /// other copy never had it.
    fn kept(
        &self,
        table: &str,
        id: &str,
        side: MergeSide,
        rulings: &mut Rulings<'_>,
    ) -> Result<Option<bool>, Fault> {
        let question = (table.to_string(), id.to_string(), "row".to_string());
        let here = match rulings.contested(&question) {
            Some(Dispute { ours: here @ Stand::Changed(_), .. } | Dispute { theirs: here, .. }) => {
                here.clone()
            }
            None => {
                let Some(base) = row(&self.copies.base, table, id) else { return Ok(None) };
                let changed = self.changed(table, id, base, side);
                if changed.is_empty() {
                    return Ok(Some(false));
                }
                Stand::Changed(changed)
            }
        };
        let gone = self.gone(table, id, side)?;
        let (ours, theirs) = match side {
            MergeSide::Ours => (here, gone),
            MergeSide::Theirs => (gone, here),
        };
        Ok(Some(rulings.ask(question, None, ours, theirs) == side))
    }

    /// The fields and lists of a row that a copy changed.
    fn changed(&self, table: &str, id: &str, base: &Image, side: MergeSide) -> Vec<String> {
        let (tables, lists) = self.copy(From::One(side));
        let Some(now) = row(tables, table, id) else { return Vec::new() };
        let mut changed = fields::changed(self.schema, table, base, now);
        fn list<'l>(lists: &'l AllLists, of: &str, id: &str) -> &'l [Image] {
            lists.get(of).and_then(|owners| owners.get(id)).map_or(&[], Vec::as_slice)
        }
        let names: BTreeSet<&String> = self.lists[0].keys().chain(lists.keys()).collect();
        let other_lists = names.into_iter().filter(|of| list(&self.lists[0], of, id) != list(lists, of, id));
        changed.extend(other_lists.map(|of| words::field(table, of)));
        changed
    }

    /// Lets codes that stay though the other copy merged them have back what went with them.
    fn part(&mut self, kept: Vec<(MergeSide, String)>, rulings: &mut Rulings<'_>) -> Result<(), Fault> {
        for (side, id) in kept {
            let Some(joined) = joined::joined(self.files.of(side.other()), self.schema, &id)? else {
                continue;
            };
            let Copies { base, ours, theirs } = self.copies;
            let (tables, other) = if side == MergeSide::Ours { (ours, theirs) } else { (theirs, ours) };
            let key = row(tables, "code", &id).and_then(|code| text(code, "key")).unwrap_or_default();
            let codings = match joined.part(&id, base, tables, other, &mut self.merged) {
                0 => "no coding is".to_string(),
                1 => "1 coding is".to_string(),
                n => format!("{n} codings are"),
            };
            rulings.note(format!(
                "the code `{key}` stays, which {} merged into `{}`; {codings} at it again",
                side.other().word(),
                joined.into
            ));
        }
        Ok(())
    }

    /// Lets what was deleted together with a row that stays stay, too.
    fn bring_along(&mut self, mut kept: Vec<(MergeSide, String)>) {
        let copies = self.copies;
        let mut naming: [Option<Naming<'a>>; 2] = [None, None];
        while let Some((side, id)) = kept.pop() {
            let (tables, known) = match side {
                MergeSide::Ours => (&copies.ours, &mut naming[0]),
                MergeSide::Theirs => (&copies.theirs, &mut naming[1]),
            };
            let known = known.get_or_insert_with(|| self.naming(tables));
            for (table, other, image) in known.get(id.as_str()).into_iter().flatten() {
                if !self.from.contains_key(*other) {
                    self.insert(table, other, (*image).clone(), From::One(side));
                    kept.push((side, (*other).to_string()));
                }
            }
        }
    }

    /// The rows that name each row.
    fn naming(&self, tables: &'a Tables) -> Naming<'a> {
        let mut naming = Naming::new();
        for (table, rows) in tables.iter().filter(|(table, _)| self.schema.stands_alone(table)) {
            for (id, image) in rows {
                for named in self.schema.named(table, image) {
                    naming.entry(named.uuid).or_default().push((table, id, image));
                }
            }
        }
        naming
    }

    /// Merges the lists of all rows that stay.
    fn belongings(&mut self, rulings: &mut Rulings<'_>) {
        let names: BTreeSet<String> = self.lists.iter().flat_map(|lists| lists.keys().cloned()).collect();
        for table in names {
            let [base, ours, theirs] = &self.lists;
            let owners = |lists: &AllLists| -> BTreeSet<String> {
                lists.get(&table).into_iter().flat_map(BTreeMap::keys).cloned().collect()
            };
            let all: BTreeSet<String> = owners(ours).into_iter().chain(owners(theirs)).collect();
            let empty = List::new();
            let mut found = Vec::new();
            for owner in &all {
                let of = |lists: &'_ AllLists| lists.get(&table).and_then(|lists| lists.get(owner)).cloned();
                let from = if owner.is_empty() { Some(From::Both) } else { self.from.get(owner).copied() };
                let list = match from {
                    None => continue,
                    Some(From::Both) => {
                        let (b, o, t) = (of(base), of(ours), of(theirs));
                        let in_base = owner.is_empty() && !self.copies.base.is_empty()
                            || self.copies.base.values().any(|rows| rows.contains_key(owner));
                        let b = if in_base { Some(b.unwrap_or_default()) } else { b };
                        let lists = Lists {
                            table: &table,
                            owner,
                            base: b.as_ref(),
                            ours: o.as_ref().unwrap_or(&empty),
                            theirs: t.as_ref().unwrap_or(&empty),
                        };
                        lists::merged(self.schema, &lists, rulings)
                    }
                    Some(from) => of(self.copy(from).1).unwrap_or_default(),
                };
                found.push(list);
            }
            for list in found {
                self.add_list(&table, list);
            }
        }
    }

    fn add_list(&mut self, table: &str, list: List) {
        for image in list {
            let (table, image) = lists::stored(table, image);
            let row = self.schema.row_of(&table, &image);
            self.merged.entry(table).or_default().insert(row, image);
        }
    }

    /// Lets rows stay that others need: what one copy deleted and the other one names anew.
    fn need(&mut self, rulings: &mut Rulings<'_>) -> Result<(), Fault> {
        loop {
            let mut missing: BTreeMap<(String, String), (String, Image, usize)> = BTreeMap::new();
            for (table, rows) in &self.merged {
                for image in rows.values() {
                    for named in self.schema.named(table, image) {
                        let found =
                            self.merged.get(&named.table).is_some_and(|rows| rows.contains_key(named.uuid));
                        if !found {
                            let key = (named.table, named.uuid.to_string());
                            missing.entry(key).or_insert_with(|| (table.clone(), image.clone(), 0)).2 += 1;
                        }
                    }
                }
            }
            let before = self.from.len();
            for ((table, id), (by, image, needing)) in missing {
                let sides = [From::One(MergeSide::Ours), From::One(MergeSide::Theirs), From::Base];
                let found = sides
                    .into_iter()
                    .find_map(|from| row(self.copy(from).0, &table, &id).map(|image| (from, image.clone())));
                let Some((from, kept)) = found else { continue };
                if table != "text" {
                    let named = |table: &str, image: &Image| {
                        let label = words::label(&self.copies.ours, &self.copies.theirs, table, image);
                        format!("the {} {label}", words::kind(table))
                    };
                    let (gone, copy) = match from {
                        From::One(side) => (self.gone(&table, &id, side)?, side.other().word()),
                        _ => (Stand::Gone, "both copies"),
                    };
                    let how = match gone {
                        Stand::Joined(into) => format!("merged into `{into}`"),
                        _ => "deleted".to_string(),
                    };
                    let more = match needing {
                        1 => "needs it".to_string(),
                        n => format!("and {} more need it", n - 1),
                    };
                    let (what, by) = (named(&table, &kept), named(&by, &image));
                    rulings.note(format!("{what} was {how} in {copy} and stays, because {by} {more}"));
                }
                self.stay(&table, &id, kept, from);
            }
            if self.from.len() == before {
                return Ok(());
            }
        }
    }

    /// Lets a row stay with all that belongs to it.
    fn stay(&mut self, table: &str, id: &str, image: Image, from: From) {
        let (tables, lists) = self.copy(from);
        let mut belongings = Vec::new();
        for (of, owners) in lists {
            belongings.extend(owners.get(id).map(|list| (of.clone(), list.clone())));
        }
        let mut owned = Vec::new();
        for owned_table in ["text", "original", "facet_value"] {
            for (row, image) in tables.get(owned_table).into_iter().flatten() {
                let known = self.merged.get(owned_table).is_some_and(|rows| rows.contains_key(row));
                if !known && self.schema.owner(owned_table, image) == Some(id) {
                    owned.push((owned_table, row.clone(), image.clone()));
                }
            }
        }
        self.insert(table, id, image, from);
        for (table, list) in belongings {
            self.add_list(&table, list);
        }
        for (table, row, image) in owned {
            self.stay(table, &row, image, from);
        }
    }
}
