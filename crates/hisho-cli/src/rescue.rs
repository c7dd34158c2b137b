//! `hisho rescue`: the backups of a data folder whose database cannot be opened, and putting one
//! of them into its place.

use std::path::Path;

use clap::{Args, Subcommand};
use hisho_app::rescue;
use hisho_domain::{Error, ErrorCode, Result};
use serde_json::json;

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Prints every backup, each looked through.
    List,
    /// Puts a backup into the place of everything; what was there is kept.
    Restore {
        /// The backup's id, as `list` prints it.
        id: String,
        /// Decides in the person's name.
        #[arg(long)]
        as_me: bool,
    },
}

pub fn run(data_dir: &Path, arguments: Arguments) -> Result<()> {
    match arguments.what {
        What::List => crate::rpc::print_json(&rescue::list(data_dir)?),
        What::Restore { as_me: false, .. } => Err(Error::new(
            ErrorCode::PersonOnly,
            "everything is replaced only by the person: --as-me",
            json!({ "command": "rescue restore" }),
        )),
        What::Restore { id, as_me: true } => crate::rpc::print_json(&rescue::restore(data_dir, &id)?),
    }
}
