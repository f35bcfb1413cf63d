//! The study folder, read and written.

mod sample;
