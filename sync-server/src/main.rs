//! `doorstep-relay`: see `doorstep-relay --help`.
//!
//! Only this: everything it does is in the library, where tests reach it.

use clap::Parser;

fn main() -> anyhow::Result<()> {
    sync_server::cli::Cli::parse().run()
}
