//! What the note of Themata says of rows that REFI-QDA carries only in part.

use std::collections::{BTreeMap, HashMap};

use themata_model::{
    About, Anchor, ByteOffset, CaseKey, CharOffset, Code, Coding, FacetAssignment, FacetKey, Level,
    LocatorMap, RowId, SourceKind, Span, Speaker, SpeakerRole, Target, Text, TextHash, TextIndex, Timestamp,
    Turn, Weight,
};

use super::Import;
use super::codes::assignment;
use crate::refi::qualcoder::is_told_apart;
use crate::refi::rows::Told;

impl Import<'_> {
    /// Words as they are written; without a note of Themata white space around them means nothing.
    pub(super) fn said(&self, words: &str) -> String {
        if self.remainder.root().is_some() { words.to_string() } else { words.trim().to_string() }
    }

    /// Gives codes what REFI-QDA does not carry of them, and their order.
    pub(super) fn overlay_codes(&mut self, codes: &mut [Code]) {
        let order: HashMap<RowId, usize> = self
            .remainder
            .rows("codes")
            .zip(0..)
            .filter_map(|(row, at)| Some((row.parse("id")?, at)))
            .collect();
        for code in codes.iter_mut() {
            let Some(row) = self.remainder.row("codes", code.id.0) else { continue };
            code.marker = row.some("marker");
            if let Some(marker) = &code.marker
                && let Some(name) = code.name.strip_prefix(&format!("{marker}. "))
            {
                code.name = name.to_string();
            }
            if let Some(name) = row.some("name").filter(|name| is_told_apart(&code.name, name)) {
                code.name = name;
            }
            (code.inclusion, code.exclusion) = (row.text("inclusion"), row.text("exclusion"));
            let after = criteria(&code.definition.clone(), &code.inclusion, &code.exclusion);
            match after {
                Some(definition) => code.definition = definition,
                // Somebody wrote on in the description: it says all there is.
                None => (code.inclusion, code.exclusion) = (String::new(), String::new()),
            }
            code.aliases = row.list("aliases");
            code.origin = row.parse("origin");
            code.references = row.list("references");
            code.prefilled = values(row, "facets");
            code.attributes.extend(row.map::<String>("attributes"));
        }
        if !order.is_empty() {
            codes.sort_by_key(|code| order.get(&code.id).copied().unwrap_or(usize::MAX));
        }
    }

    /// The levels that the note tells, with the codes on them; a code that it does not know stands below its parent.
    pub(super) fn told_levels(&self, codes: &[Code]) -> Option<(Vec<Level>, Vec<Code>)> {
        let levels = self.remainder.rows("levels").map(|row| {
            let name = row.text("name");
            Some(Level { id: row.parse("id")?, key: row.parse("key")?, name, open: row.flag("open") })
        });
        let levels: Vec<Level> =
            levels.collect::<Option<_>>().filter(|levels: &Vec<Level>| !levels.is_empty())?;
        let mut codes = codes.to_vec();
        let mut rank_of: HashMap<themata_model::CodeKey, usize> = HashMap::new();
        for code in &mut codes {
            let told = self.remainder.row("codes", code.id.0).map(|row| row.text("level"));
            let rank = told.and_then(|told| levels.iter().position(|level| level.key.as_str() == told));
            let above = code.parent.as_ref().and_then(|parent| rank_of.get(parent));
            let rank = rank.unwrap_or_else(|| above.map_or(0, |rank| rank.saturating_sub(1)));
            rank_of.insert(code.key.clone(), rank);
            code.level = levels.get(rank)?.key.clone();
        }
        Some((levels, codes))
    }

    /// The text that the note describes, when the words are still the same.
    pub(super) fn told_text(&self, source: RowId, content: &str, hash: TextHash) -> Option<Text> {
        let row = self.remainder.row("sources", source.0)?.row("text")?;
        if row.parse::<TextHash>("hash")? != hash {
            return None;
        }
        let index = TextIndex::new(content);
        let (turns, speakers) = if row.flag("by layout") {
            let (turns, speakers, _) = themata_ingest::segment(content);
            (turns, speakers)
        } else {
            let turns = row.list::<String>("turns").iter().filter_map(|told| turn(told, &index)).collect();
            (turns, row.rows("speakers").map(speaker).collect())
        };
        if !hold_together(&turns, &speakers) {
            return None;
        }
        let named = |name: &str| -> Vec<(ByteOffset, String)> {
            row.list::<String>(name).iter().filter_map(|told| place(told, &index)).collect()
        };
        let times =
            named("times").into_iter().filter_map(|(at, time)| Some((at, Timestamp(time.parse().ok()?))));
        let locators =
            LocatorMap::new(named("pages")).with_numbers(named("numbers")).with_times(times.collect());
        let (id, extraction) = (row.parse("id")?, row.text("extraction"));
        Some(Text { id, content: content.to_string(), hash, extraction, turns, speakers, locators })
    }

    pub(super) fn overlay_sources(&mut self) {
        let remainder = self.remainder;
        for source in &mut self.study.sources {
            let Some(row) = remainder.row("sources", source.id.0) else { continue };
            if let Some(file) = row.some("file") {
                source.file = file;
            }
            source.kind = SourceKind::from(row.text("kind").as_str());
            let mut told: Vec<CaseKey> = row.list("cases");
            let sorted = |keys: &[CaseKey]| {
                let mut keys = keys.to_vec();
                keys.sort();
                keys
            };
            if sorted(&told) == sorted(&source.cases) {
                source.cases = std::mem::take(&mut told);
            }
            source.sides = row.list("sides");
            source.parties = row.list("parties");
            source.informants = row.list("informants");
            source.date = row.some("date");
            source.wave = row.parse("wave");
            source.recorded = row.some("recorded").map(|word| word == "yes");
            source.language = row.some("language");
            source.attributes.extend(row.map::<String>("attributes"));
        }
    }

    pub(super) fn overlay_codings(&mut self) {
        let remainder = self.remainder;
        for coding in &mut self.study.codings {
            let Some(row) = remainder.row("codings", coding.id.0) else { continue };
            more(coding, row);
        }
        self.lost();
    }

    /// Codings without a place, which no other tool can show.
    fn lost(&mut self) {
        for row in self.remainder.rows("lost") {
            let Some(mut coding) = self.lost_coding(row) else { continue };
            if self.coding_ids.insert(coding.id) {
                more(&mut coding, row);
                self.study.codings.push(coding);
            }
        }
    }

    fn lost_coding(&self, row: Told<'_>) -> Option<Coding> {
        let quotation = row.text("quotation");
        Some(Coding {
            id: row.parse("id")?,
            source: row.parse("source")?,
            span: None,
            typed: quotation.clone(),
            quotation,
            prefix: String::new(),
            suffix: String::new(),
            target: Target::new(row.parse("code"), values(row, "facets")).ok()?,
            coder: row.parse("coder")?,
            about: About::default(),
            weight: None,
            memo: row.text("memo"),
            attributes: BTreeMap::new(),
        })
    }
}

