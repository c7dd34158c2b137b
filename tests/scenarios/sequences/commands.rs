//! Commands made up at random from what there is, mostly sensible ones.

use std::collections::HashMap;

use hisho_scenarios::{Rng, content};
use serde_json::{Value, json};

/// What the commands so far have told.
#[derive(Default)]
pub struct World {
    /// Identities by kind, the newest last.
    known: HashMap<&'static str, Vec<String>>,
    /// The revision last heard of.
    revs: HashMap<String, i64>,
    /// Plans as they were last seen.
    plans: HashMap<String, Value>,
    /// What lies in the trash.
    trash: Vec<(&'static str, String)>,
    /// The persona that new secretaries get.
    persona: Option<String>,
}

/// Areas of commands and the kinds of things they are about.
const AREAS: [(&str, &str); 6] = [
    ("projects", "project"),
    ("tasks", "task"),
    ("boards", "board"),
    ("labels", "label"),
    ("comments", "comment"),
    ("discussions", "discussion"),
];
const STATUSES: [&str; 7] = ["pending", "assigned", "in_progress", "review", "blocked", "completed", "cancelled"];
const TITLES: [&str; 5] = ["引っ越し", "Move", "計画 Ａ", "naïve", "🎉 祝い"];
/// Only the newest few are used, so that what is done meets what was done.
const RECENT: usize = 6;

impl World {
    fn some(&self, rng: &mut Rng, kind: &str) -> Option<String> {
        let known = self.known.get(kind)?;
        rng.pick(&known[known.len().saturating_sub(RECENT)..])
    }

    fn some_of(&self, rng: &mut Rng, kind: &str, most: usize) -> Vec<String> {
        let count = rng.below(most + 1);
        (0..count).filter_map(|_| self.some(rng, kind)).collect()
    }

    /// A thing with its revision, now and then an old one.
    fn at(&self, rng: &mut Rng, uid: &str) -> Value {
        let rev = self.revs.get(uid).copied().unwrap_or(1);
        json!({ "uid": uid, "rev": if rng.one_in(20) { rev - 1 } else { rev } })
    }

    /// The next command. What it needs and is not there yet is made first.
    pub fn next(&mut self, rng: &mut Rng) -> (&'static str, Value) {
        if self.persona.is_none() {
            return ("people.list", json!({}));
        }
        loop {
            if let Some(command) = self.propose(rng) {
                return command;
            }
        }
    }

