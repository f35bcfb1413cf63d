//! `study.toml` and `codebook.toml`: as authored while they still tell the truth, else made anew
//! with the author's comments kept.

use themata_model::{OutputKind, Study};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::super::entries::TomlFile;
use super::super::ids::{Ids, identity};
use super::super::merge_toml::merge;
use super::super::study_toml::{claim_identity, total_identity};
use super::super::{Files, Folder, codebook_toml, study_toml};

pub(super) fn render(folder: &Folder, files: &mut Files) {
    let authored = |name: &str| folder.documents.get(name);
    let study = &folder.study;
    let read_back = read_back(folder);
    // Levels may stand in either file, and those in `study.toml` outweigh the others.
    let levels_hold = |found: &Study| {
        !authored("study.toml").is_some_and(|text| levels_in(text))
            || found.codebook.levels() == study.codebook.levels()
    };
    let study_holds = read_back.as_ref().is_some_and(|found| same_head(found, study) && levels_hold(found));
    let text = match authored("study.toml") {
        Some(text) if study_holds => text.clone(),
        old => merge(old.map(String::as_str), study_document(study, old.is_some_and(|text| levels_in(text)))),
    };
    let levels_here = levels_in(&text);
    files.insert("study.toml".to_string(), text.into_bytes());
    if has_no_codebook(study) && authored("codebook.toml").is_none() {
        return;
    }
    let codebook_holds = read_back.as_ref().is_some_and(|found| {
        found.codebook == study.codebook
            && found.frameworks == study.frameworks
            && found.framework_in_use == study.framework_in_use
    });
    let text = match authored("codebook.toml") {
        Some(text) if codebook_holds => text.clone(),
        old => merge(old.map(String::as_str), codebook_document(study, !levels_here)),
    };
    files.insert("codebook.toml".to_string(), text.into_bytes());
}

fn has_no_codebook(study: &Study) -> bool {
    study.codebook.codes().is_empty() && study.codebook.levels().is_empty() && study.frameworks.is_empty()
}

fn levels_in(text: &str) -> bool {
    text.parse::<DocumentMut>().is_ok_and(|document| document.contains_key("levels"))
}

/// What the authored texts say.
fn read_back(folder: &Folder) -> Option<Study> {
    let mut problems = Vec::new();
    let toml = TomlFile::parse("study.toml", folder.documents.get("study.toml")?, &mut problems)?;
    let mut study = study_toml::parse(&toml, &mut problems)?;
    if study.sides.is_empty() {
        study.sides = sides_of_cases(&folder.study);
    }
    if let Some(text) = folder.documents.get("codebook.toml") {
        let toml = TomlFile::parse("codebook.toml", text, &mut problems)?;
        codebook_toml::parse(&toml, &mut study, &mut problems);
    }
    Some(study)
}

/// The sides that a reader takes from the cases when `study.toml` names none.
fn sides_of_cases(study: &Study) -> Vec<themata_model::Side> {
    let mut ids = Ids::new(study.id, "side");
    let mut sides: Vec<themata_model::Side> = Vec::new();
    for key in study.cases.iter().flat_map(|case| &case.sides).filter_map(|side| side.side.as_ref()) {
        if !sides.iter().any(|side| side.key == *key) {
            sides.push(themata_model::Side {
                id: ids.derive(key.as_str()),
                key: key.clone(),
                name: key.to_string(),
            });
        }
    }
    sides
}

/// Whether all that stands in `study.toml` is the same.
fn same_head(a: &Study, b: &Study) -> bool {
    (a.id, &a.key, &a.title, &a.citation, &a.licence, a.synthetic, &a.language)
        == (b.id, &b.key, &b.title, &b.citation, &b.licence, b.synthetic, &b.language)
        && (&a.attributes, &a.sides, &a.facets, &a.totals) == (&b.attributes, &b.sides, &b.facets, &b.totals)
        && (&a.claims, &a.exhibits, &a.outputs, &a.allowed)
            == (&b.claims, &b.exhibits, &b.outputs, &b.allowed)
}

