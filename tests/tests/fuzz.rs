//! A short run of each fuzz target; `cargo xtask fuzz TARGET --minutes N` goes on for longer.

#![allow(clippy::unwrap_used)]

use tests::fuzz::{TARGETS, Until, run, seeds};

fn check(name: &str, inputs: u64) {
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    assert!(seeds(target).len() > 1, "{name} begins with something");
    let ran = run(target, 7, Until::Inputs(inputs));
    assert_eq!(ran.broke, None, "{name}");
}

macro_rules! short_runs {
    ($($name:ident $inputs:literal)*) => {
        $(#[test]
        fn $name() {
            check(stringify!($name), $inputs);
        })*

        #[test]
        fn every_target_is_run() {
            let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
        }
    };
}

short_runs! {
    frames 3_000
    records 3_000
    roster 300
    circle 150
    boxes 100
    invitations 2_000
    vault 2_000
    documents 300
    rows 60
}
