//! The fields of the index: words, and where each passage stands. Nothing of what was coded.

use std::sync::Arc;

use tantivy::IndexBuilder;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

use crate::analyzer;
use crate::cuts::WordCuts;
use crate::inflections::Inflections;

/// Name of the tokenizer of words.
const TERMS: &str = "terms";

/// Changes whenever an index made by an older program would answer differently.
pub(crate) const FORMAT: u32 = 4;

/// The fields.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// [`crate::TextKey::term`] of the text.
    pub(crate) text: Field,
    /// [`crate::term`]s.
    pub(crate) words: Field,
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
        let words = TextFieldIndexing::default()
            .set_tokenizer(TERMS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let words = schema.add_text_field("words", TextOptions::default().set_indexing_options(words));
        let mut number = |name: &str| schema.add_u64_field(name, NumericOptions::from(FAST));
        let places = Places {
            turn: number("turn"),
            speaker: number("speaker"),
            start: number("start"),
            end: number("end"),
            first_byte: number("first_byte"),
            last_byte: number("last_byte"),
            language: number("language"),
        };
        Fields { schema: schema.build(), text, words, places }
    }

    /// The engine with what it writes beside the words.
    pub(crate) fn engine(&self) -> IndexBuilder {
        IndexBuilder::new()
            .schema(self.schema.clone())
            .tokenizers(tokenizers())
            .register_plugin(Arc::new(Inflections { words: self.words }))
            .register_plugin(Arc::new(WordCuts { words: self.words }))
    }
}

/// The tokenizers that the fields of an index name, for whoever opens its files with tantivy itself.
pub fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TERMS, analyzer::terms());
    manager
}
