//! RUSTC_BOOTSTRAP=1 cargo fuzz run -s none operations -- -max_total_time=60
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| frontdesk_kit::fuzz::operations(bytes));
