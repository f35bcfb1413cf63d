//! Small studies for tests, built by hand, and tables printed as plain text.

use std::collections::BTreeMap;

use themata_model::mark::Marks;
use themata_model::table::{CodingRef, Row};
use themata_model::{
    About, Attributes, AttributionGrade, ByteOffset, Case, CaseSide, Code, Codebook, Coder, Coding,
    EvidenceLink, Excerpt, Exhibit, ExhibitKind, ExhibitUse, Facet, FacetAssignment, FacetValue, Finding,
    Informant, Level, LocatorMap, Party, Piece, Placement, RowId, Settlement, Side, Source, SourceKind, Span,
    Speaker, SpeakerRole, Stance, Study, StudyId, Table, Target, Text, TextHash, Turn,
};

/// Builds a study step by step; keys are their own names unless said otherwise.
pub(crate) struct Builder {
    pub(crate) study: Study,
    levels: Vec<Level>,
    codes: Vec<Code>,
    rows: usize,
}

fn id(kind: &str, key: &str) -> RowId {
    StudyId::of_key("test").row(kind, key)
}

fn assignment(word: &str) -> FacetAssignment {
    match word {
        "all" => FacetAssignment::All,
        "none" => FacetAssignment::None,
        value => FacetAssignment::Value(value.parse().unwrap()),
    }
}

impl Builder {
    pub(crate) fn new() -> Self {
        let mut b = Builder {
            study: Study::new("test".parse().unwrap(), "Test"),
            levels: vec![],
            codes: vec![],
            rows: 0,
        };
        for coder in ["ann", "bob", "cas"] {
            let (key, name) = (coder.parse().unwrap(), coder.to_string());
            b.study.coders.push(Coder { id: id("coder", coder), key, name, attributes: Attributes::new() });
        }
        b
    }

    /// Two cases with two sides; the maker sits in both. Three printed levels and an open one;
    /// one interview an informant, opened by a question.
    pub(crate) fn dyads() -> Self {
        let mut b = Builder::new();
        b.level("open", true).level("categories", false).level("themes", false).level("dimensions", false);
        b.side("maker").side("user");
        b.party("Acme").party("Bolt").party("Coil");
        b.case("R1", &[("maker", "Acme"), ("user", "Bolt")])
            .case("R2", &[("maker", "Acme"), ("user", "Coil")]);
        b.informant("a1", "Acme", "sales manager", &["R1"]).informant("a2", "Acme", "head of sales", &["R2"]);
        b.informant("b1", "Bolt", "buyer", &[]).informant("b2", "Bolt", "buyer", &[]);
        b.informant("c1p", "Coil", "plant manager", &[]);
        b.facet("phase", &["early", "late"]);
        b.code("D1", "dimensions", "").code("T1", "themes", "D1");
        b.code("c1", "categories", "T1").code("c2", "categories", "T1").code("o1", "open", "c1");
        b.code("D2", "dimensions", "").code("T2", "themes", "D2").code("c3", "categories", "T2");
        b.prefill("c1", "early").prefill("c2", "late").prefill("c3", "all");
        for informant in ["a1", "a2", "b1", "b2", "c1p"] {
            let words: Vec<String> = (1..=9)
                .map(|n| format!("This is sentence {n} that informant {informant} said to us."))
                .collect();
            b.interview(
                &format!("int-{informant}"),
                &[("Q", "How did it begin?"), (informant, &words.join(" "))],
            );
        }
        b
    }

    pub(crate) fn level(&mut self, key: &str, open: bool) -> &mut Self {
        self.levels.push(Level { id: id("level", key), key: key.parse().unwrap(), name: key.into(), open });
        self
    }

    pub(crate) fn side(&mut self, key: &str) -> &mut Self {
        self.study.sides.push(Side { id: id("side", key), key: key.parse().unwrap(), name: key.into() });
        self
    }

    pub(crate) fn party(&mut self, key: &str) -> &mut Self {
        let key_ = key.parse().unwrap();
        self.study.parties.push(Party {
            id: id("party", key),
            key: key_,
            name: key.into(),
            attributes: Attributes::new(),
        });
        self
    }

    /// A case with its sides in order; an empty side stands for none.
    pub(crate) fn case(&mut self, key: &str, seats: &[(&str, &str)]) -> &mut Self {
        let mut sides: Vec<CaseSide> = vec![];
        for (side, party) in seats {
            let (side, party) = (side.parse().ok(), party.parse().unwrap());
            match sides.iter_mut().find(|s| s.side == side) {
                Some(found) => found.parties.push(party),
                None => sides.push(CaseSide { side, parties: vec![party] }),
            }
        }
        let key_ = key.parse().unwrap();
        self.study.cases.push(Case {
            id: id("case", key),
            key: key_,
            label: key.into(),
            sides,
            attributes: Attributes::new(),
        });
        self
    }

