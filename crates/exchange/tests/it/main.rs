//! The study folder, read and written.

mod errors;
mod laws;
mod placing;
mod refi;
mod sample;
mod support;
