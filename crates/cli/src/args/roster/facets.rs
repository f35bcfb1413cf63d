//! `themata facets …`.

use clap::Args;
use themata_workspace::verbs::{FacetFacts, RowKind};

use crate::args::area;
use crate::failure::Failure;

#[derive(Args, Debug)]
struct FacetFactsArgs {
    /// All values: 'early<middle<late' where they follow one another, else front,back
    #[arg(long, value_name = "VALUES")]
    values: Option<String>,
    /// What is printed [default: the key]
    #[arg(long)]
    name: Option<String>,
    /// What is printed for a value, for example early='Early years' (can be repeated)
    #[arg(long = "value-name", value_name = "VALUE=TEXT")]
    names: Vec<String>,
    /// What a value means (can be repeated)
    #[arg(long = "define", value_name = "VALUE=TEXT")]
    definitions: Vec<String>,
}

impl FacetFactsArgs {
    fn facts(&self) -> Result<FacetFacts, Failure> {
        Ok(FacetFacts {
            name: self.name.clone(),
            values: self.values.clone(),
            names: self.names.clone(),
            definitions: self.definitions.clone(),
        })
    }
}

area! {
    /// List the facets with their values, or change them
    ///
    /// Example: themata facets study.themata
    FacetsArgs, FacetsVerb, RowKind::Facet, FacetFactsArgs, "FACET";
    /// Add a facet
    ///
    /// Example: themata facets add phase --values 'early<middle<late' -s study.themata
    AddFacetArgs: AddFacet;
    /// Change a facet or its values; a value that is used cannot be left out
    ///
    /// Example: themata facets change phase --value-name early='Early years' -s study.themata
    ChangeFacetArgs: ChangeFacet.facet;
    /// Give a facet another key
    ///
    /// Example: themata facets rekey phase stage -s study.themata
    RekeyFacetArgs;
    /// Delete facets that nothing uses
    ///
    /// Example: themata facets delete phase -s study.themata
    DeleteFacetArgs;
}
