//! The note in which Themata writes down what REFI-QDA has no place for, so that it can be read back.

use std::collections::HashSet;

use themata_model::{
    Attributes, Case, Code, Coding, FacetAssignment, SpeakerRole, Target, Text, TextIndex, Turn,
};

use super::codes::facet_only;
use super::notes::note;
use super::rows;
use super::{Export, Target as Tool, is_date_time};
use crate::refi::import::usual_context;
use crate::refi::project::NO_TIME;
use crate::refi::remainder::{LAYOUT, NOTE};
use crate::refi::rows::Row;
use crate::refi::tree::Element;

impl Export<'_> {
    pub(super) fn note(&self) -> Element {
        let id = self.study.id.row("refi-note", "remainder").0;
        note(id, NOTE, &self.remainder().json()).with("creationDateTime", NO_TIME)
    }

    fn remainder(&self) -> Row {
        let study = self.study;
        let told = Row::new()
            .put("id", study.id.0)
            .put("key", &study.key)
            .put("citation", &study.citation)
            .put("licence", &study.licence)
            .flag("synthetic", study.synthetic)
            .some("language", study.language.as_ref())
            .list("allowed", &study.allowed);
        let attributes =
            study.attributes.iter().map(|(of, names)| Row::new().put("of", of).list("names", names));
        let row = Row::new().put("themata", LAYOUT).row("study", told);
        let row = row.rows("attributes", attributes).list("written", &self.written);
        let row = row.rows("facet-codes", self.facet_code_rows());
        let row = row.rows("levels", study.codebook.levels().iter().map(rows::level));
        let row = row.rows("frameworks", crate::refi::frameworks::rows(study));
        let row = row.rows("sides", study.sides.iter().map(rows::side));
        let row = row.rows("facets", study.facets.iter().map(rows::facet));
        let row = row.rows("parties", study.parties.iter().map(rows::party));
        let row = row.rows("informants", study.informants.iter().map(rows::informant));
        let row = row.rows("exhibits", study.exhibits.iter().map(rows::exhibit));
        let row = row.rows("coders", study.coders.iter().map(rows::coder));
        let row = row.rows("codes", self.code_rows());
        let row = row.rows("cases", self.case_rows());
        let row = row.rows("sources", study.sources.iter().map(source));
        let row = row.rows("codings", self.coding_rows());
        let row = row.rows("lost", self.lost().map(lost));
        let row = row.rows("memos", study.memos.iter().map(rows::memo));
        let row = row.rows("links", study.links.iter().map(rows::link).filter(Row::says_more_than_id));
        let row = row.rows("placements", study.placements.iter().map(rows::placement));
        let row = row.rows("settlements", study.settlements.iter().map(rows::settlement));
        let row = row.rows("excerpts", study.excerpts.iter().map(rows::excerpt));
        let row = row.rows("findings", study.findings.iter().map(rows::finding));
        let row = row.rows("outputs", study.outputs.iter().map(rows::output));
        let row = row.rows("totals", study.totals.iter().map(rows::total));
        let row = row.rows("claims", study.claims.iter().map(rows::claim));
        let row = row.rows("questions", study.questions.iter().map(rows::question));
        row.rows("members", study.member_checks.iter().map(rows::member_check))
    }

    /// Which codes stand for values of facets, the heads of facets among them.
    fn facet_code_rows(&self) -> Vec<Row> {
        let mut seen = std::collections::BTreeSet::new();
        let mut rows = Vec::new();
        for (facet, value) in self.study.codings.iter().filter_map(facet_only) {
            let Some(id) = self.facet_code(facet, value) else { continue };
            if let Some(head) = self.study.facet(facet).map(|facet| facet.id.0.derive("code"))
                && seen.insert(head)
            {
                rows.push(Row::new().put("id", head).put("facet", facet).put("value", "all"));
            }
            if seen.insert(id) {
                rows.push(Row::new().put("id", id).put("facet", facet).put("value", value));
            }
        }
        rows
    }

    /// Codes; QualCoder tells them apart by their names, so that those of the same name are written with numbers.
    fn code_rows(&self) -> Vec<Row> {
        let codes = self.study.codebook.codes();
        let facets = self.study.facets.iter();
        let labels = facets.flat_map(|facet| {
            let values = facet.values.iter().map(|value| value.name.clone());
            values.chain([
                facet.name.clone(),
                facet.label(&FacetAssignment::All),
                facet.label(&FacetAssignment::None),
            ])
        });
        let shown = codes.iter().map(Code::marked_name).chain(labels);
        let repeated = self.repeated(shown);
        let row = |of: &Code| code(of).some("name", repeated.contains(&of.marked_name()).then_some(&of.name));
        codes.iter().map(row).collect()
    }

    fn case_rows(&self) -> Vec<Row> {
        let cases = &self.study.cases;
        let shown =
            |case: &Case| if case.label.is_empty() { case.key.to_string() } else { case.label.clone() };
        let repeated = self.repeated(cases.iter().map(shown));
        let row =
            |of: &Case| rows::case(of).some("label", repeated.contains(&shown(of)).then_some(&of.label));
        cases.iter().map(row).collect()
    }

    /// The names that come more than once, where that has to be told.
    fn repeated(&self, names: impl Iterator<Item = String>) -> HashSet<String> {
        let mut seen = HashSet::new();
        let again = |name: &String| !seen.insert(name.clone());
        if self.target == Tool::Qualcoder { names.filter(again).collect() } else { HashSet::new() }
    }

    fn coding_rows(&self) -> Vec<Row> {
        let mut contents: std::collections::HashMap<&str, &str> = std::collections::HashMap::new();
        for source in &self.study.sources {
            contents.insert(source.key.as_str(), source.texts.last().map_or("", |text| &text.content));
        }
        let placed = self.study.codings.iter().filter(|coding| coding.span.is_some());
        let rows = placed.map(|coding| {
            let content = contents.get(coding.source.as_str()).copied().unwrap_or_default();
            more(Row::new().put("id", coding.id), coding, content)
        });
        rows.filter(Row::says_more_than_id).collect()
    }
}

