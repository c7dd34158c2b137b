//! `cargo xtask run`: the app as a developer meets it.
//!
//! Owns: choosing between the window and the browser. Must not know: how the parts are
//! built, or what a sample holds.

use std::path::Path;

use crate::args::Args;
use crate::sample::{Language, Sample};
use crate::{Outcome, build, proc};

/// Builds and runs until the person ends it.
pub fn run(mut args: Args) -> Outcome<()> {
    let port = args.value("--port")?;
    let sample = match args.optional_value("--sample") {
        Some(language) => Some(Language::named(language.as_deref().unwrap_or("en"))?),
        None => None,
    };
    args.nothing_more()?;
    let port = match port {
        Some(text) => text.parse().map_err(|_| format!("`{text}` is no port"))?,
        None => 0,
    };
    let display = has_display();
    let program = if display { build::desktop()? } else { build::headless()? };
    // Lives until the app has ended, and takes its folders with it.
    let sample = sample.map(Sample::new).transpose()?;
    let data = sample.as_ref().map(Sample::data);
    if display { open(&program, data) } else { serve(&program, data, port) }
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn open(program: &Path, data: Option<&Path>) -> Outcome<()> {
    let mut command = proc::program(program);
    if let Some(data) = data {
        command.arg("--data-dir").arg(data);
    }
    ended(proc::run(&mut command))
}

fn serve(program: &Path, data: Option<&Path>, port: u16) -> Outcome<()> {
    let assets = build::ui()?;
    println!(
        "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so Hisho is served \
         to a browser on this machine. Open the address below; Ctrl-C ends it."
    );
    let mut command = proc::program(program);
    if let Some(data) = data {
        command.arg("--data-dir").arg(data);
    }
    command.args(["serve", "--port", &port.to_string(), "--assets"]).arg(assets);
    ended(proc::run(&mut command))
}

/// A program that the person stopped did not fail.
fn ended(outcome: Outcome<()>) -> Outcome<()> {
    if proc::stopped() { Ok(()) } else { outcome }
}
