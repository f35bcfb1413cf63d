//! From a study to a project of REFI-QDA: the document, the text files, and the note of what has no place there.

mod codes;
mod note;
mod notes;
mod rows;
mod sets;
mod sources;
mod variables;

use std::collections::{BTreeMap, HashMap};

use themata_model::{CodeKey, CoderKey, RowId, Study, Uuid};

pub(super) use codes::{marked, with_criteria};
pub(super) use sources::Written;

use super::convention::Vendor;
use super::positions::{Convention, Plain};
use super::report::Kept;
use super::tree::{Element, is_allowed};

/// The tool that a project is written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Any: as the specification says, texts with LF.
    #[default]
    Generic,
    /// NVivo: positions in UTF-16 units, texts as NVivo on Windows writes them.
    Nvivo,
    /// MAXQDA: texts with CRLF that counts as one.
    Maxqda,
    /// ATLAS.ti: texts with CRLF that counts as one.
    Atlasti,
    /// QualCoder: as the specification says.
    Qualcoder,
}

impl Target {
    /// Every one, in the order of their names.
    pub const ALL: [Target; 5] =
        [Target::Generic, Target::Nvivo, Target::Maxqda, Target::Atlasti, Target::Qualcoder];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Target::Generic => "generic",
            Target::Nvivo => "nvivo",
            Target::Maxqda => "maxqda",
            Target::Atlasti => "atlasti",
            Target::Qualcoder => "qualcoder",
        }
    }

    /// What it calls itself in the origin of a project.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Target::Generic => None,
            Target::Nvivo => Some("NVivo"),
            Target::Maxqda => Some("MAXQDA"),
            Target::Atlasti => Some("ATLAS.ti"),
            Target::Qualcoder => Some("QualCoder"),
        }
    }

    /// The tool that Themata wrote a project for, as its origin says.
    pub(super) fn of_origin(origin: &str) -> Target {
        let told = origin.split_once(" for ").map(|(_, tool)| tool.trim());
        Target::ALL
            .into_iter()
            .find(|target| target.name().is_some_and(|name| Some(name) == told))
            .unwrap_or_default()
    }

    /// How it counts positions.
    pub(super) fn convention(self) -> Convention {
        match self {
            Target::Generic | Target::Qualcoder => Convention::SPECIFIED,
            Target::Nvivo => Vendor::Nvivo.convention(),
            Target::Maxqda => Vendor::Maxqda.convention(),
            Target::Atlasti => Vendor::Atlasti.convention(),
        }
    }

    /// Whether files that stand already are left as they are.
    pub(super) fn keeps_files(self) -> bool {
        !matches!(self, Target::Generic | Target::Qualcoder)
    }

    /// The text as its files have it, and whether a byte order mark stands before it.
    pub(super) fn plain(self, content: &str) -> (Plain, bool) {
        match self {
            Target::Generic | Target::Qualcoder => (Plain::of(content), false),
            Target::Nvivo => (Plain::with_crlf(content), true),
            Target::Maxqda | Target::Atlasti => (Plain::with_crlf(content), false),
        }
    }
}

impl std::str::FromStr for Target {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let wanted = word.trim().to_lowercase().replace(['.', ' ', '-'], "");
        Target::ALL.into_iter().find(|target| target.as_str() == wanted).ok_or_else(|| {
            format!(
                "`{word}` is no tool known here; use `generic`, `nvivo`, `maxqda`, `atlasti` or `qualcoder`"
            )
        })
    }
}

/// What stands in the project that a study came from.
#[derive(Default)]
pub(super) struct Ground {
    /// Texts that stand already, by source.
    pub(super) files: HashMap<Uuid, Plain>,
    /// Variables by the attribute that they became.
    pub(super) variables: HashMap<String, Uuid>,
    /// Whether notes stand there already, so that new ones are written beside them.
    pub(super) has_notes: bool,
}

/// A study as a project.
pub(super) struct Exported {
    pub(super) project: Element,
    /// The texts of sources, by id of the source.
    pub(super) texts: BTreeMap<Uuid, Written>,
    /// Notes that are files, by GUID.
    pub(super) notes: Vec<(Uuid, Vec<u8>)>,
    pub(super) noted: Vec<Kept>,
    pub(super) left_out: Vec<Kept>,
}

/// A study on its way to a project.
pub(super) struct Export<'a> {
    study: &'a Study,
    target: Target,
    ground: &'a Ground,
    codes: HashMap<&'a CodeKey, Uuid>,
    coders: HashMap<&'a CoderKey, Uuid>,
    /// Notes that hang at a row, by its kind and key.
    hanging: HashMap<(&'static str, String), Vec<Uuid>>,
    /// What is written only so that other tools show it.
    written: Vec<Uuid>,
    /// Notes that are files.
    note_files: Vec<(Uuid, Vec<u8>)>,
}

