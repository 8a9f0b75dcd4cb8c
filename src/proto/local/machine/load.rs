//! How busy the machine is.

use procfs::{Current, LoadAverage};

/// The averages over which the kernel reports, in minutes.
pub const SPANS: [u32; 3] = [1, 5, 15];

/// Run-queue lengths averaged over [`SPANS`].
pub fn averages() -> Option<[f64; 3]> {
    let load = LoadAverage::current().ok()?;
    // The crate reads them as f32: back to the two digits that the kernel printed.
    Some([load.one, load.five, load.fifteen].map(|value| (f64::from(value) * 100.0).round() / 100.0))
}
