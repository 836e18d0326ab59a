//! The commands of `doorstep-relay`.
//!
//! What a person reads goes to standard output; logs go to standard error.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{
    Config, DEFAULT_CONNECTIONS, DEFAULT_LISTEN, DEFAULT_STRANGERS, DEFAULT_STRANGERS_PER_ADDRESS, FileConfig,
};
use crate::server::{self, now};
use crate::setup::make_token;
use crate::store::{SqliteStore, copy_database};
use crate::verify::verify;

/// The relay of Doorstep: takes sealed records from devices, keeps them, and passes them on. It cannot read them.
#[derive(Debug, Parser)]
#[command(name = "doorstep-relay", version, about)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Common {
    /// Folder of the database [default: doorstep-data]
    #[arg(long, global = true, env = "DOORSTEP_DATA")]
    data: Option<PathBuf>,
    /// Settings file (TOML); flags and environment weigh more
    #[arg(long, global = true, env = "DOORSTEP_CONFIG")]
    config: Option<PathBuf>,
    /// Where people reach the relay: for printed links, and what devices have to have called
    #[arg(long, global = true, env = "DOORSTEP_PUBLIC_URL")]
    public_url: Option<String>,
    /// How logs look
    #[arg(long, global = true, env = "DOORSTEP_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the relay
    Serve(Serve),
    /// Print a new one-time set-up link, with which somebody founds a workspace
    Invite,
    /// Copy the database, in use or not, into a new file
    Backup {
        /// Where to
        file: PathBuf,
    },
    /// Read everything and report damage
    Verify,
}

#[derive(Debug, Args)]
struct Serve {
    /// Address and port [default: 127.0.0.1:8787]
    #[arg(long, env = "DOORSTEP_LISTEN")]
    listen: Option<SocketAddr>,
    /// Folder of the built app
    #[arg(long, env = "DOORSTEP_APP")]
    app: Option<PathBuf>,
    /// Another origin under which people reach the relay, besides --public-url; may be given several times
    #[arg(long, env = "DOORSTEP_ALSO_AT", value_delimiter = ',')]
    also_at: Vec<String>,
    /// Devices at once [default: 10000]
    #[arg(long, env = "DOORSTEP_MAX_CONNECTIONS")]
    max_connections: Option<usize>,
    /// Connections at once on which nobody has proven anything, in addition [default: 2000]
    #[arg(long, env = "DOORSTEP_MAX_STRANGERS")]
    max_strangers: Option<usize>,
    /// The same from one address [default: 500]
    #[arg(long, env = "DOORSTEP_MAX_STRANGERS_PER_ADDRESS")]
    max_strangers_per_address: Option<usize>,
    /// The header in which a proxy says where a request comes from, such as x-forwarded-for; only right if nobody
    /// reaches the relay but through the proxy
    #[arg(long, env = "DOORSTEP_ADDRESS_HEADER")]
    address_header: Option<String>,
    /// Print a one-time set-up link if there is no workspace yet
    #[arg(long)]
    print_setup_link: bool,
}

