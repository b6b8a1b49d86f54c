//! Tells the programs which compiler built them, and for what: counts of another one are no measure for this one.

use std::env::var;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let rustc = var("RUSTC").expect("cargo names the compiler");
    let target = var("TARGET").expect("cargo names the target");
    let output = Command::new(rustc).arg("--version").output().expect("the compiler runs");
    let version = String::from_utf8_lossy(&output.stdout);
    // `rustc 1.95.0 (59807616e 2026-04-14)`: a patch release hardly ever changes what is generated.
    let minor: Vec<&str> = version.split_whitespace().nth(1).unwrap_or("?").split('.').take(2).collect();
    println!("cargo::rustc-env=FRONTDESK_PEERS_COMPILER=rustc {} for {target}", minor.join("."));
}
