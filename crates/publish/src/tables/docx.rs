//! Tables as Word documents. The markup is written here, since the crates for it write no repeated
//! heads and stamp the clock into the file.

mod body;
mod package;

use crate::container;
use crate::error::PublishError;
use crate::grid::Grid;

/// Returns the document.
pub(super) fn write(grid: &Grid) -> Result<Vec<u8>, PublishError> {
    container::zip(&package::parts(grid, body::document(grid))).map_err(PublishError::container("DOCX"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::testing::{self, container};

    fn parts(table: &themata_model::Table) -> BTreeMap<String, String> {
        let bytes = write(&Grid::new(table, &testing::imprint()).unwrap()).unwrap();
        let parts = container::parts(&bytes);
        for (name, text) in &parts {
            container::assert_well_formed(name, text);
        }
        parts
    }

    #[test]
    fn heads_repeat_and_cells_are_merged() {
        let parts = parts(&testing::features());
        let xml = &parts["word/document.xml"];
        assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
        assert_eq!(xml.matches("<w:cantSplit/>").count(), 7);
        assert_eq!(xml.matches("<w:gridSpan w:val=\"3\"/>").count(), 2);
        assert_eq!(xml.matches("<w:vMerge w:val=\"restart\"/>").count(), 1);
        assert_eq!(xml.matches("<w:vMerge/>").count(), 1);
        assert!(xml.contains("w:orient=\"landscape\""));
        assert!(xml.contains("DRAFT: Table 2. Evidence | by case"));
        assert!(parts["word/header1.xml"].contains("DRAFT"));
    }

    #[test]
    fn every_style_used_is_defined() {
        let parts = parts(&testing::features());
        let styles = &parts["word/styles.xml"];
        for (name, xml) in parts.iter().filter(|(name, _)| name.starts_with("word/")) {
            for attribute in ["<w:pStyle w:val=\"", "<w:rStyle w:val=\"", "<w:tblStyle w:val=\""] {
                for rest in xml.split(attribute).skip(1) {
                    let style = rest.split('"').next().unwrap();
                    let defined = styles.contains(&format!("w:styleId=\"{style}\""));
                    assert!(defined, "{style}, used in {name}, is not defined");
                }
            }
        }
    }

    #[test]
    fn tables_of_every_shape_are_well_formed() {
        for table in [
            testing::empty(),
            testing::one_column(),
            testing::informants(),
            testing::evidence(),
            themata_model::Table::new("t", "No columns"),
        ] {
            parts(&table);
        }
    }
}