fn study_document(study: &Study, with_levels: bool) -> DocumentMut {
    let mut document = DocumentMut::new();
    document["key"] = value(study.key.as_str());
    if study.id != themata_model::StudyId::of_key(study.key.as_str()) {
        document["id"] = value(study.id.0.to_string());
    }
    document["title"] = value(&study.title);
    set_text(document.as_table_mut(), "citation", &study.citation);
    set_text(document.as_table_mut(), "licence", &study.licence);
    document["synthetic"] = value(study.synthetic);
    set_text(document.as_table_mut(), "language", study.language.as_deref().unwrap_or_default());
    if !has_no_codebook(study) {
        document["codebook"] = value("codebook.toml");
    }
    if !study.allowed.is_empty() {
        document["allow"] = value(study.allowed.iter().collect::<Array>());
    }
    if !study.attributes.is_empty() {
        let mut table = Table::new();
        for (name, columns) in &study.attributes {
            table[name] = value(columns.iter().collect::<Array>());
        }
        document["attributes"] = Item::Table(table);
    }
    if with_levels {
        document["levels"] = levels(study);
    }
    let mut ids = Ids::new(study.id, "side");
    let sides = study.sides.iter().map(|side| {
        let mut table = keyed(side.key.as_str(), side.id, ids.derive(side.key.as_str()));
        table["name"] = value(&side.name);
        table
    });
    set_tables(&mut document, "sides", sides.collect());
    set_tables(&mut document, "facets", facets(study));
    set_tables(&mut document, "totals", totals(study));
    let mut ids = Ids::new(study.id, "claim");
    let claims = study.claims.iter().map(|claim| {
        let mut table = Table::new();
        set_id(&mut table, claim.id, ids.derive(&claim_identity(claim)));
        table["kind"] = value(claim.kind.as_str());
        set_text(&mut table, "level", claim.level.as_ref().map_or("", |level| level.as_str()));
        table
    });
    set_tables(&mut document, "claims", claims.collect());
    exhibits(study, &mut document);
    document
}

fn facets(study: &Study) -> Vec<Table> {
    let mut ids = Ids::new(study.id, "facet");
    let mut value_ids = Ids::new(study.id, "facet-value");
    let facet = |facet: &themata_model::Facet| {
        let mut table = keyed(facet.key.as_str(), facet.id, ids.derive(facet.key.as_str()));
        table["name"] = value(&facet.name);
        table["ordered"] = value(facet.ordered);
        let values = facet.values.iter().map(|v| {
            let mut inline = InlineTable::new();
            inline.insert("key", v.key.as_str().into());
            if v.id != value_ids.derive(&identity(&[facet.key.as_str(), v.key.as_str()])) {
                inline.insert("id", v.id.to_string().into());
            }
            inline.insert("name", v.name.as_str().into());
            if let Some(definition) = &v.definition {
                inline.insert("definition", definition.as_str().into());
            }
            let mut inline = Value::InlineTable(inline);
            inline.decor_mut().set_prefix("\n  ");
            inline
        });
        let mut array: Array = values.collect();
        array.set_trailing("\n");
        array.set_trailing_comma(true);
        table["values"] = value(array);
        table
    };
    study.facets.iter().map(facet).collect()
}

fn totals(study: &Study) -> Vec<Table> {
    let mut ids = Ids::new(study.id, "total");
    let total = |total: &themata_model::StatedTotal| {
        let mut table = Table::new();
        set_id(&mut table, total.id, ids.derive(&total_identity(total)));
        table["of"] = value(total.of.as_str());
        set_text(&mut table, "case", total.case.as_ref().map_or("", |key| key.as_str()));
        set_text(&mut table, "side", total.side.as_ref().map_or("", |key| key.as_str()));
        set_text(&mut table, "party", total.party.as_ref().map_or("", |key| key.as_str()));
        set_text(&mut table, "wave", total.wave.as_ref().map_or("", |key| key.as_str()));
        table["value"] = value(i64::from(total.value));
        table
    };
    study.totals.iter().map(total).collect()
}

fn exhibits(study: &Study, document: &mut DocumentMut) {
    let mut ids = Ids::new(study.id, "exhibit");
    let tables = study.exhibits.iter().map(|exhibit| {
        let mut table = keyed(exhibit.key.as_str(), exhibit.id, ids.derive(exhibit.key.as_str()));
        table["kind"] = value(exhibit.kind.as_str());
        table["title"] = value(&exhibit.title);
        table
    });
    set_tables(document, "exhibits", tables.collect());
    let mut ids = Ids::new(study.id, "output");
    let outputs = study.outputs.iter().map(|output| {
        let mut table = Table::new();
        set_id(&mut table, output.id, ids.derive(output.exhibit.as_str()));
        match &output.kind {
            OutputKind::Table(kind) => table["table"] = value(kind),
            OutputKind::Figure(kind) => table["figure"] = value(kind),
        }
        table["exhibit"] = value(output.exhibit.as_str());
        for (name, option) in &output.options {
            table[name] = match option.as_str() {
                "true" => value(true),
                "false" => value(false),
                text => value(text),
            };
        }
        table
    });
    set_tables(document, "outputs", outputs.collect());
}

