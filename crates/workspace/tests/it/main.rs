//! The façade on real files.

mod laws;
mod schema;
