//! A study small enough to count by hand.

use std::collections::BTreeMap;

use themata_model::anchor::Anchor;
use themata_model::{
    About, AttributionGrade, ByteOffset, Case, CaseSide, Codebook, Coder, Coding, EvidenceLink, Excerpt,
    Exhibit, ExhibitKind, ExhibitUse, Facet, FacetAssignment, FacetValue, Finding, Informant, Party, Piece,
    Side, Span, Speaker, SpeakerRole, Stance, Study, Target,
};

use crate::parts::{Said, code, level, source, text};

/// Two cases with a provider and a customer each, three interviews, six codings by two coders.
///
/// Case `R1` is Alpha (provider) and Beta (customer), `R2` Alpha and Gamma. Interview `S1` is Alpha
/// speaking for both cases, `S2` Beta, `S3` Gamma. Codes: category `A` *Evaluate benefits* below
/// theme `1` *Trust* below dimension `D` *Relating*; open code `weekly-calls` below `A`. The coding
/// of `bob` on `S1` overlaps the first one of `anna`; `anna`'s on `S3` is about case `R1`.
pub fn small_study() -> Study {
    let mut s = Study::new(key("small"), "A small study");
    let id = s.id;
    s.sides = ["provider", "customer"]
        .map(|k| Side { id: id.row("side", k), key: key(k), name: format!("{k}s") })
        .to_vec();
    s.facets = vec![Facet {
        id: id.row("facet", "phase"),
        key: key("phase"),
        name: "Phase".into(),
        ordered: true,
        values: ["early", "late"]
            .map(|k| FacetValue { id: id.row("value", k), key: key(k), name: k.into(), definition: None })
            .to_vec(),
    }];
    s.parties = ["Alpha", "Beta", "Gamma"]
        .map(|k| Party { id: id.row("party", k), key: key(k), name: k.into(), attributes: BTreeMap::new() })
        .to_vec();
    let filled = |side: &str, party: &str| CaseSide { side: Some(key(side)), parties: vec![key(party)] };
    s.cases = [("R1", "Beta"), ("R2", "Gamma")]
        .map(|(k, customer)| Case {
            id: id.row("case", k),
            key: key(k),
            label: format!("Relationship {k}"),
            sides: vec![filled("provider", "Alpha"), filled("customer", customer)],
            attributes: BTreeMap::new(),
        })
        .to_vec();
    s.informants = [("I1", "Alpha", "account manager"), ("I2", "Beta", "buyer"), ("I3", "Gamma", "director")]
        .map(|(k, party, title)| Informant {
            id: id.row("informant", k),
            key: key(k),
            party: Some(key(party)),
            title: title.into(),
            count: 1,
            cases: vec![],
            attributes: BTreeMap::new(),
        })
        .to_vec();
    s.codebook = codebook(&s);
    s.coders = ["anna", "bob"]
        .map(|k| Coder { id: id.row("coder", k), key: key(k), name: k.into(), attributes: BTreeMap::new() })
        .to_vec();
    interviews(&mut s);
    codings(&mut s);
    evidence(&mut s);
    s
}

fn key<K: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> K {
    text.parse().expect("a key of a fixture is a key")
}

fn codebook(s: &Study) -> Codebook {
    let id = s.id;
    let levels = vec![
        level(id, "open", "Open codes", true),
        level(id, "category", "First-order categories", false),
        level(id, "theme", "Second-order themes", false),
        level(id, "dimension", "Aggregate dimensions", false),
    ];
    let mut codes = vec![
        code(id, "relating", "dimension", None, "Relating"),
        code(id, "trust", "theme", Some("relating"), "Trust"),
        code(id, "benefits", "category", Some("trust"), "Evaluate benefits"),
        code(id, "weekly-calls", "open", Some("benefits"), "weekly calls"),
    ];
    for (code, marker) in codes.iter_mut().zip(["D", "1", "A"]) {
        code.marker = Some(marker.into());
    }
    Codebook::new(levels, codes).expect("the fixture's codes make a codebook")
}