fn levels(study: &Study) -> Item {
    let mut ids = Ids::new(study.id, "level");
    let tables = study.codebook.levels().iter().map(|level| {
        let mut table = keyed(level.key.as_str(), level.id, ids.derive(level.key.as_str()));
        table["name"] = value(&level.name);
        if level.open {
            table["open"] = value(true);
        }
        table
    });
    Item::ArrayOfTables(tables.collect::<ArrayOfTables>())
}

fn codebook_document(study: &Study, with_levels: bool) -> DocumentMut {
    let mut document = DocumentMut::new();
    if with_levels {
        document["levels"] = levels(study);
    }
    set_tables(&mut document, "frameworks", frameworks(study));
    let mut ids = Ids::new(study.id, "code");
    let in_use = study.parents_in_use();
    let aside = study.frameworks.iter().flat_map(|framework| &framework.codes);
    let codes = study.codebook.codes().iter().chain(aside).map(|code| {
        let mut table = keyed(code.key.as_str(), code.id, ids.derive(code.key.as_str()));
        set_text(&mut table, "marker", code.marker.as_deref().unwrap_or_default());
        table["level"] = value(code.level.as_str());
        set_text(&mut table, "framework", code.framework.as_ref().map_or("", |key| key.as_str()));
        let parent = code.parent.as_ref().filter(|_| !in_use.contains_key(&code.key));
        set_text(&mut table, "parent", parent.map_or("", |key| key.as_str()));
        let parents: InlineTable = study
            .frameworks
            .iter()
            .filter_map(|framework| {
                let is_used = study.framework_in_use.as_ref() == Some(&framework.key);
                let parents = if is_used { &in_use } else { &framework.parents };
                Some((framework.key.as_str(), parents.get(&code.key)?.as_str()))
            })
            .collect();
        if !parents.is_empty() {
            table["parents"] = value(parents);
        }
        table["name"] = value(&code.name);
        if !code.aliases.is_empty() {
            table["aliases"] = value(code.aliases.iter().collect::<Array>());
        }
        set_text(&mut table, "definition", &code.definition);
        set_text(&mut table, "inclusion", &code.inclusion);
        set_text(&mut table, "exclusion", &code.exclusion);
        set_text(&mut table, "origin", code.origin.map_or("", |origin| origin.as_str()));
        if !code.references.is_empty() {
            table["references"] = value(code.references.iter().collect::<Array>());
        }
        set_text(&mut table, "colour", &code.colour.map(|c| c.to_string()).unwrap_or_default());
        if !code.prefilled.is_empty() {
            let pairs = code.prefilled.iter().map(|(facet, v)| (facet.as_str(), v.to_string()));
            table["facets"] = value(pairs.collect::<InlineTable>());
        }
        for (name, text) in &code.attributes {
            table[name] = value(text);
        }
        table
    });
    set_tables(&mut document, "codes", codes.collect());
    document
}

fn frameworks(study: &Study) -> Vec<Table> {
    let mut ids = Ids::new(study.id, "framework");
    let framework = |framework: &themata_model::Framework| {
        let mut table = keyed(framework.key.as_str(), framework.id, ids.derive(framework.key.as_str()));
        table["name"] = value(&framework.name);
        set_text(&mut table, "definition", &framework.definition);
        if study.framework_in_use.as_ref() == Some(&framework.key) {
            table["in-use"] = value(true);
        }
        set_text(&mut table, "reason", &framework.reason);
        set_text(&mut table, "coder", framework.coder.as_ref().map_or("", |key| key.as_str()));
        set_text(&mut table, "date", framework.date.as_deref().unwrap_or_default());
        table
    };
    study.frameworks.iter().map(framework).collect()
}

fn keyed(key: &str, id: themata_model::RowId, derived: themata_model::RowId) -> Table {
    let mut table = Table::new();
    table["key"] = value(key);
    set_id(&mut table, id, derived);
    table
}

fn set_id(table: &mut Table, id: themata_model::RowId, derived: themata_model::RowId) {
    if id != derived {
        table["id"] = value(id.to_string());
    }
}

fn set_text(table: &mut Table, key: &str, text: &str) {
    if !text.is_empty() {
        table[key] = value(text);
    }
}

fn set_tables(document: &mut DocumentMut, key: &str, tables: Vec<Table>) {
    if !tables.is_empty() {
        document[key] = Item::ArrayOfTables(tables.into_iter().collect());
    }
}
