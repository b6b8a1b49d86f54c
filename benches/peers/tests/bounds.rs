//! What fails beside a bound, and what a bound is taken from.

use frontdesk_peers::bounds::{Bounds, Count, Standing};

const TEXT: &str =
    "# a remark\n\ncompiler | rustc 1.95 for here\nsteps | small | 100.0\nsteps | large | 1000.5\nbytes | x | 7.0\n";

fn bounds() -> Bounds {
    Bounds::read(TEXT).expect("it makes sense")
}

fn steps(small: f64, large: f64) -> [Count; 2] {
    [Count::new("small", small), Count::new("large", large)]
}

#[test]
fn three_in_a_hundred_are_the_limit() {
    assert_eq!(Standing::of(103.1, Some(100.0)), Standing::Above);
    assert_eq!(Standing::of(102.9, Some(100.0)), Standing::Within);
    assert_eq!(Standing::of(100.0, Some(100.0)), Standing::Within);
    assert_eq!(Standing::of(100.0, Some(102.9)), Standing::Within);
    assert_eq!(Standing::of(100.0, Some(103.1)), Standing::Generous);
    assert_eq!(Standing::of(100.0, None), Standing::Missing);
    assert_eq!(Standing::of(0.0, Some(0.0)), Standing::Within);
    let fails = [Standing::Above, Standing::Missing, Standing::Within, Standing::Generous].map(Standing::fails);
    assert_eq!(fails, [true, true, false, false]);
}

#[test]
fn one_count_above_its_bound_fails_all() {
    assert!(bounds().compare("steps", &steps(102.9, 1_030.0)).is_ok_and(|said| !said.contains("bless")));
    assert!(bounds().compare("steps", &steps(100.0, 1_031.5)).is_err_and(|said| said.contains("large  ABOVE")));
    assert!(bounds().compare("steps", &steps(103.1, 1_000.0)).is_err_and(|said| said.contains("small  ABOVE")));
}

#[test]
fn too_generous_a_bound_is_said_and_does_not_fail() {
    let said = bounds().compare("steps", &steps(97.0, 1_000.0)).expect("nothing is above its bound");
    assert!(said.contains("small  the bound is too generous") && said.contains("--bless"));
}

#[test]
fn a_count_without_a_bound_and_a_bound_without_a_count_fail() {
    let [small, large] = steps(100.0, 1_000.0);
    let more = [small.clone(), large, Count::new("other", 1.0)];
    assert!(bounds().compare("steps", &more).is_err_and(|said| said.contains("other  NO BOUND")));
    assert!(bounds().compare("steps", &[small]).is_err_and(|said| said.contains("large  NOT COUNTED")));
    assert!(Bounds::default().compare("steps", &more).is_err());
}

#[test]
fn what_is_blessed_is_what_is_read() {
    let mut blessed = bounds();
    blessed.bless("rustc 1.95 for here", "steps", &steps(90.04, 800.0));
    let read = Bounds::read(&blessed.write()).expect("it was just written");
    assert_eq!(read.lines.len(), 3);
    assert!(
        read.compare("steps", &steps(90.0, 800.0)).is_ok() && read.compare("bytes", &[Count::new("x", 7.0)]).is_ok()
    );
    assert_eq!(read.write(), blessed.write());
}

/// Bounds of two compilers never stand side by side.
#[test]
fn blessing_with_another_compiler_drops_the_rest() {
    let mut blessed = bounds();
    blessed.bless("rustc 1.96 for here", "steps", &steps(90.0, 800.0));
    assert_eq!((blessed.compiler.as_str(), blessed.lines.len()), ("rustc 1.96 for here", 2));
}

#[test]
fn nonsense_is_refused() {
    for nonsense in ["steps | small", "steps | small | many", "a", "a | b | 1 | 2"] {
        assert!(Bounds::read(nonsense).is_err(), "{nonsense}");
    }
}
