//! `cargo xtask bindings`: the TypeScript types of the commands.
//!
//! Owns: asking the headless program for its commands, and comparing or writing the
//! file. Must not know: how a schema becomes TypeScript (`bindings.mjs` does).

use std::io::Write;
use std::process::Stdio;

use crate::args::Args;
use crate::{Outcome, build, proc, repo, setup};

const FILE: &str = "ui/src/api/types.ts";

/// Writes the file, or with `--check` gives whether it is current.
pub fn bindings(mut args: Args) -> Outcome<bool> {
    let check = args.flag("--check");
    args.nothing_more()?;
    if check {
        return current();
    }
    let path = repo::at(FILE);
    std::fs::write(&path, generated()?).map_err(|e| format!("{}: {e}", path.display()))?;
    println!("{FILE} is written");
    Ok(true)
}

/// Whether the file is what would be written now; shows where it is not.
pub fn current() -> Outcome<bool> {
    let wanted = generated()?;
    let found = std::fs::read_to_string(repo::at(FILE)).unwrap_or_default().replace("\r\n", "\n");
    if found == wanted {
        println!("{FILE} is current");
        return Ok(true);
    }
    println!("{FILE} is not what the commands declare; `cargo xtask bindings` writes it anew:");
    for line in differences(&found, &wanted) {
        println!("  {line}");
    }
    Ok(false)
}

fn generated() -> Outcome<String> {
    setup::node_modules()?;
    let hisho = build::headless()?;
    let list = proc::output(proc::program(hisho).args(["rpc", "--list"]))?;
    let mut child = proc::node()
        .arg(repo::at("xtask/bindings.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("node could not be started: {e}"))?;
    let mut input = child.stdin.take().ok_or("node takes no input")?;
    // Written aside, so that neither of the two pipes can fill up and stop the other.
    let feeding = std::thread::spawn(move || input.write_all(list.as_bytes()));
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    let fed = feeding.join().map_err(|_| "the commands could not be handed over")?;
    if !output.status.success() {
        return Err("xtask/bindings.mjs failed".into());
    }
    fed.map_err(|e| format!("the commands could not be handed over: {e}"))?;
    String::from_utf8(output.stdout).map_err(|_| "xtask/bindings.mjs wrote no valid UTF-8".into())
}

/// The lines around which two texts differ, with what is to go (`-`) and to come (`+`).
fn differences(found: &str, wanted: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (found.lines().collect(), wanted.lines().collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same_start;
    let same_end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let gone = old[same_start..old.len() - same_end].iter().map(|line| format!("- {line}"));
    let come = new[same_start..new.len() - same_end].iter().map(|line| format!("+ {line}"));
    const SHOWN: usize = 40;
    let mut lines = vec![format!("from line {}:", same_start + 1)];
    lines.extend(gone.take(SHOWN));
    lines.extend(come.take(SHOWN));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_what_goes_and_what_comes() {
        assert_eq!(differences("a\nb\nc\n", "a\nx\ny\nc\n"), ["from line 2:", "- b", "+ x", "+ y"]);
        assert_eq!(differences("a\n", "a\na\n"), ["from line 2:", "+ a"]);
    }
}
