//! Attributes: facts of the study's own, given as `name=value` and declared when they are new.

use themata_exchange::columns;
use themata_model::{Attributes, Study};
use themata_store::Record;

use super::Scene;
use crate::WorkspaceError;

/// A list of rows that may have attributes: its name in the folder and the columns it has anyway.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner {
    pub(crate) list: &'static str,
    pub(crate) columns: &'static [&'static [&'static str]],
}

pub(crate) const PARTIES: Owner = Owner { list: "parties", columns: &[columns::PARTIES] };
pub(crate) const CASES: Owner = Owner { list: "cases", columns: &[columns::CASES] };
pub(crate) const INFORMANTS: Owner = Owner { list: "informants", columns: &[columns::INFORMANTS] };
pub(crate) const CODERS: Owner = Owner { list: "coders", columns: &[columns::CODERS] };
pub(crate) const QUESTIONS: Owner = Owner { list: "questions", columns: &[columns::QUESTIONS] };
pub(crate) const SOURCES: Owner = Owner { list: "sources", columns: &[columns::SOURCES] };
pub(crate) const EXCERPTS: Owner =
    Owner { list: "excerpts", columns: &[columns::EXCERPTS, columns::EXCERPTS_MEANT] };
pub(crate) const FINDINGS: Owner =
    Owner { list: "findings", columns: &[columns::FINDINGS, columns::FINDINGS_LAST] };
pub(crate) const MEMOS: Owner = Owner { list: "memos", columns: &[columns::MEMOS] };
pub(crate) const MEMBERS: Owner = Owner { list: "members", columns: &[columns::MEMBERS] };

/// Sets the attributes given as `name=value`; an empty value takes the attribute away. A name that the
/// study has not declared is declared, so that the files say that it is meant.
pub(crate) fn set(
    at: &mut Scene<'_, '_>,
    study: &Study,
    owner: Owner,
    attributes: &mut Attributes,
    given: &[String],
) -> Result<(), WorkspaceError> {
    let mut declared = head(study);
    for pair in given {
        let (name, value) = parted(pair, owner, study)?;
        if value.is_empty() {
            attributes.remove(name);
        } else {
            attributes.insert(name.to_string(), value.to_string());
            declared.attributes.entry(owner.list.to_string()).or_default().insert(name.to_string());
        }
    }
    if declared.attributes != study.attributes {
        at.edit.put(&Record::Study(&declared))?;
    }
    Ok(())
}

/// What the row of the study itself holds, without its lists.
pub(crate) fn head(s: &Study) -> Study {
    Study {
        id: s.id,
        citation: s.citation.clone(),
        licence: s.licence.clone(),
        synthetic: s.synthetic,
        language: s.language.clone(),
        attributes: s.attributes.clone(),
        ..Study::new(s.key.clone(), s.title.clone())
    }
}

fn parted<'p>(pair: &'p str, owner: Owner, study: &Study) -> Result<(&'p str, &'p str), WorkspaceError> {
    let Some((name, value)) = pair.split_once('=') else {
        return Err(WorkspaceError::refused(format!("`{pair}` is not of the form NAME=VALUE"))
            .hint("write for example `industry=rail`"));
    };
    let name = name.trim();
    let is_facet = owner.list == "findings" && study.facets.iter().any(|facet| facet.key.as_str() == name);
    if owner.columns.concat().contains(&name) || name == "id" || is_facet {
        return Err(WorkspaceError::refused(format!("`{name}` cannot be an attribute of {}", owner.list))
            .hint(format!(
                "`{name}` has a meaning of its own; there is an option for it where it can be set"
            )));
    }
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(WorkspaceError::refused(format!("`{}` is no name of an attribute", name.escape_debug())));
    }
    Ok((name, value.trim()))
}
