//! How long a step of a discussion takes apart from whoever is asked: 20 seats, 1,000 messages. The state
//! alone, an event with all its rows in one synced transaction, a turn of the person's by its command, and
//! reading it all back, as after a kill. Prints a table in Markdown and fails when a step is over its budget.

use std::time::{Duration, Instant};

use hisho_app::{App, Caller, Options};
use hisho_domain::discussion::engine::{Event, State, Utterance};
use hisho_domain::{Actor, Origin};
use hisho_store::discussion_run::{self, Beside, Loaded};
use hisho_store::{Store, profile};
use serde_json::{Value, json};

/// A step at p99.
const BUDGET: Duration = Duration::from_millis(5);
const SEATS: usize = 20;
const MESSAGES: usize = 1_000;
const ROUNDS: usize = 200;

struct Line {
    what: &'static str,
    times: Vec<Duration>,
    budget: Option<Duration>,
}

impl Line {
    fn at(&self, share: f64) -> Duration {
        let mut times = self.times.clone();
        times.sort();
        times[((times.len() - 1) as f64 * share).round() as usize]
    }
}

struct Table {
    app: App,
    uid: Value,
    topics: usize,
}

impl Table {
    async fn call(&self, command: &str, input: Value) -> Value {
        let result = self.app.call(Caller::person(Origin::Cli), command, input).await;
        result.unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    /// Twenty who have no model, so that every turn is the person's.
    async fn seated(app: App) -> Table {
        let mut table = Table { app, uid: Value::Null, topics: 0 };
        let mut seats = vec![json!({ "secretary_uid": null, "role": "participant" })];
        let persona = table.call("people.list", json!({})).await["personas"][0]["uid"].clone();
        for nth in 1..SEATS {
            let new = json!({ "name": format!("Seat {nth}"), "persona_uid": persona });
            let secretary = table.call("people.create_secretary", new).await;
            seats.push(json!({ "secretary_uid": secretary["uid"], "role": "participant" }));
        }
        let new = json!({ "title": "Long", "topic": "Where to?", "kind": "collaborative", "max_participants": SEATS, "seats": seats });
        let talk = table.call("discussions.create", new).await;
        let start = json!({ "uid": talk["uid"], "rev": talk["rev"], "critique_rounds": 3, "seed": 1 });
        table.call("discussions.start", start).await;
        table.uid = talk["uid"].clone();
        table
    }

    /// A turn that waits for the person; on another topic where this one is near its end.
    async fn turn(&mut self) -> Value {
        let state = self.call("discussions.state", json!({ "uid": self.uid })).await;
        let near_its_end =
            state["phase"] == "critique" && state["turns"].as_array().is_some_and(|turns| turns.len() == 1);
        if near_its_end && state["round"].as_u64().is_some_and(|round| round % 4 == 0) {
            self.topics += 1;
            let redirect = json!({ "uid": self.uid, "interruption_type": "redirect", "redirect_topic": format!("Topic {}", self.topics), "priority": "urgent" });
            self.call("discussions.interrupt", redirect).await;
            return self.call("discussions.state", json!({ "uid": self.uid })).await["turns"][0]["turn"].clone();
        }
        state["turns"][0]["turn"].clone()
    }

    /// Says something in a turn; gives how long that took.
    async fn say(&mut self, nth: usize) -> Duration {
        let turn = self.turn().await;
        let text = "We should weigh what it costs against what it brings. ".repeat(12);
        let say = json!({
            "uid": self.uid, "turn": turn, "content": format!("{nth}: {text}"), "stance": format!("Answer {}", nth % 7),
            "reasoning": text, "confidence": 6, "objections": [format!("Objection {nth}")],
        });
        let begun = Instant::now();
        self.call("discussions.say", say).await;
        begun.elapsed()
    }
}

fn answer(state: &State, nth: usize) -> Event {
    let turn = *state.open.keys().next().expect("a turn that waits");
    let text = format!("{nth}: {}", "One more word on that. ".repeat(30));
    let utterance =
        Utterance { text, stance: Some(format!("Answer {}", nth % 7)), confidence: Some(5), ..Utterance::default() };
    Event::Answered { turn, utterance: Box::new(utterance), cost: 0 }
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let value = what();
    (value, begun.elapsed())
}

/// What is measured without the application.
fn apart(store: &Store, uid: &str) -> Vec<Line> {
    let load = || store.read_blocking(|connection| discussion_run::running(connection, uid)).expect("read");
    let (mut loads, mut steps, mut takes) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS / 10 {
        loads.push(timed(load).1);
    }
    let mut loaded: Loaded = load();
    for nth in 0..ROUNDS / 4 {
        let mut state = loaded.state.clone();
        let event = answer(&state, nth);
        let (stepped, took) = timed(|| state.step(event.clone()));
        stepped.expect("a step");
        steps.push(took);
        let (named, known) = (uid.to_owned(), loaded);
        let (taken, took) = timed(|| {
            store.write_blocking(Actor::system(), move |write| {
                let person = profile::get(write)?.full_name;
                let words = |_: &State, _: &[String]| person.clone();
                discussion_run::take(write, &named, Some(known), event, &Beside { sent: None, summary: &words })
            })
        });
        loaded = taken.expect("taken").loaded;
        takes.push(took);
        if loaded.state.open.is_empty() {
            break;
        }
    }
    vec![
        Line { what: "a step of the state alone", times: steps, budget: Some(BUDGET) },
        Line { what: "an event with all its rows, synced", times: takes, budget: Some(BUDGET) },
        Line { what: "all read back, as after a kill", times: loads, budget: None },
    ]
}

fn main() {
    // `cargo test` builds and runs benches too; there is nothing to test here.
    if !std::env::args().any(|word| word == "--bench") {
        return;
    }
    // On the disk that holds the build, as memory would flatter the writes.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("runtime");
    let (uid, turns) = runtime.block_on(async {
        let app = App::open(Options { data_dir: folder.path().into(), background: false }).await.expect("opens");
        let mut table = Table::seated(app).await;
        for nth in 0..MESSAGES {
            table.say(nth).await;
        }
        let mut turns = Vec::new();
        for nth in 0..ROUNDS {
            turns.push(table.say(MESSAGES + nth).await);
        }
        table.turn().await;
        (table.uid.as_str().expect("a discussion").to_owned(), turns)
    });
    let store = Store::open(folder.path(), false).expect("opens");
    let mut lines = apart(&store, &uid);
    lines.push(Line { what: "a turn of the person's by its command", times: turns, budget: None });
    let ms = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1000.0);
    println!("| what, at {SEATS} seats and {MESSAGES} messages and more | p50 ms | p99 ms | worst ms | budget |");
    println!("|---|--:|--:|--:|--:|");
    for line in &lines {
        let budget = line.budget.map_or_else(String::new, ms);
        println!("| {} | {} | {} | {} | {budget} |", line.what, ms(line.at(0.5)), ms(line.at(0.99)), ms(line.at(1.0)));
    }
    if lines.iter().any(|line| line.budget.is_some_and(|budget| line.at(0.99) > budget)) {
        eprintln!("a step is over {} ms at p99", ms(BUDGET));
        std::process::exit(1);
    }
}
