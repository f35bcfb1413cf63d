//! The program as a user runs it: the real binary on real files.

mod check;
mod environment;
mod folder;
mod help;
mod replicate;
mod tables;