    pub(crate) fn informant(&mut self, key: &str, party: &str, title: &str, cases: &[&str]) -> &mut Self {
        self.study.informants.push(Informant {
            id: id("informant", key),
            key: key.parse().unwrap(),
            party: party.parse().ok(),
            title: title.into(),
            count: 1,
            cases: cases.iter().map(|c| c.parse().unwrap()).collect(),
            attributes: Attributes::new(),
        });
        self
    }

    pub(crate) fn facet(&mut self, key: &str, values: &[&str]) -> &mut Self {
        let value = |v: &&str| FacetValue {
            id: id("value", v),
            key: v.parse().unwrap(),
            name: v.to_string(),
            definition: None,
        };
        let values = values.iter().map(value).collect();
        self.study.facets.push(Facet {
            id: id("facet", key),
            key: key.parse().unwrap(),
            name: key.into(),
            ordered: true,
            values,
        });
        self
    }

    pub(crate) fn code(&mut self, key: &str, level: &str, parent: &str) -> &mut Self {
        self.codes.push(Code {
            id: id("code", key),
            key: key.parse().unwrap(),
            level: level.parse().unwrap(),
            framework: None,
            parent: parent.parse().ok(),
            marker: None,
            name: format!("Name {key}"),
            aliases: vec![],
            definition: format!("What {key} means."),
            inclusion: String::new(),
            exclusion: String::new(),
            origin: None,
            references: vec![],
            colour: None,
            prefilled: BTreeMap::new(),
            attributes: Attributes::new(),
        });
        self.rebuild()
    }

    /// Changes the code with `key`.
    pub(crate) fn edit(&mut self, key: &str, change: impl FnOnce(&mut Code)) -> &mut Self {
        change(self.codes.iter_mut().find(|c| c.key.as_str() == key).unwrap());
        self.rebuild()
    }

    pub(crate) fn prefill(&mut self, key: &str, value: &str) -> &mut Self {
        let facet = self.study.facets[0].key.clone();
        self.edit(key, |code| {
            code.prefilled.insert(facet, assignment(value));
        })
    }

    fn rebuild(&mut self) -> &mut Self {
        self.study.codebook = Codebook::new(self.levels.clone(), self.codes.clone()).unwrap();
        self
    }

    /// A transcript; the speaker `Q` asks, every other label is the key of an informant.
    pub(crate) fn interview(&mut self, key: &str, turns: &[(&str, &str)]) -> &mut Self {
        self.source(key, SourceKind::Transcript, turns)
    }

    pub(crate) fn source(&mut self, key: &str, kind: SourceKind, turns: &[(&str, &str)]) -> &mut Self {
        let mut content = String::new();
        let mut speakers: Vec<Speaker> = vec![];
        let mut spans = vec![];
        for (label, words) in turns {
            if !speakers.iter().any(|s| s.label == *label) {
                let role = if *label == "Q" { SpeakerRole::Interviewer } else { SpeakerRole::Informant };
                let informant = (*label != "Q").then(|| label.parse().unwrap());
                speakers.push(Speaker { label: label.to_string(), role, informant });
            }
            let start = content.len();
            content.push_str(label);
            content.push_str(": ");
            let body = content.len();
            content.push_str(words);
            spans.push((
                speakers.iter().position(|s| s.label == *label).unwrap(),
                start,
                body,
                content.len(),
            ));
            content.push('\n');
        }
        let span = |a, b| Span::new(&content, ByteOffset(a), ByteOffset(b)).unwrap();
        let turns = spans
            .into_iter()
            .map(|(speaker, start, body, end)| Turn {
                speaker,
                label: span(start, body),
                body: Some(span(body, end)),
                timestamp: None,
            })
            .collect();
        let informants = speakers.iter().filter_map(|s| s.informant.clone()).collect();
        let text = Text {
            id: id("text", key),
            hash: TextHash::of(&content),
            content,
            extraction: "txt".into(),
            turns,
            speakers,
            locators: LocatorMap::default(),
        };
        self.study.sources.push(Source {
            id: id("source", key),
            key: key.parse().unwrap(),
            file: format!("{key}.txt"),
            kind,
            cases: vec![],
            sides: vec![],
            parties: vec![],
            informants,
            date: None,
            wave: None,
            recorded: None,
            language: None,
            attributes: Attributes::new(),
            texts: vec![text],
        });
        self
    }

    /// A source that is no interview and in which nobody knows who speaks.
    pub(crate) fn unknown(&mut self, key: &str, words: &str) -> &mut Source {
        self.source(key, SourceKind::Report, &[("Q", words)]);
        let source = self.study.sources.last_mut().unwrap();
        source.texts[0].speakers[0].role = SpeakerRole::Unknown;
        source
    }

    /// Codes the first place of `quote` in `source`.
    pub(crate) fn mark(&mut self, coder: &str, source: &str, quote: &str, code: &str) -> CodingRef {
        self.mark_about(coder, source, quote, code, About::default())
    }

