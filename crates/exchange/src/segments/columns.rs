//! What the columns of a table of coded segments tell: by the heads that tools write, or as a person says.

use themata_model::{Place, Problem};

use super::applied::{Applied, applied};

/// What a column tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SegmentField {
    /// Name of the document.
    Document,
    /// The group of documents that it is in: documents of different groups may have the same name.
    Group,
    /// The code, its path, or a list of codes.
    Code,
    /// The code above the code.
    Above,
    /// The words that are coded.
    Segment,
    /// Who coded.
    Coder,
    /// The coder's remark.
    Memo,
    /// How much it weighs, 0 to 100.
    Weight,
    /// When it was coded.
    Date,
    /// Place of the first character in the document, from 0.
    Start,
    /// A fact of the document, or of the coding where it differs within a document.
    Attribute,
    /// Nothing that is wanted.
    Ignored,
}

/// The fields by the words that name them in `--map`, each with the heads that tools write, the surest first.
const WORDS: [(SegmentField, &str, &[&str]); 12] = [
    (
        SegmentField::Document,
        "document",
        &[
            "document name",
            "document",
            "dokumentname",
            "dokument",
            "media title",
            "resource title",
            "media",
            "source name",
            "source",
            "file name",
            "filename",
            "file",
            "datei",
            "dateiname",
            "quelle",
            "quellenname",
            "interview",
            "transcript",
            "transkript",
            "case",
            "participant",
        ],
    ),
    (SegmentField::Group, "group", &["document group", "dokumentgruppe"]),
    (
        SegmentField::Code,
        "code",
        &[
            "codes",
            "code",
            "kodes",
            "kode",
            "code path",
            "codepfad",
            "code name",
            "codename",
            "hierarchical name",
            "hierarchischer name",
            "codes applied combined",
            "tags",
            "tag",
            "node",
            "nodes",
            "knoten",
            "codierung",
            "codierungen",
            "category",
            "categories",
            "theme",
            "themes",
        ],
    ),
    (
        SegmentField::Above,
        "above",
        &["parent code", "obercode", "übergeordneter code", "code parent", "parent"],
    ),
    (
        SegmentField::Segment,
        "segment",
        &[
            "quotation content",
            "zitatinhalt",
            "zitat-inhalt",
            "text content",
            "textinhalt",
            "coded text",
            "codierter text",
            "coded segment",
            "coded segments",
            "segment",
            "excerpt copy",
            "excerpt text",
            "excerpt",
            "reference text",
            "quotation",
            "quotations",
            "quote",
            "zitat",
            "highlight",
            "seltext",
            "content",
            "inhalt",
            "text",
        ],
    ),
    (
        SegmentField::Coder,
        "coder",
        &[
            "coder",
            "coded by",
            "codiert von",
            "created by",
            "erstellt von",
            "excerpt creator",
            "author",
            "autor",
            "autorin",
            "owner",
            "user",
            "coder initials",
            "coder-initialen",
            "codierer-initialen",
            "codierer",
            "kodierer",
            "coder name",
        ],
    ),
    (
        SegmentField::Memo,
        "memo",
        &["comment", "kommentar", "memo", "comments", "kommentare", "note", "annotation"],
    ),
    (SegmentField::Weight, "weight", &["weight score", "weight", "gewicht", "gewichtung", "relevanz"]),
    (
        SegmentField::Date,
        "date",
        &[
            "created",
            "creation date",
            "created on",
            "erstellt",
            "erstellt am",
            "erstellungsdatum",
            "coded on",
            "excerpt date",
            "date coded",
            "codiert am",
            "kodiert am",
        ],
    ),
    (SegmentField::Start, "start", &["start", "pos0", "start position", "startposition"]),
    (SegmentField::Attribute, "attribute", &[]),
    (
        SegmentField::Ignored,
        "ignore",
        &[
            "id",
            "color",
            "colour",
            "farbe",
            "beginning",
            "begin",
            "anfang",
            "end",
            "ende",
            "area",
            "fläche",
            "coverage %",
            "% coverage",
            "coverage",
            "abdeckung",
            "abdeckung %",
            "abdeckungsgrad %",
            "abdeckungsgrad",
            "density",
            "dichte",
            "reference",
            "referenz",
            "references",
            "modified",
            "modified by",
            "geändert",
            "geändert am",
            "geändert von",
            "bearbeitet am",
            "bearbeitet von",
            "quotation name",
            "zitatname",
            "pos1",
            "fid",
            "avid",
            "excerpt range",
            "no",
            "no.",
            "nr",
            "nr.",
            "#",
        ],
    ),
];

