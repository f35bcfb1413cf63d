//! The fields of the index: words, and where each passage stands. Nothing of what was coded.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

use crate::{Language, analyzer};

/// Changes whenever an index made by an older program would answer differently.
pub(crate) const FORMAT: u32 = 2;

/// The fields.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// [`crate::TextKey::term`] of the text.
    pub(crate) text: Field,
    /// Words as they stand, folded.
    pub(crate) exact: Field,
    /// Stems, one field a language.
    stems: Vec<Field>,
    pub(crate) places: Places,
}

/// Where a passage stands in its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    pub(crate) turn: Field,
    pub(crate) speaker: Field,
    pub(crate) start: Field,
    pub(crate) end: Field,
    pub(crate) first_byte: Field,
    pub(crate) last_byte: Field,
    /// [`crate::word::Milestone`]s, several to a passage.
    pub(crate) milestones: Field,
    /// Position of the language it was stemmed in plus one; 0 when in none.
    pub(crate) language: Field,
}

impl Fields {
    pub(crate) fn new() -> Fields {
        let mut schema = Schema::builder();
        let key =
            TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::Basic);
        let key = TextOptions::default().set_indexing_options(key.set_fieldnorms(false)).set_fast("raw");
        let text = schema.add_text_field("text", key);
        let exact = schema.add_text_field("exact", words("exact", true));
        // The length of a passage is the same whatever is done to its words: kept once, with `exact`.
        let stems = Language::all()
            .map(|language| schema.add_text_field(language.tag(), words(language.tag(), false)));
        let stems = stems.collect();
        let mut number = |name: &str| schema.add_u64_field(name, NumericOptions::from(FAST));
        let places = Places {
            turn: number("turn"),
            speaker: number("speaker"),
            start: number("start"),
            end: number("end"),
            first_byte: number("first_byte"),
            last_byte: number("last_byte"),
            milestones: number("milestones"),
            language: number("language"),
        };
        Fields { schema: schema.build(), text, exact, stems, places }
    }

    /// The field of a language's stems.
    pub(crate) fn stems(&self, language: Language) -> Field {
        self.stems[language.position()]
    }
}

fn words(tokenizer: &str, lengths: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(lengths);
    TextOptions::default().set_indexing_options(indexing)
}

/// The tokenizers that the fields of an index name, for whoever opens its files with tantivy itself.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register("exact", analyzer::exact());
    for language in Language::all() {
        manager.register(language.tag(), analyzer::stemmed(language));
    }
    manager
}
