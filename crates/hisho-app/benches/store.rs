//! How long commands take on a large database: 10,000 tasks, 1,000 plans, 100,000 messages and
//! 1,000,000 rows of the journal. Prints a table in Markdown and fails when a command is over its
//! budget at p99. What a write costs at the least, one page synced to the same disk, is measured
//! in the same run.

#[path = "store/large.rs"]
mod large;

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use hisho_app::{App, Caller, Options};
use hisho_domain::Origin;
use serde_json::{Value, json};

const BUDGET: Duration = Duration::from_millis(16);
const ROUNDS: usize = 300;
const WARM: usize = 20;

/// Times of one command.
struct Line {
    command: &'static str,
    p50: Duration,
    p99: Duration,
    worst: Duration,
}

fn line(command: &'static str, mut times: Vec<Duration>) -> Line {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    Line { command, p50: at(0.5), p99: at(0.99), worst: at(1.0) }
}

/// Times of writing a page at the end of a file and syncing it.
fn synced_page(folder: &Path) -> Line {
    let mut file = std::fs::File::create(folder.join("page")).expect("file");
    let times = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(&[7; 4096]).expect("write");
            file.sync_data().expect("sync");
            begun.elapsed()
        })
        .collect();
    line("one page written and synced", times)
}

struct Bench {
    app: App,
    lines: Vec<Line>,
}

impl Bench {
    async fn call(&self, command: &str, input: Value) -> (Duration, Value) {
        let gesture = matches!(command, "plans.approve").then(|| self.app.gesture(command, &input).expect("gesture"));
        let begun = Instant::now();
        let result = self.app.call(Caller { gesture, ..Caller::person(Origin::Cli) }, command, input).await;
        let took = begun.elapsed();
        (took, result.unwrap_or_else(|e| panic!("{command}: {e:?}")))
    }

    /// Measures a command with the inputs that `input` makes of the round and what came out last.
    async fn measure(&mut self, command: &'static str, mut input: impl FnMut(usize, &Value) -> Value) {
        let (mut times, mut last) = (Vec::new(), Value::Null);
        for round in 0..WARM + ROUNDS {
            let (took, output) = self.call(command, input(round, &last)).await;
            last = output;
            if round >= WARM {
                times.push(took);
            }
        }
        self.lines.push(line(command, times));
    }

