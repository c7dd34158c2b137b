//! `cargo xtask simulate`: random worlds by the number, and whether all held.

use std::process::ExitCode;

use hisho_simulate::{Held, conformity, discussions, mirror, run, schedule};

const USAGE: &str = "simulate schedule --graphs N --seed S\nsimulate discussions --sequences N --seed S\nsimulate conformity --tables N --seed S\nsimulate mirror --scenarios N --seed S [--without GUARD]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match simulate(&words) {
        Ok(Held { held, of }) => {
            println!("held {held} of {of}");
            if held == of { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(why) => {
            eprintln!("{why}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn simulate(words: &[String]) -> Result<Held, String> {
    match words.first().map(String::as_str) {
        Some("schedule") => {
            let (graphs, seed) = asked(&words[1..], "--graphs", 1_000)?;
            Ok(run(graphs, seed, schedule::holds))
        }
        Some("discussions") => {
            let (sequences, seed) = asked(&words[1..], "--sequences", 1_000)?;
            Ok(discussions::run(sequences, seed))
        }
        Some("conformity") => {
            let (tables, seed) = asked(&words[1..], "--tables", 1_000)?;
            Ok(conformity::run(tables, seed))
        }
        Some("mirror") => {
            let mut rest = words[1..].to_vec();
            let without = rest
                .iter()
                .position(|word| word == "--without")
                .map(|at| rest.drain(at..(at + 2).min(rest.len())).collect());
            let without: Option<Vec<String>> = without;
            let (scenarios, seed) = asked(&rest, "--scenarios", 2_000)?;
            mirror::run(scenarios, seed, without.as_ref().and_then(|words| words.get(1)).map(String::as_str))
        }
        Some(other) => Err(format!("there is nothing called {other} to simulate")),
        None => Err("nothing named to simulate".into()),
    }
}

/// How many worlds, and the seed of the first; 1 when left out.
fn asked(words: &[String], count: &str, usual: u64) -> Result<(u64, u64), String> {
    let (mut worlds, mut seed) = (usual, 1);
    let mut rest = words.iter();
    while let Some(name) = rest.next() {
        let value = rest.next().ok_or(format!("{name} needs a number"))?;
        let value = value.parse().map_err(|_| format!("{value} is no number"))?;
        match name.as_str() {
            name if name == count => worlds = value,
            "--seed" => seed = value,
            _ => return Err(format!("{name} is unknown")),
        }
    }
    Ok((worlds, seed))
}
