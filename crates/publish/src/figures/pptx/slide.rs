//! One slide as markup.

use quick_xml::escape::escape;

use super::part::{Connector, Paragraph, Place, Shape, Slide};
use crate::container::DECLARATION;

/// PowerPoint counts in these: 12,700 to a point.
const EMU: f64 = 12_700.0;
/// White space inside a box left and right, in points; the layout reckons with more, so that a
/// reader's font may be a little wider.
const INSET: f64 = 3.0;
/// The text is set this much smaller than the layout reckons with, for the same reason.
const SLACK: f64 = 0.96;
/// How far the text stands right of where its marker begins, in em.
const HANG: f64 = 1.4;
/// The theme's font, so that changing it there changes it everywhere.
const FONT: &str = "<a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/><a:cs typeface=\"+mn-cs\"/>";
/// Width of lines, in points.
const LINE: f64 = 0.75;

/// Returns a length in PowerPoint's units.
pub(super) fn emu(points: f64) -> i64 {
    (points * EMU).round() as i64
}

/// Returns `ppt/slides/slideN.xml`.
pub(super) fn slide(slide: &Slide) -> String {
    let mut out = format!(
        "{DECLARATION}<p:sld xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"><p:cSld><p:spTree>\
         <p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>\
         <p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/>\
         <a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>"
    );
    for (i, shape) in slide.shapes.iter().enumerate() {
        push_shape(&mut out, shape_id(i), shape);
    }
    let first = shape_id(slide.shapes.len());
    for (id, connector) in (first..).zip(&slide.connectors) {
        push_connector(&mut out, id, connector);
    }
    for (id, (place, bracket)) in (first + slide.connectors.len()..).zip(&slide.strokes) {
        push_stroke(&mut out, id, place, *bracket);
    }
    out.push_str("</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>");
    out
}

/// The number of a shape on its slide; 1 is the slide's own.
fn shape_id(i: usize) -> usize {
    i + 2
}

fn push_shape(out: &mut String, id: usize, shape: &Shape) {
    let kind = if shape.boxed { "Box" } else { "Text" };
    let text_box = if shape.boxed { "" } else { " txBox=\"1\"" };
    out.push_str(&format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{kind} {id}\"/><p:cNvSpPr{text_box}/><p:nvPr/>\
         </p:nvSpPr><p:spPr>{}",
        frame(&shape.place, "")
    ));
    let geometry = if shape.boxed {
        // A corner of 1.5 pt, as in print.
        let shorter = shape.place.width.min(shape.place.height).max(1.0);
        let corner = (1.5 / shorter * 100_000.0).round().min(50_000.0) as u32;
        format!(
            "<a:prstGeom prst=\"roundRect\"><a:avLst><a:gd name=\"adj\" fmla=\"val {corner}\"/></a:avLst>\
             </a:prstGeom>"
        )
    } else {
        "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>".to_owned()
    };
    out.push_str(&geometry);
    match &shape.fill {
        Some(colour) => out.push_str(&solid(colour)),
        None => out.push_str("<a:noFill/>"),
    }
    match &shape.stroke {
        Some(colour) => out.push_str(&format!("<a:ln w=\"{}\">{}</a:ln>", emu(LINE), solid(colour))),
        None => out.push_str("<a:ln><a:noFill/></a:ln>"),
    }
    let anchor = match shape.anchor.as_str() {
        "middle" => "ctr",
        "bottom" => "b",
        _ => "t",
    };
    let inset = if shape.boxed { emu(INSET) } else { 0 };
    out.push_str(&format!(
        "</p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"{inset}\" tIns=\"0\" rIns=\"{inset}\" \
         bIns=\"0\" rtlCol=\"0\" anchor=\"{anchor}\"><a:normAutofit/></a:bodyPr><a:lstStyle/>"
    ));
    for paragraph in &shape.paragraphs {
        push_paragraph(out, shape, paragraph);
    }
    if shape.paragraphs.is_empty() {
        out.push_str("<a:p><a:endParaRPr lang=\"en-GB\"/></a:p>");
    }
    out.push_str("</p:txBody></p:sp>");
}

