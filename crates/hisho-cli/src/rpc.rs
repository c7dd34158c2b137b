//! `hisho rpc`: one command and its result, or many, one a line.

use std::io::{BufRead, Read};
use std::path::PathBuf;

use clap::Args;
use hisho_app::{App, COMMANDS, Caller, Effect, Options, describe};
use hisho_domain::{Error, ErrorCode, Origin, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::out;

#[derive(Args)]
pub struct Arguments {
    /// The command's name, as `--list` prints it.
    #[arg(required_unless_present_any = ["list", "lines"])]
    command: Option<String>,
    /// Its input as JSON; `-` reads it from standard input.
    input: Option<String>,
    /// Prints every command with its effect and JSON Schemas.
    #[arg(long, conflicts_with_all = ["command", "lines"])]
    list: bool,
    /// Reads a JSON object {"command", "input"} a line from standard input and prints a line
    /// {"ok"} or {"error"} for each, in order.
    #[arg(long, conflicts_with = "command")]
    lines: bool,
    /// Decides in the person's name, as commands with the effect `decide` need; says what on
    /// standard error.
    #[arg(long)]
    as_me: bool,
}

/// One line of `--lines`.
#[derive(Deserialize)]
struct Line {
    command: String,
    #[serde(default)]
    input: Value,
}

pub async fn run(data_dir: PathBuf, arguments: Arguments) -> Result<()> {
    if arguments.list {
        return print(&serde_json::to_string_pretty(&describe()).expect("plain data"));
    }
    if arguments.lines {
        let app = App::open(Options { data_dir, background: false }).await?;
        for line in std::io::stdin().lock().lines() {
            let line = line.map_err(|e| Error::io("standard_input", None, e))?;
            let outcome = match serde_json::from_str::<Line>(&line) {
                Ok(line) => call(&app, &line.command, line.input, arguments.as_me).await,
                Err(error) => Err(bad_input("", error)),
            };
            let result = match outcome {
                Ok(value) => json!({ "ok": value }),
                Err(error) => json!({ "error": error }),
            };
            print(&result.to_string())?;
        }
        return Ok(());
    }
    let command = arguments.command.expect("clap requires it");
    let input = match arguments.input.as_deref() {
        None => json!({}),
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(|e| Error::io("standard_input", None, e))?;
            parse(&command, &text)?
        }
        Some(text) => parse(&command, text)?,
    };
    // What is wrong with the name is said before a database is opened, or made.
    if !COMMANDS.iter().any(|known| known.name == command) {
        return Err(Error::new(
            ErrorCode::UnknownCommand,
            format!("no command is called {command}; `hisho rpc --list` prints them"),
            json!({ "command": command }),
        ));
    }
    let app = App::open(Options { data_dir, background: false }).await?;
    let value = call(&app, &command, input, arguments.as_me).await?;
    print(&serde_json::to_string_pretty(&value).expect("plain data"))
}

async fn call(app: &App, command: &str, input: Value, as_me: bool) -> Result<Value> {
    let mut caller = Caller::person(Origin::Cli);
    let decides = COMMANDS.iter().find(|known| known.name == command).filter(|known| known.effect == Effect::Decide);
    if let Some(known) = decides
        && as_me
    {
        eprintln!("deciding as you: {command}: {} {input}", known.doc.trim());
        caller.gesture = Some(app.gesture(command, &input)?);
    }
    let value = app.call(caller, command, input).await?;
    let reads = COMMANDS.iter().any(|known| known.name == command && known.effect == Effect::Read);
    if !reads {
        // The write stands; a vault that cannot be reached now is brought in step later.
        if let Err(error) = app.settle().await {
            tracing::warn!("the vault was not brought in step: {error}");
        }
    }
    Ok(value)
}

fn parse(command: &str, text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|error| bad_input(command, error))
}

fn bad_input(command: &str, error: serde_json::Error) -> Error {
    Error::new(
        ErrorCode::BadInput,
        format!("the input is not JSON: {error}"),
        json!({ "command": command, "detail": error.to_string() }),
    )
}

/// Prints a result for a person to read.
pub fn print_json(value: &impl serde::Serialize) -> Result<()> {
    print(&serde_json::to_string_pretty(value).map_err(Error::internal)?)
}

fn print(text: &str) -> Result<()> {
    out::print(&format!("{text}\n"))
}
