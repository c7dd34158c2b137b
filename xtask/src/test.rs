//! `cargo xtask test`: every lane in order, and one sum at the end.
//!
//! Owns: which lanes run, their headings and times, and the last line. Must not know:
//! what a lane does.

use std::time::{Duration, Instant};

use crate::args::Args;
use crate::count::Count;
use crate::lanes::{LANES, Lane};
use crate::{Outcome, proc};

/// Runs the lanes asked for; a failing one does not stop those after it. Gives whether
/// all went well.
pub fn test(mut args: Args) -> Outcome<bool> {
    if args.flag("--list") {
        args.nothing_more()?;
        for lane in LANES {
            let slow = if lane.slow { " (slow: only by name or with --all)" } else { "" };
            println!("{:<11} {}{slow}", lane.name, lane.what);
        }
        return Ok(true);
    }
    let all = args.flag("--all");
    let lanes = chosen(&args.rest()?, all)?;
    let mut sum = Count::default();
    let mut report = Vec::new();
    let start = Instant::now();
    for (index, lane) in lanes.iter().enumerate() {
        println!("\n=== {} ({}/{}): {}", lane.name, index + 1, lanes.len(), lane.what);
        let begun = Instant::now();
        let count = (lane.run)().unwrap_or_else(|why| {
            eprintln!("{why}");
            Count::check(false)
        });
        let took = begun.elapsed();
        println!("--- {}: {}, {}", lane.name, in_words(count), clock(took));
        report.push((lane.name, count, took));
        sum += count;
        if proc::stopped() {
            return Err("stopped".into());
        }
    }
    println!();
    for (name, count, took) in report {
        let mark = if count.failed == 0 { "ok" } else { "FAILED" };
        println!("{name:<11} {mark:<7} {:<24} {:>8}", in_words(count), clock(took));
    }
    println!("{:<44} {:>8}", "in all", clock(start.elapsed()));
    println!("{}", in_words(sum));
    Ok(sum.failed == 0)
}

fn chosen(names: &[String], all: bool) -> Outcome<Vec<&'static Lane>> {
    if let Some(unknown) = names.iter().find(|name| !LANES.iter().any(|lane| lane.name == **name)) {
        let known: Vec<&str> = LANES.iter().map(|lane| lane.name).collect();
        return Err(format!("there is no lane `{unknown}`; there are {}", known.join(", ")));
    }
    let wanted = |lane: &&Lane| match names {
        [] => all || !lane.slow,
        _ => names.iter().any(|name| name == lane.name) || (all && lane.slow),
    };
    Ok(LANES.iter().filter(wanted).collect())
}

fn in_words(count: Count) -> String {
    format!("{} passed, {} failed", count.passed, count.failed)
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f32())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(asked: &[&str], all: bool) -> Vec<&'static str> {
        let asked: Vec<String> = asked.iter().map(|name| (*name).to_owned()).collect();
        chosen(&asked, all).expect("known lanes").iter().map(|lane| lane.name).collect()
    }

    #[test]
    fn slow_lanes_run_only_when_asked_for() {
        assert!(!names(&[], false).contains(&"long"));
        assert!(names(&[], true).contains(&"long"));
        assert_eq!(names(&["long"], false), ["long"]);
        assert_eq!(names(&["desktop", "fmt"], false), ["fmt", "desktop"]);
    }

    #[test]
    fn an_unknown_lane_is_refused() {
        assert!(chosen(&["fnt".into()], false).is_err());
    }
}
