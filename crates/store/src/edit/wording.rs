//! Whether the files of a study could say what a record says: looked at before it is written, so that no
//! verb stores what building the study again would refuse or change.

use themata_model::{Attributes, OutputKind, wrong_line, wrong_text};

use super::records::Record;
use crate::error::Fault;

/// The fields of a record that people put words into.
#[derive(Default)]
struct Fields<'a> {
    /// Of one line, never empty.
    lines: Vec<(&'static str, &'a str)>,
    /// Of one line each; `None` and nothing are the same.
    maybe: Vec<(&'static str, &'a str)>,
    /// Of several lines.
    texts: Vec<(&'static str, &'a str)>,
    attributes: Option<&'a Attributes>,
}

impl Record<'_> {
    /// Refuses words that no file could say.
    pub(super) fn check_wording(&self) -> Result<(), Fault> {
        let fields = self.fields();
        let given = |(_, text): &&(&str, &str)| !text.is_empty();
        let lines = fields.lines.iter().chain(fields.maybe.iter().filter(given));
        for (what, text) in lines {
            refuse(what, text, wrong_line(text))?;
        }
        for (what, text) in &fields.texts {
            refuse(what, text, wrong_text(text))?;
        }
        for (name, value) in fields.attributes.into_iter().flatten() {
            refuse("the name of an attribute", name, wrong_line(name))?;
            refuse(&format!("the attribute `{name}`"), value, wrong_text(value))?;
        }
        Ok(())
    }

    fn fields(&self) -> Fields<'_> {
        let mut fields = Fields::default();
        match *self {
            Record::Side(row) => fields.lines.push(("the name of the side", &row.name)),
            Record::Facet(row) => {
                fields.lines.push(("the name of the facet", &row.name));
                for value in &row.values {
                    fields.lines.push(("the name of a value", &value.name));
                    fields.texts.extend(value.definition.as_deref().map(|text| ("the definition", text)));
                }
            }
            Record::Framework(row) => {
                fields.lines.push(("the name of the framework", &row.name));
                fields
                    .texts
                    .extend([("the definition", row.definition.as_str()), ("the reason", &row.reason)]);
            }
            Record::Level(row) => fields.lines.push(("the name of the level", &row.name)),
            Record::Code(row) => {
                fields.lines.push(("the name of the code", &row.name));
                fields.lines.extend(row.aliases.iter().map(|alias| ("the alias", alias.as_str())));
                fields.lines.extend(row.marker.as_deref().map(|marker| ("the marker", marker)));
                fields.lines.extend(row.references.iter().map(|text| ("the reference", text.as_str())));
                fields.texts.extend([
                    ("the definition", row.definition.as_str()),
                    ("the inclusion", &row.inclusion),
                    ("the exclusion", &row.exclusion),
                ]);
                fields.attributes = Some(&row.attributes);
            }
            Record::Party(row) => {
                fields.lines.push(("the name of the party", &row.name));
                fields.attributes = Some(&row.attributes);
            }
            Record::Case(row) => {
                fields.lines.push(("the label of the case", &row.label));
                fields.attributes = Some(&row.attributes);
            }
            Record::Informant(row) => {
                fields.maybe.push(("the title", &row.title));
                fields.attributes = Some(&row.attributes);
            }
            Record::Source(row) => {
                fields.maybe.push(("the kind of document", row.kind.as_str()));
                fields.maybe.extend(row.date.as_deref().map(|date| ("the date", date)));
                fields.maybe.extend(row.language.as_deref().map(|language| ("the language", language)));
                fields.attributes = Some(&row.attributes);
            }
            Record::Coder(row) => {
                fields.lines.push(("the name of the coder", &row.name));
                fields.attributes = Some(&row.attributes);
            }
            Record::Coding(row, ..) => {
                fields.texts.push(("the memo", &row.memo));
                fields.attributes = Some(&row.attributes);
            }
            Record::Placement(row) => fields.texts.push(("the reason", &row.reason)),
            Record::Settlement(row) => fields.texts.push(("the reason", &row.reason)),
            Record::Exhibit(row) => fields.lines.push(("the title of the exhibit", &row.title)),
            Record::Output(row) => {
                let (OutputKind::Table(name) | OutputKind::Figure(name)) = &row.kind;
                fields.lines.push(("the kind of the output", name));
                for (option, value) in &row.options {
                    fields.lines.extend([("an option", option.as_str()), ("the value of an option", value)]);
                }
            }
            Record::Excerpt(row) => {
                fields.texts.extend(row.text.as_deref().map(|text| ("the text", text)));
                if let Some(translation) = &row.translation {
                    fields.texts.push(("the translation", &translation.text));
                    fields.maybe.extend(translation.translator.as_deref().map(|who| ("the translator", who)));
                }
                fields.maybe.push(("the attribution", row.attribution.as_str()));
                fields.attributes = Some(&row.attributes);
            }
            Record::Finding(row) => {
                fields.texts.push(("the text", &row.text));
                fields.maybe.extend(row.rating.as_deref().map(|rating| ("the rating", rating)));
                fields.attributes = Some(&row.attributes);
            }
            Record::Memo(row) => {
                fields.maybe.extend(row.date.as_deref().map(|date| ("the date", date)));
                fields.texts.push(("the text", &row.text));
                fields.attributes = Some(&row.attributes);
            }
            Record::Link(row) => {
                fields.texts.push(("the reason", &row.reason));
                fields.attributes = Some(&row.attributes);
            }
            Record::Question(row) => {
                fields.texts.push(("the question", &row.text));
                fields.attributes = Some(&row.attributes);
            }
            Record::MemberCheck(row) => {
                fields.maybe.extend(row.date.as_deref().map(|date| ("the date", date)));
                fields
                    .texts
                    .extend([("the response", row.response.as_str()), ("the revision", &row.revision)]);
                fields.attributes = Some(&row.attributes);
            }
            Record::NamedState(row) => {
                fields.lines.push(("the name of the snapshot", &row.name));
                fields.texts.push(("the note", &row.note));
            }
            // Their words are documents', not typed into a field.
            Record::Study(_) | Record::Text(..) | Record::Speakers(..) | Record::Original(..) => {}
        }
        fields
    }
}

fn refuse(what: &str, text: &str, wrong: Option<&'static str>) -> Result<(), Fault> {
    match wrong {
        None => Ok(()),
        Some(wrong) if text.trim().is_empty() => Err(Fault::Unfit(format!("{what} {wrong}"))),
        Some(wrong) => {
            let shown: String = text.chars().take(60).collect();
            Err(Fault::Unfit(format!("{what} {wrong}: `{}`", shown.escape_debug())))
        }
    }
}