    pub(crate) fn mark_about(
        &mut self,
        coder: &str,
        source: &str,
        quote: &str,
        code: &str,
        about: About,
    ) -> CodingRef {
        let key = source.parse().unwrap();
        let content = &self.study.source(&key).unwrap().text().content;
        let start = content.find(quote).unwrap_or_else(|| panic!("`{quote}` is not in {source}"));
        let span = Span::new(content, ByteOffset(start), ByteOffset(start + quote.len())).unwrap();
        self.rows += 1;
        self.study.codings.push(Coding {
            id: id("coding", &self.rows.to_string()),
            source: key,
            span: Some(span),
            quotation: quote.into(),
            typed: quote.into(),
            prefix: String::new(),
            suffix: String::new(),
            target: Target::new(code.parse().ok(), BTreeMap::new()).unwrap(),
            coder: coder.parse().unwrap(),
            about,
            weight: None,
            memo: String::new(),
            attributes: Attributes::new(),
        });
        CodingRef(u32::try_from(self.study.codings.len() - 1).unwrap())
    }

    /// Codes sentence `n` of the interview of `informant` as coder ann.
    pub(crate) fn say(&mut self, informant: &str, n: usize, code: &str) -> CodingRef {
        let quote = format!("This is sentence {n} that informant {informant} said to us.");
        self.mark("ann", &format!("int-{informant}"), &quote, code)
    }

    pub(crate) fn excerpt(&mut self, key: &str, codings: &[CodingRef], exhibits: &[&str]) -> &mut Self {
        let piece = |c: &CodingRef| Piece { coding: self.study.codings[c.0 as usize].id };
        let pieces = codings.iter().map(piece).collect();
        let exhibits = exhibits.iter().map(|e| ExhibitUse { exhibit: e.parse().unwrap() }).collect();
        self.study.excerpts.push(Excerpt {
            id: id("excerpt", key),
            key: key.parse().unwrap(),
            pieces,
            text: None,
            translation: None,
            attribution: AttributionGrade::Exhibit,
            exhibits,
            attributes: Attributes::new(),
        });
        self
    }

    pub(crate) fn exhibit(&mut self, key: &str, kind: ExhibitKind) -> &mut Self {
        let exhibit = Exhibit {
            id: id("exhibit", key),
            key: key.parse().unwrap(),
            title: format!("Title of {key}"),
            kind,
        };
        self.study.exhibits.push(exhibit);
        self
    }

    pub(crate) fn place(&mut self, rater: &str, code: &str, case: Option<&str>, value: &str) -> &mut Self {
        self.rows += 1;
        self.study.placements.push(Placement {
            id: id("placement", &self.rows.to_string()),
            rater: rater.parse().unwrap(),
            code: code.parse().unwrap(),
            case: case.map(|c| c.parse().unwrap()),
            facet: self.study.facets[0].key.clone(),
            value: assignment(value),
            reason: String::new(),
        });
        self
    }

    pub(crate) fn settle(&mut self, code: &str, case: Option<&str>, value: &str, reason: &str) -> &mut Self {
        self.rows += 1;
        self.study.settlements.push(Settlement {
            id: id("settlement", &self.rows.to_string()),
            code: code.parse().unwrap(),
            case: case.map(|c| c.parse().unwrap()),
            facet: self.study.facets[0].key.clone(),
            value: assignment(value),
            reason: reason.into(),
        });
        self
    }

    pub(crate) fn finding(
        &mut self,
        case: &str,
        code: &str,
        text: &str,
        evidence: &[CodingRef],
    ) -> &mut Finding {
        self.rows += 1;
        let key = format!("f{}", self.rows);
        let link = |c: &CodingRef| EvidenceLink {
            stance: Stance::Supports,
            coding: self.study.codings[c.0 as usize].id,
        };
        let evidence = evidence.iter().map(link).collect();
        self.study.findings.push(Finding {
            id: id("finding", &key),
            key: key.parse().unwrap(),
            exhibit: None,
            case: case.parse().ok(),
            code: code.parse().ok(),
            facets: BTreeMap::new(),
            text: text.into(),
            rating: None,
            evidence,
            attributes: Attributes::new(),
        });
        self.study.findings.last_mut().unwrap()
    }

    pub(crate) fn marks(&self) -> Marks {
        Marks::of(&self.study)
    }
}

/// The table as text: title, heads, rows with ` ¦ ` between cells, notes.
pub(crate) fn print(table: &Table) -> String {
    let heads: Vec<&str> = table.columns.iter().map(|c| c.label.as_str()).collect();
    let mut out = vec![table.printed_title(), heads.join(" ¦ ")];
    for row in &table.rows {
        match row {
            Row::Heading { depth, text } => out.push(format!("{} {text}", "#".repeat(*depth as usize + 1))),
            Row::Body(cells) | Row::Total(cells) => {
                assert_eq!(cells.len(), table.columns.len(), "{}", table.kind);
                let mark = if matches!(row, Row::Total(_)) { "= " } else { "" };
                let cells: Vec<String> = cells
                    .iter()
                    .map(|cell| if cell.merged_with_above { "″".to_string() } else { cell.plain() })
                    .collect();
                out.push(format!("{mark}{}", cells.join(" ¦ ")));
            }
        }
    }
    out.extend(table.notes.iter().map(|note| format!("* {note}")));
    out.join("\n")
}
