//! How large the worlds are: up to 100,000 of anything, so that all ends in minutes, or `FRONTDESK_BENCH_MOST` of it.

/// Those that are not too large, of which there is always one. With `--test`, where nothing is measured: the smallest.
pub fn sizes<const N: usize>(all: [u64; N]) -> Vec<u64> {
    let smallest = all[0];
    let most = if std::env::args().any(|word| word == "--test") { smallest } else { most() };
    all.into_iter().filter(|&size| size <= most.max(smallest)).collect()
}

fn most() -> u64 {
    std::env::var("FRONTDESK_BENCH_MOST")
        .map_or(100_000, |most| most.parse().expect("FRONTDESK_BENCH_MOST is a number"))
}