impl SegmentField {
    /// The words that name fields.
    pub fn words() -> Vec<&'static str> {
        WORDS.iter().map(|(_, word, _)| *word).collect()
    }

    /// The field with this word.
    pub fn of(word: &str) -> Option<SegmentField> {
        let word = word.trim().to_lowercase();
        WORDS.iter().find(|(_, own, _)| *own == word).map(|(field, ..)| *field)
    }
}

/// Which columns tell what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) document: Option<usize>,
    pub(super) group: Option<usize>,
    pub(super) codes: Vec<usize>,
    pub(super) above: Option<usize>,
    pub(super) segment: usize,
    pub(super) coder: Option<usize>,
    pub(super) memo: Option<usize>,
    pub(super) weight: Option<usize>,
    pub(super) date: Option<usize>,
    pub(super) start: Option<usize>,
    pub(super) applied: Vec<Applied>,
    /// Further columns with their heads.
    pub(super) others: Vec<(usize, String)>,
    /// Columns that tell nothing that is wanted.
    pub(super) ignored: Vec<String>,
}

impl Columns {
    /// Finds out what the columns under `heads` tell; `map` says it of some.
    pub(super) fn of(
        file: &str,
        heads: &[String],
        map: &[(String, SegmentField)],
    ) -> Result<Columns, Vec<Problem>> {
        let lower: Vec<String> = heads.iter().map(|head| head.trim().to_lowercase()).collect();
        let mut fields: Vec<Option<SegmentField>> = vec![None; heads.len()];
        let mut problems = Vec::new();
        let place = || Place::file(file).line(1);
        let named = || {
            heads.iter().filter(|h| !h.is_empty()).map(|h| format!("`{h}`")).collect::<Vec<_>>().join(", ")
        };
        for (column, field) in map {
            let wanted = column.trim().to_lowercase();
            match lower.iter().position(|head| *head == wanted) {
                Some(at) => fields[at] = Some(*field),
                None => {
                    let problem = Problem::error(place(), format!("there is no column `{column}`"));
                    problems.push(problem.hint(format!("the columns are {}", named())));
                }
            }
        }
        let applied = applied(&lower, heads);
        for (field, _, words) in &WORDS {
            let is_told = fields.contains(&Some(*field));
            let is_free = |at: &usize| fields[*at].is_none();
            match field {
                SegmentField::Ignored => {
                    for at in 0..heads.len() {
                        if fields[at].is_none() && words.contains(&lower[at].as_str()) {
                            fields[at] = Some(*field);
                        }
                    }
                }
                _ if is_told => {}
                _ => {
                    let found = words
                        .iter()
                        .find_map(|word| (0..heads.len()).find(|at| lower[*at] == *word && is_free(at)));
                    if let Some(at) = found {
                        fields[at] = Some(*field);
                    }
                }
            }
        }
        let all = |field: SegmentField| -> Vec<usize> {
            (0..heads.len()).filter(|at| fields[*at] == Some(field)).collect()
        };
        let one = |field: SegmentField| all(field).first().copied();
        let told_of_codes: Vec<usize> =
            applied.iter().flat_map(|one| [Some(one.at), one.weight]).flatten().collect();
        let codes = if applied.is_empty() { all(SegmentField::Code) } else { Vec::new() };
        let mut missing = Vec::new();
        if codes.is_empty() && applied.is_empty() {
            missing.push("code");
        }
        let Some(segment) = one(SegmentField::Segment).filter(|_| missing.is_empty()) else {
            if one(SegmentField::Segment).is_none() {
                missing.push("segment");
            }
            let message = format!("no column tells the {}", missing.join(" and the "));
            let hint =
                format!("say which one does with `--map COLUMN={}`; the columns are {}", missing[0], named());
            problems.push(Problem::error(place(), message).hint(hint));
            return Err(problems);
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let is_other = |at: &usize| {
            matches!(fields[*at], None | Some(SegmentField::Attribute | SegmentField::Group))
                && !heads[*at].trim().is_empty()
                && !told_of_codes.contains(at)
        };
        let mut ignored = all(SegmentField::Ignored);
        if !applied.is_empty() {
            ignored.extend(all(SegmentField::Code));
        }
        Ok(Columns {
            document: one(SegmentField::Document),
            group: one(SegmentField::Group),
            codes,
            above: one(SegmentField::Above),
            segment,
            coder: one(SegmentField::Coder),
            memo: one(SegmentField::Memo),
            weight: one(SegmentField::Weight),
            date: one(SegmentField::Date),
            start: one(SegmentField::Start),
            applied,
            others: (0..heads.len()).filter(is_other).map(|at| (at, heads[at].trim().to_string())).collect(),
            ignored: ignored.into_iter().map(|at| heads[at].trim().to_string()).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(heads: &str) -> Vec<String> {
        let heads: Vec<String> = heads.split(',').map(str::to_string).collect();
        let columns = Columns::of("t.csv", &heads, &[]).unwrap();
        let name = |at: Option<usize>| at.map_or("-", |at| heads[at].as_str()).to_string();
        let codes: Vec<String> = columns.codes.iter().map(|at| heads[*at].clone()).collect();
        let others: Vec<String> = columns.others.iter().map(|(_, head)| head.clone()).collect();
        vec![
            name(columns.document),
            codes.join("+"),
            name(Some(columns.segment)),
            name(columns.coder),
            name(columns.memo),
            others.join("+"),
        ]
    }

    #[test]
    fn the_heads_that_tools_write_are_known() {
        let maxqda = "Color,Comment,Document group,Document name,Code,Beginning,End,Weight score,Segment,Author,Creation date,Area,Coverage %";
        assert_eq!(told(maxqda), ["Document name", "Code", "Segment", "Author", "Comment", "Document group"]);
        let german =
            "Farbe,Kommentar,Dokumentgruppe,Dokumentname,Code,Anfang,Ende,Gewicht,Segment,Autor,Erstellt am";
        assert_eq!(told(german), ["Dokumentname", "Code", "Segment", "Autor", "Kommentar", "Dokumentgruppe"]);
        let atlas = "ID,Document,Quotation Name,Quotation Content,Comment,Codes,Reference,Density,Created by,Modified by,Created,Modified";
        assert_eq!(told(atlas), ["Document", "Codes", "Quotation Content", "Created by", "Comment", ""]);
        let dedoose = "Media Title,Excerpt Creator,Excerpt Date,Excerpt Range,Excerpt Copy,Codes Applied Combined,Code: Trust Applied,Code: Trust Weight,Age";
        assert_eq!(told(dedoose), ["Media Title", "", "Excerpt Copy", "Excerpt Creator", "-", "Age"]);
        assert_eq!(told("id,document,tag,content"), ["document", "tag", "content", "-", "-", ""]);
        let nvivo = "Hierarchical Name,Source Name,Coded Text,Coverage,Coder Initials";
        assert_eq!(
            told(nvivo),
            ["Source Name", "Hierarchical Name", "Coded Text", "Coder Initials", "-", ""]
        );
    }
}
