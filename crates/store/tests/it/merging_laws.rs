//! What holds of every merge.
