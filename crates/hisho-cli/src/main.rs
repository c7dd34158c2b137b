//! The headless host: `hisho rpc` runs the same commands as the window, `hisho serve` (only in
//! development builds with the feature `serve`) shows the same app in a browser on loopback,
//! `hisho vault` shows what is read in notes, and the engine at work, `hisho llm` asks a model.
//! Must not know what any command does.

mod llm;
mod out;
mod rescue;
mod rpc;
#[cfg(feature = "serve")]
mod serve;
mod stop;
mod vault;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use hisho_app::default_data_dir;
use hisho_domain::Error;

#[derive(Parser)]
#[command(name = "hisho", version, about = "Hisho without a window")]
struct Arguments {
    /// The data folder; the person's own when left out.
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Host,
}

#[derive(Subcommand)]
enum Host {
    /// Asks a model service, as the app would.
    Llm(llm::Arguments),
    /// Runs a command and prints its result as JSON.
    Rpc(rpc::Arguments),
    /// Sees to a data folder whose database cannot be opened.
    Rescue(rescue::Arguments),
    /// Serves the app to a browser on this machine.
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    /// Reads notes and vaults as Obsidian does, and searches the one in use.
    Vault(vault::Arguments),
}

impl Host {
    /// Whether a person reads what went wrong, rather than a program.
    fn is_for_people(&self) -> bool {
        match self {
            Host::Vault(arguments) => !arguments.is_json(),
            _ => false,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&Error::internal(error)),
    };
    let for_people = arguments.command.is_for_people();
    let outcome = runtime.block_on(async {
        let data_dir = || -> Result<PathBuf, Error> {
            let data_dir = arguments.data_dir.map_or_else(default_data_dir, Ok)?;
            // On standard error, so that results stay alone on standard output.
            hisho_app::log::start(&data_dir, true);
            Ok(data_dir)
        };
        match arguments.command {
            Host::Llm(arguments) => llm::run(arguments).await,
            Host::Rpc(arguments) => rpc::run(data_dir()?, arguments).await,
            Host::Rescue(arguments) => rescue::run(&data_dir()?, arguments),
            #[cfg(feature = "serve")]
            Host::Serve(arguments) => serve::run(data_dir()?, arguments).await,
            Host::Vault(arguments) => vault::run(data_dir, arguments).await,
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if out::is_closed(&error) => ExitCode::SUCCESS,
        Err(error) if for_people => {
            eprintln!("hisho: {}", out::sentence(&error));
            ExitCode::FAILURE
        }
        Err(error) => fail(&error),
    }
}

/// Prints the error as every host gives it, and the exit code 1.
fn fail(error: &Error) -> ExitCode {
    eprintln!("{}", serde_json::to_string(error).expect("plain data"));
    ExitCode::FAILURE
}
