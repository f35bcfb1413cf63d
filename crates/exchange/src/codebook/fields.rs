//! What the columns of a codebook in a spreadsheet are called, in the words of people and of other tools.

/// What a column or line of a codebook tells of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Field {
    Key,
    Name,
    Path,
    Parent,
    Level,
    LevelName,
    LevelOrder,
    Open,
    Marker,
    Aliases,
    Definition,
    Inclusion,
    Exclusion,
    Origin,
    References,
    Colour,
    /// How often the code was used, which is counted anew, and running numbers.
    Counted,
}

/// The name that is written, and others that are understood.
const WORDS: [(Field, &str, &[&str]); 17] = [
    (Field::Key, "key", &["code id", "code key", "schlüssel"]),
    (Field::Level, "level", &["ebene", "stufe"]),
    (Field::LevelName, "level_name", &["level name"]),
    (Field::LevelOrder, "level_order", &["level order"]),
    (Field::Open, "open", &[]),
    (
        Field::Parent,
        "parent",
        &[
            "parent code",
            "parent key",
            "parent name",
            "parent label",
            "above",
            "obercode",
            "übergeordneter code",
            "oberkategorie",
        ],
    ),
    (
        Field::Path,
        "path",
        &[
            "code path",
            "full path",
            "hierarchical name",
            "full name",
            "pfad",
            "codepfad",
            "code-pfad",
            "hierarchischer name",
        ],
    ),
    (Field::Marker, "marker", &["mark", "abbreviation", "short", "kürzel", "abkürzung"]),
    (
        Field::Name,
        "name",
        &[
            "label",
            "code",
            "code name",
            "code label",
            "codename",
            "tag",
            "node",
            "bezeichnung",
            "code-name",
            "codebezeichnung",
        ],
    ),
    (Field::Aliases, "aliases", &["alias", "synonyms", "synonym", "synonyme"]),
    (
        Field::Definition,
        "definition",
        &[
            "description",
            "meaning",
            "comment",
            "memo",
            "code memo",
            "code description",
            "beschreibung",
            "kommentar",
            "code-memo",
            "bedeutung",
        ],
    ),
    (
        Field::Inclusion,
        "inclusion",
        &["inclusion criteria", "include", "includes", "when to use", "einschluss", "einschlusskriterien"],
    ),
    (
        Field::Exclusion,
        "exclusion",
        &[
            "exclusion criteria",
            "exclude",
            "excludes",
            "when not to use",
            "ausschluss",
            "ausschlusskriterien",
        ],
    ),
    (Field::Origin, "origin", &["herkunft"]),
    (Field::References, "references", &["reference", "literature", "literatur", "quellenangaben"]),
    (Field::Colour, "colour", &["color", "code color", "code colour", "farbe"]),
    (
        Field::Counted,
        "codings",
        &[
            "frequency",
            "häufigkeit",
            "number of highlights",
            "coded segments",
            "codierte segmente",
            "files",
            "dateien",
            "sources",
            "documents",
            "dokumente",
            "groundedness",
            "grounded",
            "density",
            "number of coding references",
            "coding references",
            "count",
            "n",
            "no",
            "no.",
            "nr",
            "nr.",
            "#",
            "number",
        ],
    ),
];

impl Field {
    /// The word for it in what is written.
    pub(super) fn word(self) -> &'static str {
        WORDS.iter().find(|(field, ..)| *field == self).map_or("", |(_, word, _)| word)
    }

    /// The field that a head names.
    pub(super) fn of(head: &str) -> Option<Field> {
        let head = head.trim().trim_end_matches(':').to_lowercase();
        let is =
            |(_, word, others): &&(Field, &str, &[&str])| *word == head || others.contains(&head.as_str());
        WORDS.iter().find(is).map(|(field, ..)| *field)
    }
}

/// Before the name of an attribute and before the key of a facet, in heads.
pub(super) const ATTRIBUTE: &str = "attribute:";
/// Before the key of a facet in heads.
pub(super) const FACET: &str = "facet:";

/// The fields of each column: a word that two columns bear is the field of the first; what is called `code` beside a
/// column that is called `name` is its key.
pub(super) fn of_heads(heads: &[String]) -> Vec<Option<Field>> {
    let mut fields: Vec<Option<Field>> = Vec::with_capacity(heads.len());
    for head in heads {
        let field =
            Field::of(head).filter(|field| !fields.contains(&Some(*field)) || *field == Field::Counted);
        fields.push(field);
    }
    let lower: Vec<String> = heads.iter().map(|head| head.trim().to_lowercase()).collect();
    let at = |words: &[&str]| lower.iter().position(|head| words.contains(&head.as_str()));
    let named = at(&["name", "label", "code name", "code label", "bezeichnung"]);
    if let (Some(code), Some(name), false) = (at(&["code"]), named, fields.contains(&Some(Field::Key))) {
        fields[code] = Some(Field::Key);
        fields[name] = Some(Field::Name);
    }
    fields
}

/// The items of a cell: by lines where it has some, else by `;`.
pub(super) fn items(cell: &str) -> Vec<String> {
    let parts: Vec<&str> =
        if cell.contains('\n') { cell.split('\n').collect() } else { cell.split(';').collect() };
    parts.into_iter().map(str::trim).filter(|item| !item.is_empty()).map(str::to_string).collect()
}

/// A cell of these items, which [`items`] takes apart again.
pub(super) fn cell_of(items: &[String]) -> String {
    let line = |item: &String| item.replace(['\n', '\r'], " ").trim().to_string();
    let lines: Vec<String> = items.iter().map(line).filter(|item| !item.is_empty()).collect();
    match lines.as_slice() {
        lines if lines.iter().all(|item| !item.contains(';')) => lines.join("; "),
        [only] => format!("{only}\n"),
        lines => lines.join("\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_apart_as_they_were_put_together() {
        for list in [vec!["a", "b"], vec!["a; b"], vec!["a;", "b"], vec!["one"], vec![]] {
            let list: Vec<String> = list.into_iter().map(str::to_string).collect();
            assert_eq!(items(&cell_of(&list)), list);
        }
    }

    #[test]
    fn a_code_beside_a_name_is_its_key() {
        let heads = ["Code", "Label", "Beschreibung", "Owner"].map(String::from);
        let fields = of_heads(&heads);
        assert_eq!(fields, [Some(Field::Key), Some(Field::Name), Some(Field::Definition), None]);
        assert_eq!(of_heads(&["Code".to_string()]), [Some(Field::Name)]);
    }
}
