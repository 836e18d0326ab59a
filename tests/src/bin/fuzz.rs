//! One fuzz target for a while: `fuzz TARGET --minutes N --from SEED`. What breaks it is kept in `tests/fuzz/TARGET/`.

use std::process::ExitCode;
use std::time::Duration;

use tests::fuzz::{TARGETS, Until, kept_for, run};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let (mut minutes, mut seed) = (1.0, 1);
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_default();
        match word.as_str() {
            "--minutes" => minutes = value.parse().unwrap_or(minutes),
            "--from" => seed = value.parse().unwrap_or(seed),
            _ => {
                eprintln!("{word} is not known; there are --minutes and --from");
                return ExitCode::FAILURE;
            }
        }
    }
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    let chosen: Vec<_> = TARGETS.iter().filter(|target| name == "all" || target.name == name).collect();
    if chosen.is_empty() {
        eprintln!("there are: all, {}", names.join(", "));
        return ExitCode::FAILURE;
    }
    let each = Duration::from_secs_f64(minutes * 60.0 / chosen.len() as f64);
    let mut failed = 0;
    for target in &chosen {
        let ran = run(target, seed, Until::Time(each));
        println!("{}: {} inputs", target.name, ran.inputs);
        if let Some(input) = ran.broke {
            failed += 1;
            let folder = kept_for(target);
            let file = folder.join(format!("{}.bin", &wire::Hash::of(&input).to_string()[..12]));
            match std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, input)) {
                Ok(()) => println!("{} broke; the input is {}", target.name, file.display()),
                Err(error) => println!("{} broke, and the input could not be kept: {error}", target.name),
            }
        }
    }
    println!("{} passed, {failed} failed", chosen.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
