//! How much a layer of verification does: its everyday share within the tests' two minutes, the long form of
//! `FRONTDESK_TRUST=every_run` (all layers together within half an hour, by `.ci/trust`), or that of
//! `FRONTDESK_TRUST=release`, before a version is published as stable. `FRONTDESK_SEED` moves all random worlds.
//!
//! `VERIFICATION.md` lists the layers with their figures.

/// The size for this run.
pub fn size(everyday: u64, every_run: u64, release: u64) -> u64 {
    match std::env::var("FRONTDESK_TRUST").as_deref() {
        Err(_) => everyday,
        Ok("every_run") => every_run,
        Ok("release") => release,
        Ok(other) => panic!("FRONTDESK_TRUST is `every_run` or `release`, not {other:?}"),
    }
}

/// Where the seeds of random worlds begin.
pub fn seed() -> u64 {
    std::env::var("FRONTDESK_SEED").map_or(0, |seed| seed.parse().expect("FRONTDESK_SEED is a number"))
}

/// Tells how much was done; `.ci/trust` collects these lines into its table.
pub fn figure(layer: &str, count: u64, of: &str) {
    println!("figure | {layer} | {count} | {of}");
}