/// Whether turns stand one after the other, each with a speaker.
fn hold_together(turns: &[Turn], speakers: &[Speaker]) -> bool {
    turns.iter().all(|turn| {
        turn.speaker < speakers.len() && turn.body.is_none_or(|body| body.start() >= turn.label.end())
    }) && turns.windows(2).all(|pair| pair[0].body_end() <= pair[1].start())
}

/// Gives a coding what REFI-QDA does not carry of it.
fn more(coding: &mut Coding, row: Told<'_>) {
    if let Some(typed) = row.some("typed") {
        coding.typed = typed;
    }
    if let Some(prefix) = row.some("prefix") {
        coding.prefix = prefix;
    }
    if let Some(suffix) = row.some("suffix") {
        coding.suffix = suffix;
    }
    match &mut coding.target {
        Target::Code(_, facets) | Target::Facets(facets) => facets.extend(values(row, "facets")),
    }
    coding.about = About { case: row.parse("about case"), side: row.parse("about side") };
    coding.weight = row.parse("weight").and_then(|weight| Weight::new(weight).ok());
    coding.attributes.extend(row.map::<String>("attributes"));
}

/// The definition in a description that ends with the criteria as Themata writes them; `None` where it does not.
fn criteria(description: &str, inclusion: &str, exclusion: &str) -> Option<String> {
    let written = crate::refi::export::with_criteria("", inclusion, exclusion);
    match description.strip_suffix(written.as_str()) {
        Some(rest) if written.is_empty() => Some(rest.to_string()),
        Some("") => Some(String::new()),
        Some(rest) => rest.strip_suffix("\n\n").map(str::to_string),
        None => None,
    }
}

/// Facets with their values.
pub(super) fn values(row: Told<'_>, name: &str) -> BTreeMap<FacetKey, FacetAssignment> {
    row.map::<FacetKey>(name).into_iter().map(|(facet, value)| (facet, assignment(&value))).collect()
}

fn speaker(row: Told<'_>) -> Speaker {
    let role = match row.text("role").as_str() {
        "interviewer" => SpeakerRole::Interviewer,
        "informant" => SpeakerRole::Informant,
        _ => SpeakerRole::Unknown,
    };
    Speaker { label: row.text("label"), role, informant: row.parse("informant") }
}

/// A turn: its speaker, the ends of its label and its body, its time; `-` for what it has not.
fn turn(told: &str, index: &TextIndex<'_>) -> Option<Turn> {
    let parts: Vec<Option<usize>> = told.split(' ').map(|part| part.parse().ok()).collect();
    let [speaker, start, end, from, to, time] = parts.as_slice() else { return None };
    let span = |a: usize, b: usize| index.span_of_chars(CharOffset(a), CharOffset(b)).ok();
    let body: Option<Span> = match (from, to) {
        (Some(from), Some(to)) => span(*from, *to),
        _ => None,
    };
    let label = span((*start)?, (*end)?)?;
    Some(Turn { speaker: (*speaker)?, label, body, timestamp: time.map(|time| Timestamp(time as u64)) })
}

/// A place and what stands there.
fn place(told: &str, index: &TextIndex<'_>) -> Option<(ByteOffset, String)> {
    let (at, what) = told.split_once(' ')?;
    Some((index.byte_of_char(CharOffset(at.parse().ok()?))?, what.to_string()))
}

/// The context of a coding as it is when nothing else was noted.
pub(crate) fn usual_context(content: &str, span: Option<Span>) -> (String, String) {
    span.map(|span| Anchor::of(content, span))
        .map(|anchor| (anchor.prefix, anchor.suffix))
        .unwrap_or_default()
}