fn interviews(s: &mut Study) {
    let talk = [
        ("S1", "I1", "R1;R2", "We call them every week. That builds trust."),
        ("S2", "I2", "R1", "They 𝒄all us, and we see the benefits."),
        ("S3", "I3", "R2", "Beta told me it works there. Here it does not."),
    ];
    for (source_key, informant, cases, words) in talk {
        let speakers = vec![
            Speaker { label: "Q".into(), role: SpeakerRole::Interviewer, informant: None },
            Speaker { label: "A".into(), role: SpeakerRole::Informant, informant: Some(key(informant)) },
        ];
        let said = [
            Said { speaker: 0, at: Some(0), words: "How do you work together?".into() },
            Said { speaker: 1, at: Some(5), words: words.into() },
        ];
        let text = text(s.id, &format!("{source_key} 1"), "", speakers, &said);
        let mut row = source(s.id, source_key, vec![text]);
        row.cases = cases.split(';').map(key).collect();
        row.informants = vec![key(informant)];
        row.recorded = Some(true);
        s.sources.push(row);
    }
}

fn codings(s: &mut Study) {
    let marked = [
        ("anna", "S1", "We call them every week.", "benefits", None),
        ("anna", "S1", "builds trust", "trust", None),
        ("anna", "S2", "we see the benefits", "benefits", None),
        ("anna", "S3", "it works there", "benefits", Some("R1")),
        ("bob", "S1", "call them every week", "weekly-calls", None),
        ("bob", "S3", "Here it does not.", "benefits", None),
    ];
    for (coder, source_key, quotation, code, about) in marked {
        let source = s.source(&key(source_key)).expect("the fixture has the source");
        let content = &source.text().content;
        let start = content.find(quotation).expect("the fixture quotes its own text");
        let span = Span::new(content, ByteOffset(start), ByteOffset(start + quotation.len())).ok();
        let anchor = Anchor::of(content, span.expect("quotations of the fixture are not empty"));
        let early = (coder == "bob").then(|| (key("phase"), FacetAssignment::Value(key("early"))));
        let coding = Coding {
            id: s.id.row("coding", &format!("{coder} {source_key} {start}")),
            source: key(source_key),
            span,
            quotation: quotation.into(),
            typed: quotation.into(),
            prefix: anchor.prefix,
            suffix: anchor.suffix,
            target: Target::Code(key(code), early.into_iter().collect()),
            coder: key(coder),
            about: About { case: about.map(key), side: None },
            weight: None,
            memo: String::new(),
            attributes: BTreeMap::new(),
        };
        s.codings.push(coding);
    }
}

fn evidence(s: &mut Study) {
    let id = s.id;
    let (table, title, kind) = (key("table-1"), "Evidence".into(), ExhibitKind::Table);
    s.exhibits = vec![Exhibit { id: id.row("exhibit", "table-1"), key: table, title, kind }];
    s.excerpts = vec![Excerpt {
        id: id.row("excerpt", "X1"),
        key: key("X1"),
        pieces: vec![Piece { coding: s.codings[0].id }],
        text: None,
        translation: None,
        attribution: AttributionGrade::Exhibit,
        exhibits: vec![ExhibitUse { exhibit: key("table-1") }],
        attributes: BTreeMap::new(),
    }];
    s.findings = vec![Finding {
        id: id.row("finding", "F1"),
        key: key("F1"),
        exhibit: Some(key("table-1")),
        case: Some(key("R1")),
        code: Some(key("benefits")),
        facets: BTreeMap::new(),
        text: "Both sides see benefits.".into(),
        rating: None,
        evidence: vec![
            EvidenceLink { stance: Stance::Supports, coding: s.codings[0].id },
            EvidenceLink { stance: Stance::Contradicts, coding: s.codings[5].id },
        ],
        attributes: BTreeMap::new(),
    }];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_small_study_is_valid() {
        assert_eq!(themata_model::validate(&small_study()), vec![]);
    }
}
