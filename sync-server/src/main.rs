//! `doorstep-relay`: see `doorstep-relay --help`.
//!
//! Only this: everything it does is in the library, where tests reach it.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match sync_server::cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("doorstep-relay: {error:#}");
            ExitCode::FAILURE
        }
    }
}
