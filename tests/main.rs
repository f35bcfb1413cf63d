//! The program as a user runs it: the real binary on real files.

mod check;
mod codebooks;
mod codes;
mod coding;
mod durability;
mod environment;
mod filling;
mod folder;
mod frameworks;
mod help;
mod import;
mod import_tables;
mod json;
mod merge;
mod open_data;
mod pages;
mod project;
mod replicate;
mod search;
mod segments;
mod several;
mod shell;
mod tables;
