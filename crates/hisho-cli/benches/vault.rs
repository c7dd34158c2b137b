//! `cargo xtask bench vault`: what the vault's engine costs, each figure beside what the same machine
//! needs at the least in the same run. Prints a table a size and fails where a target is missed.

#[path = "vault/generator.rs"]
mod generator;

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use generator::Rng;
use serde_json::{Value, json};

/// How often each thing is measured; the middle one counts.
const TIMES: usize = 3;
const QUERIES: usize = 300;
const SAVES: usize = 10;
const SEED: u64 = 20_261_120;
/// Targets hold for vaults from this size on: below, what does not grow with the vault weighs.
const REAL: usize = 20_000;
/// A saved file is read so long after its last change.
const QUIET: Duration = Duration::from_millis(300);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let sizes = match words.as_slice() {
        [] => "1000,26000",
        [flag, sizes] if flag == "--notes" => sizes,
        _ => {
            eprintln!("usage: [--notes 1000,26000,100000]");
            return ExitCode::FAILURE;
        }
    };
    let sizes: Option<Vec<usize>> = sizes.split(',').map(|size| size.parse().ok()).collect();
    let Some(sizes) = sizes else {
        eprintln!("sizes are numbers with commas between");
        return ExitCode::FAILURE;
    };
    let missed: usize = sizes.into_iter().map(measure).sum();
    if missed > 0 {
        eprintln!("{missed} targets were missed");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// A table of figures that grows line by line.
struct Table {
    /// Whether targets count.
    real: bool,
    missed: usize,
}

impl Table {
    fn line(&mut self, what: &str, figure: &str, ratio: Option<(f64, f64)>, against: &str) {
        let (ratio, target) = match ratio {
            Some((ratio, target)) => {
                let over = self.real && ratio > target;
                self.missed += usize::from(over);
                (format!("{ratio:.2}"), format!("{target}{}", if over { " **missed**" } else { "" }))
            }
            None => (String::new(), String::new()),
        };
        println!("| {what} | {figure} | {ratio} | {target} | {against} |");
    }
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort();
    values[values.len() / 2]
}

fn timed(act: impl FnOnce()) -> Duration {
    let started = Instant::now();
    act();
    started.elapsed()
}

/// Measures one size; gives how many targets it missed.
fn measure(notes: usize) -> usize {
    // On the disk that programs are built on, which is seldom one in memory.
    let home = tempfile::tempdir_in(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("a folder");
    let vault = home.path().join("vault");
    let paths = generator::write(&vault, notes, SEED).expect("a vault");
    let bytes: u64 = paths.iter().map(|path| fs::metadata(vault.join(path)).expect("written").len()).sum();
    println!("{notes} notes; {:.1} MB\n", bytes as f64 / 1e6);
    println!("| what | figure | ratio | target | against |\n|---|--:|--:|--:|---|");
    let mut table = Table { real: notes >= REAL, missed: 0 };
    let data = home.path().join("data");
    indexing(&mut table, &vault, &paths, &data);
    queries(&mut table, &vault, &paths, &data);
    saving(&mut table, &vault, &paths, &data);
    println!();
    table.missed
}

fn floor(vault: &Path, paths: &[String]) -> Duration {
    timed(|| {
        for path in paths {
            let bytes = fs::read(vault.join(path)).expect("read");
            std::hint::black_box(blake3::hash(&bytes));
        }
    })
}

fn walk(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let meta = entry.metadata().expect("there");
        if meta.is_dir() {
            walk(&entry.path());
        } else {
            std::hint::black_box(meta.len());
        }
    }
}

fn hisho(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hisho"));
    command.arg("--data-dir").arg(data).stderr(Stdio::inherit());
    command
}

/// Runs the program once and gives what it printed.
fn index(vault: &Path, data: &Path) -> Value {
    let out = hisho(data).args(["vault", "index", "--json"]).arg(vault).output().expect("runs");
    assert!(out.status.success(), "the program failed");
    serde_json::from_slice(&out.stdout).expect("JSON")
}

fn indexing(table: &mut Table, vault: &Path, paths: &[String], data: &Path) {
    floor(vault, paths);
    let (mut floors, mut walks, mut full, mut browsable, mut reopened) = (vec![], vec![], vec![], vec![], vec![]);
    let mut peak = 0;
    for _ in 0..TIMES {
        // Side by side, so that what else the machine does weighs on both.
        floors.push(floor(vault, paths));
        if data.exists() {
            fs::remove_dir_all(data).expect("removed");
        }
        let cold = index(vault, data);
        let time = |of: &Value, key: &str| Duration::from_millis(of[key].as_u64().expect("a number"));
        full.push(time(&cold, "elapsed_ms"));
        browsable.push(time(&cold, "browsable_ms"));
        peak = peak.max(cold["peak_memory_bytes"].as_u64().unwrap_or(0));
        walks.push(timed(|| walk(vault)));
        reopened.push(time(&index(vault, data), "elapsed_ms"));
        floors.push(floor(vault, paths));
        walks.push(timed(|| walk(vault)));
    }
    let (floor, walk) = (median(floors), median(walks));
    let (full, browsable, reopened) = (median(full), median(browsable), median(reopened));
    let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    table.line("read and hash every byte, one thread", &ms(floor), None, "the floor");
    table.line("walk and stat every file", &ms(walk), None, "");
    table.line(
        "browsable, found by title, tag and link",
        &ms(browsable),
        Some((ratio(browsable, floor), 4.0)),
        "the floor",
    );
    table.line("full index with full text", &ms(full), Some((ratio(full, floor), 14.0)), "the floor");
    if let Some(rg) = ripgrep(vault, "会議") {
        table.line("", "", Some((ratio(full, rg), f64::INFINITY)), &format!("ripgrep for one word, {}", ms(rg)));
    }
    table.line("reopening unchanged", &ms(reopened), Some((ratio(reopened, walk), 2.0)), "walk and stat");
    let megabytes = peak as f64 / f64::from(1 << 20);
    table.line("peak memory of the first index", &format!("{megabytes:.0} MB"), Some((megabytes, 200.0)), "MB");
}

/// The time of ripgrep for a word; None where there is none.
fn ripgrep(vault: &Path, word: &str) -> Option<Duration> {
    let run = || {
        let mut command = Command::new("rg");
        command.args(["--count", "--fixed-strings", "--ignore-case", word]).arg(vault);
        let started = Instant::now();
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
        Some(started.elapsed())
    };
    (0..TIMES).map(|_| run()).collect::<Option<Vec<_>>>().map(median)
}

/// The program answering commands, a line each.
struct Answering {
    child: Child,
    input: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Answering {
    fn start(data: &Path) -> Self {
        let mut child =
            hisho(data).args(["rpc", "--lines"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("runs");
        let input = child.stdin.take().expect("a pipe");
        let answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        Answering { child, input, answers }
    }

    fn find(&mut self, query: &str) -> Value {
        let input = json!({ "query": query, "kinds": ["note"], "limit": 20 });
        writeln!(self.input, "{}", json!({ "command": "search.find", "input": input })).expect("asked");
        let answer = self.answers.next().expect("an answer").expect("a line");
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert!(answer["error"].is_null(), "{query}: {answer}");
        answer["ok"].clone()
    }

    fn end(mut self) {
        drop(self.input);
        self.child.wait().expect("it ends");
    }
}

fn queries(table: &mut Table, vault: &Path, paths: &[String], data: &Path) {
    let mut program = Answering::start(data);
    let mut rng = Rng::new(SEED + 1);
    for length in [1, 2, 3, 4, 8] {
        let queries: Vec<String> = (0..QUERIES).map(|_| piece(vault, paths, &mut rng, length)).collect();
        ask(table, &mut program, vault, &format!("{length} characters"), &queries);
    }
    let queries: Vec<String> = (0..QUERIES)
        .map(|_| format!("{} {}", piece(vault, paths, &mut rng, 2), piece(vault, paths, &mut rng, 3)))
        .collect();
    ask(table, &mut program, vault, "two terms", &queries);
    program.end();
}

/// So many characters that stand together somewhere, without spaces and signs.
fn piece(vault: &Path, paths: &[String], rng: &mut Rng, length: usize) -> String {
    loop {
        let text = fs::read_to_string(vault.join(&paths[rng.below(paths.len())])).expect("text");
        let chars: Vec<char> = text.chars().collect();
        if chars.len() <= length {
            continue;
        }
        let from = rng.below(chars.len() - length);
        let piece = &chars[from..from + length];
        if piece.iter().all(|c| c.is_alphanumeric() && !c.is_ascii()) {
            return piece.iter().collect();
        }
    }
}

fn ask(table: &mut Table, program: &mut Answering, vault: &Path, what: &str, queries: &[String]) {
    let mut times = Vec::new();
    for round in 0..2 {
        for query in queries {
            let started = Instant::now();
            program.find(query);
            // The first round warms.
            if round == 1 {
                times.push(started.elapsed());
            }
        }
    }
    times.sort();
    // By nearest rank: of a hundred the last but one.
    let (p50, p99) = (times[times.len() / 2], times[(times.len() * 99).div_ceil(100) - 1]);
    let ms99 = p99.as_secs_f64() * 1e3;
    table.line(
        &format!("query of {what}"),
        &format!("p50 {}, p99 {}", ms(p50), ms(p99)),
        Some((ms99, 5.0)),
        "ms at p99",
    );
    if let Some(rg) = ripgrep(vault, queries[0].split(' ').next().unwrap_or_default()) {
        let share = p50.as_secs_f64() / rg.as_secs_f64() * 20.0;
        table.line("", "", Some((share, 1.0)), &format!("a twentieth of ripgrep, {}", ms(rg)));
    }
}

fn saving(table: &mut Table, vault: &Path, paths: &[String], data: &Path) {
    let mut watching =
        hisho(data).args(["vault", "watch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("runs");
    // It says that it is ready, and then what it does; the look at the start is over by then.
    let mut events = BufReader::new(watching.stdout.take().expect("a pipe")).lines();
    let looked = events.find(|line| line.as_ref().is_ok_and(|line| line.contains("\"looked\"")));
    looked.expect("a look").expect("a line");
    let drained = std::thread::spawn(move || events.count());
    let mut program = Answering::start(data);
    let mut times = Vec::new();
    for at in 0..SAVES {
        let file: PathBuf = vault.join(&paths[at * 7 % paths.len()]);
        let mut text = fs::read_to_string(&file).expect("text");
        let word = format!("savedword{at}x{}", paths.len());
        text.push_str(&format!("\n{word}\n"));
        fs::write(&file, text).expect("written");
        let started = Instant::now();
        while program.find(&word)["total"].as_u64() != Some(1) {
            assert!(started.elapsed() < Duration::from_secs(60), "never found");
            std::thread::sleep(Duration::from_millis(1));
        }
        times.push(started.elapsed().saturating_sub(QUIET));
    }
    program.end();
    // The program ends with its standard input.
    drop(watching.stdin.take());
    watching.wait().expect("it ends");
    drained.join().expect("read to the end");
    let (middle, worst) = (median(times.clone()), *times.iter().max().expect("some"));
    let figure = format!("p50 {}, worst {}", ms(middle), ms(worst));
    table.line(
        "a saved note searchable after the quiet period",
        &figure,
        Some((middle.as_secs_f64() * 1e3, 50.0)),
        "ms",
    );
}
