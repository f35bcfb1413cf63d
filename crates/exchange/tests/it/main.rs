//! The study folder and the projects of other tools, read and written.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

mod codebook_files;
mod errors;
mod laws;
mod placing;
mod refi;
mod sample;
mod segments;
mod support;
