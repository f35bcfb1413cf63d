//! Selections and their codings, each with the very words the other tool shows.

use std::collections::{BTreeMap, HashMap};

use themata_model::anchor::{Finder, Misplaced};
use themata_model::{
    About, Anchor, ByteOffset, Coding, FacetValues, Memo, MemoAnchor, MemoKind, RowId, SourceKey, Span,
    Target, Uuid, counted,
};

use super::Import;
use super::texts::Read;
use crate::refi::convention::{Decision, fits_name, is_edge};
use crate::refi::positions::{Convention, Ruler};
use crate::refi::project::{
    Area, By, Coding as Found, Range, Selection, Source as FoundSource, SyncPoint, Words,
};
use crate::refi::report::{Doubtful, TextRead};

/// A coding on its way into the study.
struct Placing<'a> {
    source: &'a SourceKey,
    content: &'a str,
    span: Option<Span>,
    /// Words to show where there is no place.
    words: &'a str,
    comment: &'a str,
}

impl Import<'_> {
    /// Takes in the codings of a source.
    pub(super) fn codings_of(&mut self, key: &SourceKey, found: &FoundSource, read: &Read) {
        let before = self.study.codings.len();
        let none = Vec::new();
        let selections = found.words.as_ref().map_or(&none, |words| &words.selections);
        let decision = self.decided(read, selections);
        if decision.is_believed {
            self.believed.push(key.clone());
        }
        let content = read.plain.content.clone();
        let ruler = Ruler::new(&read.plain, decision.convention);
        let others: Vec<(Convention, Ruler<'_>)> = Convention::ALL
            .into_iter()
            .filter(|other| {
                read.is_counted
                    && !self.is_own()
                    && read.plain.is_ambiguous()
                    && *other != decision.convention
            })
            .map(|other| (other, Ruler::new(&read.plain, other)))
            .collect();
        let mut doubts: Vec<Doubtful> = Vec::new();
        let mut lost = 0;
        for selection in selections {
            let span = span(&ruler, selection, found.words.as_ref());
            let words = match (&selection.range, span) {
                (_, Some(span)) => span.of(&content).to_string(),
                (range, None) => said_lost(&selection.name, *range),
            };
            let placing = Placing {
                source: key,
                content: &content,
                span,
                words: &words,
                comment: &selection.description,
            };
            let mut ids = Vec::new();
            for coding in &selection.codings {
                if let Some(id) = self.coding(coding, &placing, &[&coding.by, &selection.by, &found.by]) {
                    ids.push(id);
                }
            }
            lost += if span.is_none() { ids.len() } else { 0 };
            let why = span.and_then(|span| doubt(selection, span, &content, read, &decision, &others));
            for id in ids.iter().filter(|_| why.is_some()) {
                let why = why.clone().unwrap_or_default();
                doubts.push(Doubtful { coding: *id, source: key.clone(), quotation: words.clone(), why });
            }
            self.about_case(selection.guid, &ids);
            self.notes_of_selection(selection, &ids, key, &words);
            if ids.is_empty() && selection.codings.is_empty() {
                self.bare(selection, key, span, &words);
            }
            self.selections.entry(selection.guid).or_default().extend(ids);
        }
        self.areas_by_words(key, found, selections, &content);
        self.codings_of_the_whole(key, found, &content);
        self.tell(key, &content, doubts, lost);
        let codings = self.study.codings.len() - before;
        let (from, convention) = (read.from.to_string(), decision.convention);
        let against_custom = decision.against_custom;
        self.report.texts.push(TextRead { source: key.clone(), from, convention, against_custom, codings });
        if decision.against_custom {
            let message = format!(
                "its positions count {convention}, as its words show, which is not the custom of the tool"
            );
            self.problem(&key.to_string(), message);
        }
    }

    /// Adds one coding; `None` where its code is not in the project.
    fn coding(&mut self, found: &Found, placing: &Placing<'_>, by: &[&By]) -> Option<RowId> {
        let code = found.code;
        let target = match code.and_then(|code| self.codes.get(&code)) {
            Some(key) => Target::Code(key.clone(), FacetValues::new()),
            None => {
                let facet = code.and_then(|code| self.facet_codes.get(&code)).cloned();
                let Some(facet) = facet else {
                    self.keep("codings whose code is not in the project");
                    return None;
                };
                Target::Facets([facet].into())
            }
        };
        let mut id = RowId(found.guid);
        if !self.coding_ids.insert(id) {
            self.repeated_codings += 1;
            id = self.study.id.row("coding", &format!("{}\u{1f}{}", found.guid, self.repeated_codings));
            self.coding_ids.insert(id);
        }
        let (quotation, prefix, suffix) = match placing.span {
            Some(span) => {
                let anchor = Anchor::of(placing.content, span);
                (anchor.quotation, anchor.prefix, anchor.suffix)
            }
            None => (placing.words.to_string(), String::new(), String::new()),
        };
        let mut attributes = BTreeMap::new();
        if let Some(time) = by.first().and_then(|by| by.time.clone()) {
            attributes.insert("created".to_string(), time);
            self.declare("codings", "created");
        }
        let coder = self.coder(by);
        self.study.codings.push(Coding {
            id,
            source: placing.source.clone(),
            span: placing.span,
            typed: quotation.clone(),
            quotation,
            prefix,
            suffix,
            target,
            coder,
            about: About::default(),
            weight: None,
            memo: self.said(placing.comment),
            attributes,
        });
        for note in &found.notes {
            self.anchor(*note, "coding", &id.to_string());
        }
        Some(id)
    }

    /// A selection that was put into a case is about that case.
    fn about_case(&mut self, selection: Uuid, ids: &[RowId]) {
        let Some(case) = self.case_of_selection.get(&selection).cloned() else { return };
        let added = self.study.codings.len() - ids.len().min(self.study.codings.len());
        for coding in &mut self.study.codings[added..] {
            coding.about.case = Some(case.clone());
        }
    }

    fn notes_of_selection(&mut self, selection: &Selection, ids: &[RowId], key: &SourceKey, words: &str) {
        for note in &selection.notes {
            match ids.first() {
                Some(id) => self.anchor(*note, "coding", &id.to_string()),
                None => {
                    self.anchor(*note, "source", key.as_str());
                    self.quoted_by_note.insert(*note, words.to_string());
                }
            }
        }
    }

    /// A selection without a code: its comment is a memo on the source; without one it is kept as it is.
    fn bare(&mut self, selection: &Selection, key: &SourceKey, span: Option<Span>, words: &str) {
        let text = selection.description.trim();
        if text.is_empty() {
            if selection.notes.is_empty() {
                self.keep("selections without a code or a comment");
            }
            return;
        }
        let id = RowId(selection.guid);
        let coder = Some(self.coder(&[&selection.by]));
        let first = words.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
        let wanted = format!("comment on {key}: {first}");
        let mut attributes = BTreeMap::new();
        if span.is_some() {
            attributes.insert("quotation".to_string(), words.to_string());
            self.declare("memos", "quotation");
        }
        let memo = Memo {
            id,
            key: self.names.key("memos", selection.guid, &wanted, "comment"),
            anchor: MemoAnchor::Row { kind: "source".into(), key: key.to_string() },
            kind: MemoKind::Note,
            coder,
            date: selection.by.time.clone(),
            text: text.to_string(),
            attributes,
        };
        if !self.study.memos.iter().any(|known| known.id == id) {
            self.study.memos.push(memo);
        }
    }

    /// Selections on the pages of a PDF: those whose words are told and stand at one place become codings, unless
    /// the same selection is made in the text as well.
    fn areas_by_words(&mut self, key: &SourceKey, found: &FoundSource, paired: &[Selection], content: &str) {
        let finder = found.areas.iter().any(|area| area.words.is_some()).then(|| Finder::new(content));
        for area in &found.areas {
            if paired.iter().any(|selection| selection.guid == area.guid) {
                continue;
            }
            let (Some(words), Some(finder)) = (&area.words, &finder) else {
                self.keep_area(area);
                continue;
            };
            let place = finder.place(words, None);
            let span = place.as_ref().ok().and_then(|placed| placed.hull());
            let placing =
                Placing { source: key, content, span, words: words.trim(), comment: &area.description };
            let made: Vec<RowId> = area
                .codings
                .iter()
                .filter_map(|coding| self.coding(coding, &placing, &[&coding.by, &area.by, &found.by]))
                .collect();
            if span.is_none() && !made.is_empty() {
                let why = match place {
                    Err(Misplaced::Ambiguous { .. }) => "its words stand at several places",
                    _ => "its words do not stand in the text",
                };
                let shown: String = words.chars().take(60).collect();
                self.problem(
                    &key.to_string(),
                    format!("a selection on a page is kept without a place, {why}: `{shown}`"),
                );
            }
            self.about_case(area.guid, &made);
            self.selections.entry(area.guid).or_default().extend(made);
        }
    }

    /// Selections that only a picture, a sound or a film has.
    pub(super) fn keep_areas(&mut self, found: &FoundSource) {
        found.areas.iter().for_each(|area| self.keep_area(area));
        for _ in &found.codings {
            self.keep("codings of pictures, sounds and films as a whole");
        }
    }

    fn keep_area(&mut self, area: &Area) {
        self.keep(match area.element.as_str() {
            "PDFSelection" => "selections on pages without words",
            "PictureSelection" => "selections on pictures",
            "AudioSelection" => "selections in sound",
            _ => "selections in films",
        });
        for _ in &area.codings {
            self.keep("codings of what has no words");
        }
    }

    /// A coding of a whole source is one of all its words.
    fn codings_of_the_whole(&mut self, key: &SourceKey, found: &FoundSource, content: &str) {
        let span = Span::new(content, ByteOffset(0), ByteOffset(content.len())).ok();
        for coding in &found.codings {
            let placing = Placing { source: key, content, span, words: "[the whole source]", comment: "" };
            self.coding(coding, &placing, &[&coding.by, &found.by]);
        }
    }

    /// Says what a person should look at.
    fn tell(&mut self, key: &SourceKey, content: &str, doubts: Vec<Doubtful>, lost: usize) {
        let place = key.to_string();
        if lost > 0 && !content.is_empty() {
            let what = counted(lost, "coding");
            self.problem(&place, format!("{what} lie outside of the text; kept without a place"));
        }
        if let Some(first) = doubts.first() {
            let shown: String = first.quotation.chars().take(60).collect();
            let what = counted(doubts.len(), "coding");
            let message = format!("{what} should be looked at, the first at `{shown}`: {}", first.why);
            self.problem(&place, message);
        }
        self.report.doubtful.extend(doubts);
    }
}

