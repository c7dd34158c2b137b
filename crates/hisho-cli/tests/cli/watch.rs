//! `hisho vault watch`, listened to as a script would.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use hisho_scenarios::Home;
use serde_json::{Value, json};

use crate::HISHO;

/// How long a line is waited for; it is there at once where nothing else runs.
const LONG: Duration = Duration::from_secs(60);

/// The program at work, and what it says.
struct Watch {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<Value>,
}

impl Watch {
    fn start(home: &Home, arguments: &[&str]) -> Watch {
        let mut command = home.hisho(HISHO).command(&[&["vault", "watch"], arguments].concat());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("hisho runs");
        let (sender, lines) = channel();
        let output = BufReader::new(child.stdout.take().expect("piped"));
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let event = serde_json::from_str(&line).unwrap_or_else(|_| panic!("a line that is no JSON: {line}"));
                if sender.send(event).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        Watch { child, input, lines }
    }

    /// The next event that is wanted; others are passed over.
    fn next(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = self.lines.recv_timeout(LONG).expect("an event in time");
            if wanted(&event) {
                return event;
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Already over where the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_happens_is_told_a_line_for_each_event() {
    let home = Home::empty();
    home.write("a.md", "a");
    let vault = home.vault();
    let mut watch = Watch::start(&home, &[vault.to_str().expect("text")]);
    let first = watch.lines.recv_timeout(LONG).expect("the first line");
    assert_eq!((&first["type"], &first["vault"]["path"]), (&json!("ready"), &json!(vault)));
    watch.next(|event| event["type"] == "looked" && event["report"]["added"] == 1);

    home.write("b.md", "b");
    watch.next(|event| event["type"] == "notes" && event["paths"] == json!(["b.md"]));
    let looked = watch.next(|event| event["type"] == "looked" && event["report"]["added"] == 1);
    assert_eq!((&looked["report"]["notes"], &looked["report"]["removed"]), (&json!(2), &json!(0)));

    // It ends with the pipe that somebody held, and gives the vault back.
    drop(watch.input.take());
    assert!(watch.child.wait().expect("it ends").success());
    assert_eq!(home.hisho(HISHO).ok("vault.notes", json!({}))["total"], 2);

    // The vault in use is watched when none is named, whatever changed meanwhile.
    home.write("c.md", "c");
    let again = Watch::start(&home, &[]);
    assert_eq!(again.lines.recv_timeout(LONG).expect("the first line")["vault"]["name"], "vault");
    again.next(|event| event["type"] == "looked" && event["report"]["notes"] == 3);
}

#[test]
fn a_folder_that_is_none_is_refused() {
    let home = Home::empty();
    let nowhere = home.vault().join("nowhere");
    let output =
        home.hisho(HISHO).command(&["vault", "watch", nowhere.to_str().expect("text")]).output().expect("runs");
    assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(1), true));
    assert!(String::from_utf8_lossy(&output.stderr).contains("vault_unusable"));
}