/// What REFI-QDA does not carry of a coding.
fn more(row: Row, coding: &Coding, content: &str) -> Row {
    let differs = |is: &str, usual: &str| (is != usual).then(|| is.to_string());
    let (prefix, suffix) = usual_context(content, coding.span);
    let attributes: Attributes = coding
        .attributes
        .iter()
        .filter(|(name, value)| coding.span.is_none() || *name != "created" || !is_date_time(value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let facets = match &coding.target {
        Target::Code(_, facets) | Target::Facets(facets) => facets,
    };
    row.some("typed", differs(&coding.typed, &coding.quotation))
        .some("prefix", differs(&coding.prefix, &prefix))
        .some("suffix", differs(&coding.suffix, &suffix))
        .map("facets", facets)
        .some("about case", coding.about.case.as_ref())
        .some("about side", coding.about.side.as_ref())
        .some("weight", coding.weight.map(|weight| weight.get()))
        .map("attributes", &attributes)
}

fn lost(coding: &Coding) -> Row {
    let row = Row::new()
        .put("id", coding.id)
        .put("source", &coding.source)
        .put("coder", &coding.coder)
        .some("code", coding.target.code())
        .put("quotation", &coding.quotation)
        .put("memo", &coding.memo);
    more(row, coding, "")
}

fn code(code: &Code) -> Row {
    let mut attributes = code.attributes.clone();
    if attributes.get("codable").map(String::as_str) == Some("no") {
        attributes.remove("codable");
    }
    Row::new()
        .put("id", code.id)
        .put("key", &code.key)
        .put("level", &code.level)
        .some("marker", code.marker.as_ref())
        .put("inclusion", &code.inclusion)
        .put("exclusion", &code.exclusion)
        .list("aliases", &code.aliases)
        .some("origin", code.origin.map(|origin| origin.as_str()))
        .list("references", &code.references)
        .map("facets", &code.prefilled)
        .map("attributes", &attributes)
}

fn source(source: &themata_model::Source) -> Row {
    let row = Row::new()
        .put("id", source.id)
        .put("key", &source.key)
        .put("file", &source.file)
        .put("kind", source.kind.as_str())
        .list("cases", &source.cases)
        .list("sides", &source.sides)
        .list("parties", &source.parties)
        .list("informants", &source.informants)
        .some("date", source.date.as_ref())
        .some("wave", source.wave.as_ref())
        .some("recorded", source.recorded.map(|recorded| if recorded { "yes" } else { "no" }))
        .some("language", source.language.as_ref())
        .map("attributes", &source.attributes);
    match source.texts.last() {
        Some(text) => row.row("text", words(text)),
        None => row,
    }
}

/// What is known of a text beside its words.
fn words(text: &Text) -> Row {
    let row = Row::new().put("id", text.id).put("hash", text.hash).put("extraction", &text.extraction);
    let index = TextIndex::new(&text.content);
    let at = |byte| index.char_of(byte).map_or(0, |at| at.0);
    let place = |(byte, what): &(themata_model::ByteOffset, String)| format!("{} {what}", at(*byte));
    let times = text.locators.times().iter().map(|(byte, time)| format!("{} {}", at(*byte), time.0));
    let row = row
        .list("pages", text.locators.pages().iter().map(place))
        .list("numbers", text.locators.numbers().iter().map(place))
        .list("times", times);
    let (turns, speakers, _) = themata_ingest::segment(&text.content);
    if turns == text.turns && speakers == text.speakers {
        return row.flag("by layout", true);
    }
    let turn = |turn: &Turn| {
        let body =
            turn.body.map_or("- -".to_string(), |body| format!("{} {}", at(body.start()), at(body.end())));
        let time = turn.timestamp.map_or("-".to_string(), |time| time.0.to_string());
        format!("{} {} {} {body} {time}", turn.speaker, at(turn.label.start()), at(turn.label.end()))
    };
    let speakers = text.speakers.iter().map(|speaker| {
        let role = match speaker.role {
            SpeakerRole::Interviewer => "interviewer",
            SpeakerRole::Informant => "informant",
            SpeakerRole::Unknown => "",
        };
        Row::new()
            .put("label", &speaker.label)
            .put("role", role)
            .some("informant", speaker.informant.as_ref())
    });
    row.list("turns", text.turns.iter().map(turn)).rows("speakers", speakers)
}