    /// Measures commands that undo one another, each apart.
    async fn turns(
        &mut self,
        commands: &[&'static str],
        first: Value,
        mut input: impl FnMut(&'static str, &Value) -> Value,
    ) {
        let mut times = vec![Vec::new(); commands.len()];
        let mut last = first;
        for round in 0..WARM + ROUNDS {
            for (command, times) in commands.iter().zip(&mut times) {
                let (took, output) = self.call(command, input(command, &last)).await;
                last = output;
                if round >= WARM {
                    times.push(took);
                }
            }
        }
        self.lines.extend(commands.iter().zip(times).map(|(command, times)| line(command, times)));
    }
}

fn at(thing: &Value) -> Value {
    json!({ "uid": thing["uid"], "rev": thing["rev"] })
}

fn content(round: usize) -> Value {
    json!({
        "title": format!("計画 {round}"), "objective": "目的を書く", "scope": "", "start_on": null, "due_on": null,
        "milestones": [{ "uid": "", "title": "一歩", "due_on": null }], "criteria": ["できた"],
    })
}

async fn reads(bench: &mut Bench, sample: &large::Sample) {
    let of = |list: &[String]| {
        let list = list.to_vec();
        move |round: usize, _: &Value| json!({ "uid": list[round * 7 % list.len()] })
    };
    bench.measure("app.state", |_, _| json!({})).await;
    bench.measure("today.show", |_, _| json!({})).await;
    bench.measure("plans.list", |_, _| json!({})).await;
    bench.measure("plans.get", of(&sample.plans)).await;
    bench.measure("projects.list", |_, _| json!({})).await;
    bench.measure("projects.get", of(&sample.projects)).await;
    bench.measure("projects.schedule", |_, _| json!({ "uid": sample.dense })).await;
    bench.measure("tasks.delays", |_, _| json!({ "uid": sample.dense_tasks[0] })).await;
    bench.measure("calendar.get", |_, _| json!({})).await;
    bench.measure("projects.export_ics", of(&sample.projects)).await;
    bench.measure("projects.export_csv", of(&sample.projects)).await;
    bench.measure("tasks.get", of(&sample.tasks)).await;
    let orders = ["due", "priority", "title", "project", "updated"];
    let find = |round: usize, _: &Value| {
        let filter =
            if round.is_multiple_of(2) { json!({ "text": "片付" }) } else { json!({ "statuses": ["pending"] }) };
        json!({ "filter": filter, "sort": { "by": orders[round % 5], "descending": round.is_multiple_of(3) }, "offset": round * 10 })
    };
    bench.measure("tasks.find", find).await;
    bench.measure("tasks.suggest_assignee", of(&sample.tasks)).await;
    bench.measure("filters.list", |_, _| json!({})).await;
    bench.measure("tasks.inbox", |_, _| json!({ "limit": 100 })).await;
    bench.measure("tasks.history", of(&sample.tasks)).await;
    bench.measure("changes.list", |round, _| json!({ "after": round * 1000, "limit": 100 })).await;
    bench.measure("boards.list", |_, _| json!({})).await;
    bench.measure("labels.list", |_, _| json!({})).await;
    let tasks = sample.tasks.clone();
    bench
        .measure(
            "comments.list",
            move |round, _| json!({ "subject": "task", "subject_uid": tasks[round * 7 % tasks.len()] }),
        )
        .await;
    bench.measure("discussions.list", |_, _| json!({})).await;
    bench.measure("discussions.get", of(&sample.discussions)).await;
    bench.measure("discussions.minutes", of(&sample.discussions)).await;
    bench.measure("people.list", |_, _| json!({})).await;
    bench.measure("audit.list", |_, _| json!({})).await;
    bench.measure("notifications.list", |_, _| json!({})).await;
    bench.measure("people.find_secretaries", |_, _| json!({ "skill": "データ分析", "min_level": 1 })).await;
    const WORDS: [&str; 4] = ["計画", "task 77", "秘書", "move"];
    bench.measure("search.find", |round, _| json!({ "query": WORDS[round % 4] })).await;
    if !sample.conversations.is_empty() {
        bench.measure("conversations.list", |_, _| json!({})).await;
        bench.measure("conversations.get", of(&sample.conversations)).await;
        bench.measure("conversations.messages", of(&sample.conversations)).await;
    }
}

async fn writes(bench: &mut Bench, sample: &large::Sample) {
    let project = sample.projects[0].clone();
    bench.measure("tasks.create", |round, _| json!({ "title": format!("Task {round}"), "project_uid": project })).await;
    let (_, task) = bench.call("tasks.create", json!({ "title": "The one", "project_uid": project })).await;
    let change = |round: usize, last: &Value, task: &Value, field: &str, value: Value| {
        let mut input = at(if round == 0 { task } else { last });
        input[field] = value;
        input
    };
    bench
        .measure("tasks.update", |round, last| change(round, last, &task, "title", json!(format!("Now {round}"))))
        .await;
    let (_, task) = bench.call("tasks.get", json!({ "uid": task["uid"] })).await;
    let neighbours = sample.first_tasks.clone();
    bench
        .measure("tasks.move", |round, last| {
            change(round, last, &task, "after_uid", json!(neighbours[round % neighbours.len()]))
        })
        .await;
    let (_, task) = bench.call("tasks.get", json!({ "uid": task["uid"] })).await;
    bench.turns(&["tasks.delete", "tasks.restore"], task, |_, last| at(last)).await;
    let (_, task) = bench.call("tasks.create", json!({ "title": "Steps" })).await;
    bench
        .measure("checklists.set", |round, last| {
            change(round, last, &task, "items", json!([{ "text": format!("Step {round}") }]))
        })
        .await;
    let (_, task) = bench.call("tasks.get", json!({ "uid": task["uid"] })).await;
    let item = task["checklist"][0]["uid"].clone();
    bench
        .measure(
            "checklists.tick",
            |round, _| json!({ "uid": task["uid"], "item_uid": item, "is_done": round.is_multiple_of(2) }),
        )
        .await;
    let few = &sample.tasks[200..205];
    let priorities = ["low", "high"];
    bench
        .measure(
            "tasks.update_many",
            |round, _| json!({ "uids": few, "changes": { "priority": priorities[round % 2] } }),
        )
        .await;
    bench.measure("filters.save", |round, _| json!({ "name": format!("Filter {round}"), "filter": {} })).await;
    let (_, calendar) = bench.call("calendar.get", json!({})).await;
    bench
        .measure("calendar.update", |round, last| {
            let rev = if round == 0 { &calendar["rev"] } else { &last["rev"] };
            json!({ "rev": rev, "week": [480, 480, 480, 480, 400 + round % 60, 0, 0] })
        })
        .await;
    bench.measure("projects.create", |round, _| json!({ "title": format!("Project {round}") })).await;
    let (_, project) = bench.call("projects.create", json!({ "title": "The one" })).await;
    bench
        .measure("projects.update", |round, last| {
            change(round, last, &project, "description", json!(format!("Now {round}")))
        })
        .await;
    let (_, project) = bench.call("projects.get", json!({ "uid": project["uid"] })).await;
    let mut step = ["start", "pause", "resume"].into_iter().chain(["pause", "resume"].into_iter().cycle());
    bench.measure("projects.step", |round, last| change(round, last, &project, "step", json!(step.next()))).await;
    bench.measure("plans.create", |round, _| json!({ "content": content(round) })).await;
    let (_, plan) = bench.call("plans.create", json!({ "content": content(0) })).await;
    bench.measure("plans.save", |round, last| change(round, last, &plan, "content", content(round))).await;
    let (_, plan) = bench.call("plans.get", json!({ "uid": plan["uid"] })).await;
    bench.turns(&["plans.submit", "plans.start_review", "plans.withdraw"], plan, |_, last| at(last)).await;
    let approved = approvals(bench).await;
    bench.lines.push(approved);
    bench.measure("labels.create", |round, _| json!({ "name": format!("Label {round}") })).await;
    let task = sample.tasks[0].clone();
    bench.measure("comments.create", |_, _| json!({ "subject": "task", "subject_uid": task, "body": "Well" })).await;
    let seats = json!([{ "secretary_uid": null, "role": "participant" }, { "secretary_uid": sample.secretary, "role": "participant" }]);
    let new = json!({ "title": "Talk", "topic": "What", "kind": "debate", "seats": seats });
    bench.measure("discussions.create", |_, _| new.clone()).await;
    let (_, talk) = bench.call("discussions.create", new.clone()).await;
    let (_, talk) = bench.call("discussions.start", at(&talk)).await;
    bench.measure("discussions.say", |_, _| json!({ "uid": talk["uid"], "content": "Hm" })).await;
    let step_in = json!({ "uid": talk["uid"], "interruption_type": "clarify", "message": "Why?" });
    bench.measure("discussions.interrupt", |_, _| step_in.clone()).await;
    let (_, board) = bench.call("boards.create", json!({ "name": "The one", "columns": [] })).await;
    bench.turns(&["boards.delete", "boards.restore"], board, |_, last| at(last)).await;
    let (_, plan) = bench.call("plans.get", json!({ "uid": sample.plans[5] })).await;
    bench.turns(&["plans.delete", "plans.restore"], plan, |_, last| at(last)).await;
    // With all its tasks.
    let (_, project) = bench.call("projects.get", json!({ "uid": sample.projects[7] })).await;
    bench.turns(&["projects.delete", "projects.restore"], project, |_, last| at(last)).await;
    if let Some(conversation) = sample.conversations.first() {
        bench.measure("conversations.send", |_, _| json!({ "uid": conversation, "content": "Hello" })).await;
    }
}

/// An approval needs a plan of its own every time.
async fn approvals(bench: &Bench) -> Line {
    let mut times = Vec::new();
    for round in 0..WARM + ROUNDS / 3 {
        let (_, plan) = bench.call("plans.create", json!({ "content": content(round) })).await;
        let (_, plan) = bench.call("plans.submit", at(&plan)).await;
        let (_, plan) = bench.call("plans.start_review", at(&plan)).await;
        let newest = &plan["newest"];
        let shown = json!({ "uid": plan["uid"], "version": newest["number"], "content_hash": newest["content_hash"] });
        let (took, _) = bench.call("plans.approve", shown).await;
        if round >= WARM {
            times.push(took);
        }
    }
    line("plans.approve", times)
}

fn main() {
    // `cargo test` builds and runs benches too; there is nothing to test here.
    if !std::env::args().any(|word| word == "--bench") {
        return;
    }
    // On the disk that holds the build, as memory would flatter the writes.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("runtime");
    let lines = runtime.block_on(async {
        let open = || App::open(Options { data_dir: folder.path().into(), background: false });
        drop(open().await.expect("opens"));
        let begun = Instant::now();
        let sample = large::fill(folder.path());
        eprintln!("filled in {:.1} s: {}", begun.elapsed().as_secs_f32(), sample.told);
        let mut bench = Bench { app: open().await.expect("opens"), lines: vec![synced_page(folder.path())] };
        reads(&mut bench, &sample).await;
        writes(&mut bench, &sample).await;
        println!("{}\n", sample.told);
        bench.lines
    });
    let ms = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1000.0);
    println!("| command | p50 ms | p99 ms | worst ms |\n|---|--:|--:|--:|");
    for line in &lines {
        println!("| {} | {} | {} | {} |", line.command, ms(line.p50), ms(line.p99), ms(line.worst));
    }
    let measured: Vec<&str> = lines.iter().map(|line| line.command).collect();
    let left: Vec<&str> =
        hisho_app::COMMANDS.iter().map(|command| command.name).filter(|name| !measured.contains(name)).collect();
    println!("\nNot measured: {}.", left.join(", "));
    let slow: Vec<&str> = lines.iter().skip(1).filter(|line| line.p99 > BUDGET).map(|line| line.command).collect();
    if !slow.is_empty() {
        eprintln!("over {} at p99: {}", ms(BUDGET), slow.join(", "));
        std::process::exit(1);
    }
}
