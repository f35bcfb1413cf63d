//! The study folder, read and written.

mod errors;
mod laws;
mod placing;
mod sample;
mod support;