/// The stretch of a selection; `None` where it lies outside of the text.
fn span(ruler: &Ruler<'_>, selection: &Selection, words: Option<&Words>) -> Option<Span> {
    match selection.range {
        Range::Positions(start, end) => ruler.span(start, end),
        Range::Unreadable => None,
        Range::SyncPoints(from, to) => {
            let points = &words?.sync_points;
            let by_guid: HashMap<Uuid, &SyncPoint> = points.iter().map(|point| (point.guid, point)).collect();
            let position = |guid: Option<Uuid>| guid.and_then(|guid| by_guid.get(&guid)?.position);
            let start = position(from)?;
            match position(to) {
                Some(end) => ruler.span(start, end),
                // Up to the next point; the last one holds up to the end.
                None => match points.iter().filter_map(|point| point.position).filter(|at| *at > start).min()
                {
                    Some(end) => ruler.span(start, end),
                    None => ruler.to_the_end(start),
                },
            }
        }
    }
}

/// What is shown of a selection without a place.
fn said_lost(name: &str, range: Range) -> String {
    match range {
        _ if !name.trim().is_empty() => name.trim().to_string(),
        Range::Positions(start, end) => format!("[characters {start} to {end}]"),
        _ => "[a passage without a place]".to_string(),
    }
}

/// What speaks against the words of a selection, if anything does.
fn doubt(
    selection: &Selection,
    span: Span,
    content: &str,
    read: &Read,
    decision: &Decision,
    others: &[(Convention, Ruler<'_>)],
) -> Option<String> {
    let words = span.of(content);
    match fits_name(&selection.name, words) {
        Some(true) => return None,
        Some(false) => {
            let name: String = selection.name.chars().take(60).collect();
            return Some(format!("the tool calls it `{name}`"));
        }
        None => {}
    }
    if !read.is_counted {
        return Some("there is no plain text in the project; its position was counted in other words".into());
    }
    let (start, end) = (span.start().0, span.end().0);
    let is_clean = |start, end| is_edge(content, start) && is_edge(content, end);
    if is_clean(start, end) && !decision.is_open {
        return None;
    }
    let Range::Positions(from, to) = selection.range else { return None };
    let mut rivals = others.iter().filter_map(|(other, ruler)| Some((*other, ruler.span(from, to)?, ruler)));
    let clean = |other: Span| other != span && is_clean(other.start().0, other.end().0);
    let (convention, other, ruler) = rivals.find(|(_, other, _)| clean(*other))?;
    let line = ruler.line_of(other.start());
    Some(format!("counted in {convention} it would be other words, in line {line}"))
}
