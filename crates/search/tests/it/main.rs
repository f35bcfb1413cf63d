//! Tests of the search as others use it.

mod naive;
mod oracle;
mod upkeep;