fn push_paragraph(out: &mut String, shape: &Shape, paragraph: &Paragraph) {
    let size = shape.size * SLACK;
    let hanging = !paragraph.marker.is_empty() && !shape.centred;
    let align = if shape.centred {
        " algn=\"ctr\""
    } else if paragraph.rtl {
        " algn=\"r\""
    } else {
        " algn=\"l\""
    };
    let direction = if paragraph.rtl { " rtl=\"1\"" } else { "" };
    // A long marker needs more room, or its text would begin a step further right.
    let hang = (paragraph.marker.chars().count() as f64 * 0.55).max(HANG) * size;
    let indent = if hanging { format!(" marL=\"{0}\" indent=\"-{0}\"", emu(hang)) } else { String::new() };
    let tab = if hanging {
        format!("<a:tabLst><a:tab pos=\"{}\" algn=\"l\"/></a:tabLst>", emu(hang))
    } else {
        String::new()
    };
    out.push_str(&format!("<a:p><a:pPr{indent}{align}{direction}><a:buNone/>{tab}</a:pPr>"));
    let text = paragraph.text.replace(['\u{200B}', '\u{AD}'], "");
    let (marker, gap) = (&paragraph.marker, if hanging { "\t" } else { " " });
    let text = if marker.is_empty() { text } else { format!("{marker}{gap}{text}") };
    let bold = if shape.bold { " b=\"1\"" } else { "" };
    let properties = format!("lang=\"en-GB\" sz=\"{}\"{bold}", (size * 100.0).round() as i64);
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push_str(&format!("<a:br><a:rPr {properties}>{FONT}</a:rPr></a:br>"));
        }
        out.push_str(&format!("<a:r><a:rPr {properties}>{FONT}</a:rPr><a:t>{}</a:t></a:r>", escape(line)));
    }
    out.push_str("</a:p>");
}

fn push_connector(out: &mut String, id: usize, connector: &Connector) {
    let Connector { from, to, trunk, arrow, start, end } = connector;
    let straight = (from.1 - to.1).abs() < 0.6;
    let place = Place {
        x: from.0.min(to.0),
        y: from.1.min(to.1),
        width: (to.0 - from.0).abs(),
        height: if straight { 0.0 } else { (to.1 - from.1).abs() },
    };
    // A bent line runs from the upper left to the lower right unless it is turned over.
    let flip = if !straight && to.1 < from.1 { " flipV=\"1\"" } else { "" };
    let tie = |name: &str, shape: &Option<usize>, site: u8| match shape {
        Some(i) => format!("<a:{name} id=\"{}\" idx=\"{site}\"/>", shape_id(*i)),
        None => String::new(),
    };
    // The sites of a rectangle are counted from its top against the clock: 1 is left, 3 is right.
    let (start, end) = (tie("stCxn", start, 3), tie("endCxn", end, 1));
    let geometry = if straight {
        "<a:prstGeom prst=\"straightConnector1\"><a:avLst/></a:prstGeom>".to_owned()
    } else {
        let turn = (trunk.clamp(0.0, 1.0) * 100_000.0).round() as i64;
        format!(
            "<a:prstGeom prst=\"bentConnector3\"><a:avLst><a:gd name=\"adj1\" fmla=\"val {turn}\"/>\
             </a:avLst></a:prstGeom>"
        )
    };
    let head = if *arrow { "<a:tailEnd type=\"triangle\" w=\"sm\" len=\"sm\"/>" } else { "" };
    out.push_str(&format!(
        "<p:cxnSp><p:nvCxnSpPr><p:cNvPr id=\"{id}\" name=\"Connector {id}\"/><p:cNvCxnSpPr>{start}{end}\
         </p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr>{}{geometry}<a:ln w=\"{}\">{}<a:miter lim=\"800000\"/>\
         {head}</a:ln></p:spPr></p:cxnSp>",
        frame(&place, flip),
        emu(LINE),
        solid("#000000")
    ));
}

/// A bracket, or a level line.
fn push_stroke(out: &mut String, id: usize, place: &Place, bracket: bool) {
    let (name, shape) = if bracket { ("Bracket", "rightBracket") } else { ("Line", "line") };
    let adjust = if bracket { "<a:gd name=\"adj\" fmla=\"val 0\"/>" } else { "" };
    out.push_str(&format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name} {id}\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>\
         <p:spPr>{}<a:prstGeom prst=\"{shape}\"><a:avLst>{adjust}</a:avLst></a:prstGeom><a:noFill/>\
         <a:ln w=\"{}\">{}</a:ln></p:spPr></p:sp>",
        frame(place, ""),
        emu(LINE),
        solid("#000000")
    ));
}

fn frame(place: &Place, flip: &str) -> String {
    format!(
        "<a:xfrm{flip}><a:off x=\"{}\" y=\"{}\"/><a:ext cx=\"{}\" cy=\"{}\"/></a:xfrm>",
        emu(place.x),
        emu(place.y),
        emu(place.width),
        emu(place.height)
    )
}

fn solid(colour: &str) -> String {
    format!(
        "<a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill>",
        colour.trim_start_matches('#').to_uppercase()
    )
}