    fn propose(&self, rng: &mut Rng) -> Option<(&'static str, Value)> {
        let title = rng.pick(&TITLES)?;
        Some(match rng.below(30) {
            0 => {
                let name = format!("S{}", rng.below(1_000_000));
                ("people.create_secretary", json!({ "name": name, "persona_uid": self.persona }))
            }
            1 | 2 => {
                let depends_on = self.some_of(rng, "project", 2);
                let participants = self.some_of(rng, "secretary", 2);
                ("projects.create", json!({ "title": title, "depends_on": depends_on, "participants": participants }))
            }
            3 => {
                let uid = self.some(rng, "project")?;
                let steps = ["start", "pause", "resume", "complete", "cancel", "reopen"];
                let mut input = self.at(rng, &uid);
                input["step"] = json!(rng.pick(&steps));
                ("projects.step", input)
            }
            4 => {
                let uid = self.some(rng, "project")?;
                let mut input = self.at(rng, &uid);
                input["depends_on"] = json!(self.some_of(rng, "project", 3));
                input["estimated_minutes"] = json!(rng.below(1000));
                ("projects.update", input)
            }
            5..=9 => {
                let mut input = json!({ "title": title, "depends_on": self.some_of(rng, "task", 2) });
                if rng.one_in(2) {
                    input["project_uid"] = json!(self.some(rng, "project"));
                }
                if rng.one_in(3) {
                    input["parent_uid"] = json!(self.some(rng, "task"));
                }
                if rng.one_in(3) {
                    input["assistant_uid"] = json!(self.some(rng, "secretary"));
                }
                ("tasks.create", input)
            }
            10..=14 => {
                let uid = self.some(rng, "task")?;
                let mut input = self.at(rng, &uid);
                match rng.below(7) {
                    0..=2 => input["status"] = json!(rng.pick(&STATUSES)),
                    3 => input["parent_uid"] = json!(self.some(rng, "task")),
                    4 => input["depends_on"] = json!(self.some_of(rng, "task", 3)),
                    5 => input["labels"] = json!(self.some_of(rng, "label", 3)),
                    _ => input["assistant_uid"] = json!(if rng.one_in(2) { None } else { self.some(rng, "secretary") }),
                }
                ("tasks.update", input)
            }
            15..=17 => {
                let uid = self.some(rng, "task")?;
                let mut input = self.at(rng, &uid);
                match rng.below(3) {
                    0 => input["after_uid"] = json!(self.some(rng, "task")),
                    1 => input["after_uid"] = Value::Null,
                    _ => input["column_uid"] = json!(self.some(rng, "column")?),
                }
                ("tasks.move", input)
            }
            18 => {
                let status = rng.pick(&STATUSES);
                let columns = json!([
                    { "name": "a", "status": "pending", "wip_limit": 1 + rng.below(2) },
                    { "name": "b", "status": status }, { "name": "c", "status": "completed" },
                ]);
                let project = if rng.one_in(2) { self.some(rng, "project") } else { None };
                (
                    "boards.create",
                    json!({ "name": format!("B{}", rng.below(4)), "project_uid": project, "columns": columns }),
                )
            }
            19 => {
                let uid = self.some(rng, "board")?;
                let mut input = self.at(rng, &uid);
                input["columns"] = json!([{ "name": "only", "status": rng.pick(&STATUSES) }]);
                ("boards.update", input)
            }
            20 => ("labels.create", json!({ "name": format!("L{}", rng.below(8)) })),
            21 => {
                let (kind, subject) = rng.pick(&[("task", "task"), ("project", "project"), ("plan", "plan")])?;
                ("comments.create", json!({ "subject": subject, "subject_uid": self.some(rng, kind)?, "body": title }))
            }
            22 => ("plans.create", json!({ "content": content(title, &["One", "Two"][..rng.below(3)]) })),
            23 | 24 => {
                let uid = self.some(rng, "plan")?;
                let plan = self.plans.get(&uid)?;
                let mut input = self.at(rng, &uid);
                match rng.below(6) {
                    0 => ("plans.submit", input),
                    1 => ("plans.start_review", input),
                    2 => ("plans.withdraw", input),
                    3 => (rng.pick(&["plans.amend", "plans.reopen", "plans.revise"])?, input),
                    4 => {
                        input["content"] = content(title, &["Three"]);
                        ("plans.save", input)
                    }
                    _ => ("plans.approve", hisho_scenarios::decision(plan)),
                }
            }
            25 => {
                let seats: Vec<Value> = [None, self.some(rng, "secretary"), self.some(rng, "secretary")]
                    [..rng.below(4)]
                    .iter()
                    .map(|who| json!({ "secretary_uid": who, "role": "participant" }))
                    .collect();
                let input =
                    json!({ "title": title, "topic": title, "kind": "debate", "max_participants": 2, "seats": seats });
                ("discussions.create", input)
            }
            26 => {
                let uid = self.some(rng, "discussion")?;
                let kinds = ["pause", "resume", "redirect", "clarify", "terminate"];
                let kind = rng.pick(&kinds)?;
                match rng.below(3) {
                    0 => ("discussions.start", self.at(rng, &uid)),
                    1 => {
                        let mut input = json!({ "uid": uid, "interruption_type": kind, "message": title });
                        if kind == "redirect" {
                            input["redirect_topic"] = json!(title);
                        }
                        ("discussions.interrupt", input)
                    }
                    _ => ("discussions.say", json!({ "uid": uid, "content": title })),
                }
            }
            27 | 28 => {
                let (area, kind) = rng.pick(&AREAS)?;
                let uid = self.some(rng, kind)?;
                (names(area).0, self.at(rng, &uid))
            }
            _ => {
                let (area, uid) = rng.pick(&self.trash)?;
                (names(area).1, self.at(rng, &uid))
            }
        })
    }

    /// Remembers what a command told.
    pub fn learn(&mut self, command: &'static str, output: &Value) {
        let Some(uid) = output["uid"].as_str().map(str::to_owned) else {
            self.persona = output["personas"][0]["uid"].as_str().map(str::to_owned).or(self.persona.take());
            return;
        };
        if let Some(rev) = output["rev"].as_i64() {
            self.revs.insert(uid.clone(), rev);
        }
        let (area, verb) = command.split_once('.').expect("area and verb");
        let kind = match command {
            "people.create_secretary" => "secretary",
            "discussions.say" | "discussions.interrupt" => return,
            _ if area == "plans" => {
                self.plans.insert(uid.clone(), output.clone());
                "plan"
            }
            _ => AREAS.iter().find(|(known, _)| *known == area).expect("a known area").1,
        };
        for (list, parts) in [("columns", "column"), ("seats", "seat")] {
            for part in output[list].as_array().into_iter().flatten().filter_map(|part| part["uid"].as_str()) {
                let known = self.known.entry(parts).or_default();
                if !known.iter().any(|uid| uid == part) {
                    known.push(part.to_owned());
                }
            }
        }
        match verb {
            "delete" => self.trash.push((AREAS.iter().find(|(known, _)| *known == area).expect("a known area").0, uid)),
            "restore" => self.trash.retain(|(_, thrown)| *thrown != uid),
            "create" | "create_secretary" => self.known.entry(kind).or_default().push(uid),
            _ => {}
        }
    }
}

/// How an area puts things into the trash and takes them out.
fn names(area: &str) -> (&'static str, &'static str) {
    match area {
        "projects" => ("projects.delete", "projects.restore"),
        "tasks" => ("tasks.delete", "tasks.restore"),
        "boards" => ("boards.delete", "boards.restore"),
        "labels" => ("labels.delete", "labels.restore"),
        "comments" => ("comments.delete", "comments.restore"),
        _ => ("discussions.delete", "discussions.restore"),
    }
}
