//! MATRIX.md is as the sources say.

use crate::support::{read, root};

#[test]
fn matrix_committed_matches_the_sources() {
    assert!(read("MATRIX.md") == crate::survey::matrix(&root()), "MATRIX.md is stale: `make matrix`");
}
