//! The façade on real files.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

mod codebook;
mod codebook_laws;
mod coding;
mod coding_laws;
mod filling;
mod folder_laws;
mod frameworks;
mod laws;
mod looking_back;
mod schema;
mod search_filters;
mod search_languages;
mod search_pairs;
mod sorting;
mod taking_back;
mod texts;
mod working;