impl Cli {
    /// Does what the command line says.
    ///
    /// # Errors
    /// Whatever is in the way, in words for the person who typed it.
    pub fn run(self) -> anyhow::Result<()> {
        self.start_logging();
        let file = match &self.common.config {
            Some(file) => FileConfig::read(file)?,
            None => FileConfig::default(),
        };
        let data = self.common.data.or(file.data.clone()).unwrap_or_else(|| PathBuf::from("doorstep-data"));
        let public_url = self.common.public_url.or(file.public_url.clone());
        match self.command {
            Command::Serve(flags) => {
                let address_header = flags.address_header.or(file.address_header);
                let address_header = address_header
                    .map(|name| name.parse().with_context(|| format!("{name} is no name of a header")))
                    .transpose()?;
                let config = Config {
                    listen: flags.listen.or(file.listen).unwrap_or(DEFAULT_LISTEN),
                    app: flags.app.or(file.app),
                    also_at: if flags.also_at.is_empty() { file.also_at.unwrap_or_default() } else { flags.also_at },
                    max_connections: flags.max_connections.or(file.max_connections).unwrap_or(DEFAULT_CONNECTIONS),
                    max_strangers: flags.max_strangers.or(file.max_strangers).unwrap_or(DEFAULT_STRANGERS),
                    max_strangers_per_address: flags
                        .max_strangers_per_address
                        .or(file.max_strangers_per_address)
                        .unwrap_or(DEFAULT_STRANGERS_PER_ADDRESS),
                    address_header,
                    setup_token: flags.print_setup_link,
                    public_url,
                    data,
                };
                serve(config)
            }
            Command::Invite => {
                std::fs::create_dir_all(&data).with_context(|| format!("making the folder {}", data.display()))?;
                let mut store = SqliteStore::open(&Config::database(&data))?;
                let token = make_token(&mut store, now(), &mut rand_core::UnwrapErr(getrandom::SysRng))?;
                let origin = public_url
                    .or_else(|| server::last_origin(&data))
                    .unwrap_or_else(|| server::local_origin(file.listen.unwrap_or(DEFAULT_LISTEN)));
                println!("{}", setup_link(&origin, &token));
                Ok(())
            }
            Command::Backup { file } => {
                let database = existing(&data)?;
                if file.exists() {
                    bail!("{} is there already; name a new file", file.display());
                }
                let bytes = copy_database(&database, &file)?;
                println!("{} holds the whole relay ({bytes} bytes).", file.display());
                Ok(())
            }
            Command::Verify => verify_all(&existing(&data)?),
        }
    }

    fn start_logging(&self) {
        let filter = tracing_subscriber::EnvFilter::try_from_env("DOORSTEP_LOG")
            .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
        let logging = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
        let started = match self.common.log_format {
            LogFormat::Text => logging.with_ansi(false).try_init(),
            LogFormat::Json => logging.json().try_init(),
        };
        if started.is_err() {
            eprintln!("Logging was already started by somebody else.");
        }
    }
}

fn existing(data: &std::path::Path) -> anyhow::Result<PathBuf> {
    let database = Config::database(data);
    if !database.exists() {
        bail!("there is no relay in {}; name its folder with --data", data.display());
    }
    Ok(database)
}

fn setup_link(origin: &str, token: &str) -> String {
    format!("{}/setup#{token}", origin.trim_end_matches('/'))
}

fn serve(config: Config) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the runtime")?;
    runtime.block_on(async {
        let tell = config.setup_token;
        let bound = server::bind(config).await?;
        let origin = bound.origin()?;
        let mut lines = Vec::new();
        if tell {
            lines.push(format!("Doorstep is ready at {origin}"));
        }
        if let Some(token) = bound.setup_token() {
            lines.push(format!("To begin, open this link; it works once: {}", setup_link(&origin, token)));
        }
        if !lines.is_empty() {
            // Written at once: whoever waits for the first line has the link as well.
            println!("{}", lines.join("\n"));
        }
        let running = bound.run()?;
        let failed = tokio::select! {
            () = asked_to_stop() => false,
            () = running.failed() => true,
        };
        running.shutdown().await;
        if failed { bail!("the relay ended by itself; see the log") } else { Ok(()) }
    })
}

/// Resolves at Ctrl-C, or when the system asks.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

fn verify_all(database: &std::path::Path) -> anyhow::Result<()> {
    let store = SqliteStore::open_read_only(database)?;
    let mut damage = store.integrity()?;
    let report = verify(&store)?;
    damage.extend(report.damage);
    println!(
        "{} workspaces, {} circles, {} control records and {} records read.",
        report.workspaces, report.circles, report.control, report.records
    );
    for line in &damage {
        println!("damaged: {line}");
    }
    if damage.is_empty() {
        println!("All is well.");
        Ok(())
    } else {
        bail!("{} things are damaged; devices bring back what they can, a backup the rest", damage.len())
    }
}
