//! Random sequences of commands keep every invariant. Each sequence is made from its number, so a
//! failure names the one to look at; nothing else is random. `HISHO_SEQUENCES` sets how many.

mod commands;
mod invariants;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hisho_app::{App, Caller, Options};
use hisho_domain::{ErrorCode, Origin};
use hisho_scenarios::Rng;
use serde_json::Value;

use commands::World;
use invariants::Watcher;

const SEQUENCES: u64 = 10_000;
/// So many sequences share a database, each finding what those before left there.
const TOGETHER: u64 = 50;

/// A folder that goes away, in memory where the system has such a place.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.expect("a temporary folder")
}

#[test]
fn random_sequences_keep_every_invariant() {
    let wanted = std::env::var("HISHO_SEQUENCES").ok().and_then(|n| n.parse().ok()).unwrap_or(SEQUENCES);
    let template = folder();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    runtime.block_on(async {
        let app = App::open(Options { data_dir: template.path().into(), background: false }).await.expect("opens");
        drop(app);
    });
    let (next, taken) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let workers: Vec<_> = (0..std::thread::available_parallelism().map_or(2, usize::from).min(4))
        .map(|_| {
            let (next, taken, template) = (next.clone(), taken.clone(), template.path().to_owned());
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
                loop {
                    let first = next.fetch_add(TOGETHER, Ordering::Relaxed);
                    if first >= wanted {
                        return;
                    }
                    let home = folder();
                    std::fs::copy(template.join("hisho.db"), home.path().join("hisho.db")).expect("copy");
                    let done = runtime.block_on(together(home.path(), first..(first + TOGETHER).min(wanted)));
                    taken.fetch_add(done, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for worker in workers {
        worker.join().expect("a sequence broke an invariant; see above");
    }
    // Were most commands refused, little would have been shown.
    let taken = taken.load(Ordering::Relaxed);
    assert!(taken > wanted * 3, "only {taken} commands were taken in {wanted} sequences");
}

/// Runs sequences one after the other on one database; gives how many commands were taken.
async fn together(home: &Path, numbers: std::ops::Range<u64>) -> u64 {
    let app = App::open(Options { data_dir: home.into(), background: false }).await.expect("opens");
    let mut watcher = Watcher::on(home);
    let mut world = World::default();
    let mut taken = 0;
    for number in numbers {
        let mut rng = Rng::of(number);
        let mut told = Vec::new();
        for _ in 0..4 + rng.below(6) {
            let (command, input) = world.next(&mut rng);
            told.push(format!("{command} {input}"));
            let decides = command.starts_with("plans.approve");
            let gesture = decides.then(|| app.gesture(command, &input).expect("gesture"));
            let caller = Caller { gesture, ..Caller::person(Origin::Cli) };
            match app.call(caller, command, input).await {
                Ok(output) => {
                    taken += 1;
                    watcher.wrote();
                    world.learn(command, &output);
                }
                Err(error) => {
                    let expected = [ErrorCode::Invalid, ErrorCode::Refused, ErrorCode::Stale, ErrorCode::NotFound];
                    assert!(expected.contains(&error.code), "sequence {number}: {error:?}\n{}", told.join("\n"));
                    assert!(!watcher.wrote(), "sequence {number}: a refusal wrote something\n{}", told.join("\n"));
                }
            }
        }
        let touched =
            watcher.check().unwrap_or_else(|broken| panic!("sequence {number}: {broken}\n{}", told.join("\n")));
        for (entity, uid, after) in touched {
            let Some(now) = present(&app, &entity, &uid).await else { continue };
            let now = invariants::own_fields(&entity, &now);
            assert_eq!(
                now,
                after,
                "sequence {number}: the journal of {entity} {uid} ends elsewhere\n{}",
                told.join("\n")
            );
        }
    }
    taken
}

/// A record as it is now; None for kinds that are only read together with others.
async fn present(app: &App, entity: &str, uid: &str) -> Option<Value> {
    let command = match entity {
        "task" => "tasks.get",
        "project" => "projects.get",
        "board" => "boards.get",
        "discussion" => "discussions.get",
        "plan" => "plans.get",
        _ => return None,
    };
    let caller = Caller::person(Origin::Cli);
    let found = app.call(caller, command, serde_json::json!({ "uid": uid })).await;
    // What lies in a project in the trash is not shown.
    found.ok()
}
