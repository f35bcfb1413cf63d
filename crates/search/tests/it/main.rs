//! Tests of the search as others use it.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

mod naive;
mod oracle;
mod upkeep;