/// Makes a project of `study`; where a text stands in the ground already, that file is counted in.
pub(super) fn export(study: &Study, target: Target, ground: &Ground) -> Exported {
    let laid_out = super::frameworks::laid_out(study);
    let study = &*laid_out;
    let mut export = Export {
        study,
        target,
        ground,
        codes: study.codebook.codes().iter().map(|code| (&code.key, code.id.0)).collect(),
        coders: study.coders.iter().map(|coder| (&coder.key, coder.id.0)).collect(),
        hanging: HashMap::new(),
        written: Vec::new(),
        note_files: Vec::new(),
    };
    export.hang_notes();
    let (sources, texts) = export.sources();
    let users = export.study.coders.iter().map(|coder| {
        let name = if coder.name.is_empty() { coder.key.as_str() } else { &coder.name };
        Element::new("User").with("guid", coder.id).with("name", name).with("id", &coder.key)
    });
    let users: Vec<Element> = users.collect();
    let codes = export.codes();
    let (cases, links) = (export.cases(), export.links());
    let mut notes = export.notes();
    let sets = export.sets();
    let variables = export.variables();
    notes.push(export.note());
    let section =
        |name: &str, rows: Vec<Element>| (!rows.is_empty()).then(|| Element::new(name).holding(rows));
    let codebook = section("Codes", codes).map(|codes| Element::new("CodeBook").holding([codes]));
    let sections = [
        section("Users", users),
        codebook,
        section("Variables", variables),
        section("Cases", cases),
        section("Sources", sources),
        section("Notes", notes),
        section("Links", links),
        section("Sets", sets),
    ];
    let mut project = Element::new("Project")
        .with("xmlns", "urn:QDA-XML:project:1.0")
        .with("name", &study.title)
        .with("origin", origin(target))
        .with("basePath", "")
        .holding(sections.into_iter().flatten());
    project = project.holding(export.note_refs("study", ""));
    let noted = export.noted();
    let mut left_out = export.left_out();
    let replaced = characters(&project);
    if replaced > 0 {
        left_out.push(Kept { what: "characters that no XML can hold, replaced".into(), count: replaced });
    }
    Exported { project, texts, notes: export.note_files, noted, left_out }
}

/// What Themata calls itself.
pub(super) fn origin_of() -> &'static str {
    concat!("Themata ", env!("CARGO_PKG_VERSION"))
}

/// What Themata calls itself in a project, with the tool whose ways of counting it follows.
fn origin(target: Target) -> String {
    let own = origin_of();
    target.name().map_or_else(|| own.to_string(), |name| format!("{own} for {name}"))
}

/// How many characters of names and notes cannot stand in a document.
fn characters(element: &Element) -> usize {
    let bad = |text: &str| text.chars().filter(|c| !is_allowed(*c)).count();
    let own: usize = element.attributes.iter().map(|(_, value)| bad(value)).sum();
    let inside = element.children.iter().map(|node| match node {
        super::tree::Node::Text(text) => bad(text),
        super::tree::Node::Element(element) => characters(element),
    });
    own + inside.sum::<usize>()
}

/// Whether a time is one as REFI-QDA writes it: date, `T`, time, and perhaps a zone.
pub(super) fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = b"0000-00-00T00:00:00";
    let fits =
        |(byte, wanted): (&u8, &u8)| if *wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted };
    if bytes.len() < shape.len() || !bytes.iter().zip(shape).all(fits) {
        return false;
    }
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let in_range = (number(5, 7), number(8, 10), number(11, 13), number(14, 16), number(17, 19));
    let (Some(month), Some(day), Some(hour), Some(minute), Some(second)) = in_range else { return false };
    let days = match (month, number(0, 4)) {
        (2, Some(year))
            if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) =>
        {
            29
        }
        (2, _) => 28,
        (4 | 6 | 9 | 11, _) => 30,
        _ => 31,
    };
    let rest = &bytes[shape.len()..];
    let fraction = match rest {
        [b'.', digits @ ..] => 1 + digits.iter().take_while(|digit| digit.is_ascii_digit()).count(),
        _ => 0,
    };
    let zone = match &rest[fraction..] {
        [] | [b'Z'] => true,
        [b'+' | b'-', a, b, b':', c, d] => {
            let (hours, minutes) = (
                10 * (a.wrapping_sub(b'0')) as u32 + b.wrapping_sub(b'0') as u32,
                10 * c.wrapping_sub(b'0') as u32 + d.wrapping_sub(b'0') as u32,
            );
            [a, b, c, d].iter().all(|digit| digit.is_ascii_digit())
                && (hours < 14 && minutes < 60 || hours == 14 && minutes == 0)
        }
        _ => false,
    };
    (1..=12).contains(&month)
        && (1..=days).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60
        && fraction != 1
        && zone
        && number(0, 4) != Some(0)
}

