use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::testing::{self, container as look};

fn deck(figure: &Figure) -> Deck {
    Deck::new(figure, &FigureStyle::default(), &testing::imprint()).unwrap()
}

fn parts(figure: &Figure, style: &FigureStyle) -> BTreeMap<String, String> {
    let rendered = write(figure, style, &testing::imprint()).unwrap();
    let parts = look::parts(&rendered.files[0]);
    for (name, text) in &parts {
        look::assert_well_formed(name, text);
    }
    parts
}

/// The values of an attribute, wherever it stands.
fn values<'a>(xml: &'a str, before: &str) -> Vec<&'a str> {
    xml.split(before).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn figures() -> Vec<Figure> {
    vec![testing::relational(), testing::framework(), testing::many(120, 3), testing::deep(4)]
}

#[test]
fn every_relation_leads_to_a_part_and_every_part_has_a_type() {
    for figure in figures() {
        let parts = parts(&figure, &FigureStyle::default());
        let types = &parts["[Content_Types].xml"];
        for name in parts.keys().filter(|name| !name.ends_with(".rels") && *name != "[Content_Types].xml") {
            assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name} has no type");
        }
        for (name, xml) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
            let folder = name.split("_rels/").next().unwrap();
            for target in values(xml, "Target=\"") {
                // One step up at most.
                let path = match target.strip_prefix("../") {
                    Some(rest) => format!("ppt/{rest}"),
                    None => format!("{folder}{target}"),
                };
                assert!(parts.contains_key(&path), "{name} leads to {path}");
            }
        }
    }
}

#[test]
fn connectors_hold_on_to_shapes_of_their_slide() {
    for figure in figures() {
        for (name, xml) in parts(&figure, &FigureStyle::default()) {
            if !name.starts_with("ppt/slides/slide") {
                continue;
            }
            let ids = values(&xml, "<p:cNvPr id=\"");
            let distinct: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(ids.len(), distinct.len(), "{name} uses a number twice");
            for id in values(&xml, "Cxn id=\"") {
                assert!(distinct.contains(id), "{name} has no shape {id}");
            }
        }
    }
}

#[test]
fn every_line_of_a_data_structure_is_tied_at_both_ends() {
    let deck = deck(&testing::relational());
    let connectors: Vec<_> = deck.slides.iter().flat_map(|slide| &slide.connectors).collect();
    // 17 categories and 6 themes lead to what stands above them.
    assert_eq!(connectors.len(), 23);
    assert!(connectors.iter().all(|connector| connector.start.is_some() && connector.end.is_some()));
}

#[test]
fn arrows_lead_from_phase_to_phase() {
    let deck = deck(&testing::framework());
    let connectors = &deck.slides[0].connectors;
    assert_eq!(connectors.len(), 2);
    assert!(connectors.iter().all(|connector| connector.start.is_some() && connector.end.is_some()));
}

#[test]
fn the_published_figures_fit_one_slide_each() {
    assert_eq!(deck(&testing::relational()).slides.len(), 1);
    assert_eq!(deck(&testing::framework()).slides.len(), 1);
    let many = deck(&testing::many(120, 3));
    assert!(many.slides.len() > 1);
    for slide in &many.slides {
        for shape in &slide.shapes {
            let place = shape.place;
            assert!(place.x >= 0.0 && place.x + place.width <= many.width + 0.1, "{shape:?}");
            assert!(place.y >= 0.0 && place.y + place.height <= many.height + 0.1, "{shape:?}");
        }
    }
}

#[test]
fn no_box_is_smaller_than_its_text() {
    // Times New Roman and its like: the mean width of English text is 0.42 em, lines are 1.15 em high.
    const MEAN: f64 = 0.42;
    const LINE: f64 = 1.15;
    for figure in figures() {
        for shape in deck(&figure).slides.iter().flat_map(|slide| &slide.shapes) {
            let size = shape.size * 0.96;
            let lines: f64 = shape
                .paragraphs
                .iter()
                .map(|paragraph| {
                    let hang = if paragraph.marker.is_empty() || shape.centred { 0.0 } else { 1.4 * size };
                    let room = shape.place.width - hang - if shape.boxed { 6.0 } else { 0.0 };
                    let width = paragraph.text.chars().count() as f64 * MEAN * size;
                    (width / room).ceil().max(1.0)
                })
                .sum();
            let height = lines * LINE * size;
            assert!(height <= shape.place.height + size * 0.4, "{lines} lines in {shape:?}");
        }
    }
}

#[test]
fn brackets_stand_where_they_are_printed() {
    let style = FigureStyle { connectors: crate::style::Connectors::Bracket, ..FigureStyle::default() };
    let parts = parts(&testing::relational(), &style);
    assert_eq!(parts["ppt/slides/slide1.xml"].matches("prst=\"rightBracket\"").count(), 10);
}

#[test]
fn charts_are_refused_with_the_formats_there_are() {
    let error = write(&testing::dyads(), &FigureStyle::default(), &testing::imprint()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the figure `Fig. 5. Codings of each category by side` cannot be written as pptx; \
         it can as svg, pdf, png or typ"
    );
}