impl Export<'_> {
    /// References to the notes that hang at a row.
    fn note_refs(&self, kind: &'static str, key: &str) -> Vec<Element> {
        let notes = self.hanging.get(&(kind, key.to_string())).map(Vec::as_slice).unwrap_or_default();
        notes.iter().map(|note| Element::new("NoteRef").with("targetGUID", note)).collect()
    }

    /// The id of something that is written for other tools only.
    fn for_others(&mut self, kind: &str, identity: &str) -> Uuid {
        let id = self.study.id.row(&format!("refi-{kind}"), identity).0;
        self.written.push(id);
        id
    }

    fn cases(&mut self) -> Vec<Element> {
        let study = self.study;
        let mut rows = Vec::new();
        for case in &study.cases {
            let name = if case.label.is_empty() { case.key.as_str() } else { &case.label };
            let sources = study.sources.iter().filter(|source| source.cases.contains(&case.key));
            let sources = sources.map(|source| Element::new("SourceRef").with("targetGUID", source.id));
            let values = self.values(case.attributes.iter());
            rows.push(
                Element::new("Case")
                    .with("guid", case.id)
                    .with("name", name)
                    .holding(values)
                    .holding(sources),
            );
        }
        rows
    }

    fn links(&self) -> Vec<Element> {
        let link = |link: &themata_model::Link| {
            let (from, to) = (self.codes.get(&link.from)?, self.codes.get(&link.to)?);
            let direction = match link.attributes.get("direction").map(String::as_str) {
                Some("associative") => "Associative",
                Some("bidirectional") => "Bidirectional",
                _ => "OneWay",
            };
            let row = Element::new("Link").with("guid", link.id).with("name", &link.kind.0);
            Some(row.with("direction", direction).with("originGUID", from).with("targetGUID", to))
        };
        self.study.links.iter().filter_map(link).collect()
    }

    /// Codings without a place.
    fn lost(&self) -> impl Iterator<Item = &themata_model::Coding> {
        self.study.codings.iter().filter(|coding| coding.span.is_none())
    }

    /// What is in the note only.
    fn noted(&self) -> Vec<Kept> {
        let study = self.study;
        let with_more = |coding: &&themata_model::Coding| {
            coding.weight.is_some() || !coding.about.is_empty() || !coding.target.facets().is_empty()
        };
        let rows = [
            ("codings without a place", self.lost().count()),
            (
                "weights, values of facets and other cases of codings",
                study.codings.iter().filter(with_more).count(),
            ),
            ("informants", study.informants.len()),
            ("excerpts", study.excerpts.len()),
            ("exhibits", study.exhibits.len()),
            ("questions", study.questions.len()),
            ("member checks", study.member_checks.len()),
            ("claims and stated totals", study.claims.len() + study.totals.len()),
        ];
        listed(&rows)
    }

    /// What is not written at all.
    fn left_out(&self) -> Vec<Kept> {
        let study = self.study;
        let older = study.sources.iter().map(|source| source.texts.len().saturating_sub(1)).sum();
        listed(&[("older versions of texts", older), ("named states", study.snapshots.len())])
    }
}

fn listed(rows: &[(&str, usize)]) -> Vec<Kept> {
    let some = rows.iter().filter(|(_, count)| *count > 0);
    some.map(|(what, count)| Kept { what: (*what).to_string(), count: *count }).collect()
}

/// The GUID of the selection that a coding gets.
pub(super) fn selection_of(coding: RowId) -> Uuid {
    coding.0.derive("selection")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_what_only_looks_like_one() {
        for time in ["2025-06-11T16:31:16Z", "2024-02-29T00:00:00", "2025-06-11T16:31:16.123+02:00"] {
            assert!(is_date_time(time), "{time}");
        }
        for time in [
            "2025-06-11",
            "2023-02-29T00:00:00Z",
            "2025-13-11T16:31:16Z",
            "2025-06-11T16:31:16.",
            "",
            "2025-06-11T16:31:16+0200",
        ] {
            assert!(!is_date_time(time), "{time}");
        }
    }

    #[test]
    fn tools_are_named_in_one_word() {
        assert_eq!("ATLAS.ti".parse(), Ok(Target::Atlasti));
        assert_eq!("maxqda".parse(), Ok(Target::Maxqda));
        assert!("excel".parse::<Target>().is_err());
    }
}
