//! What tests share: a throw-away home with a vault in it, the application opened on it, and the
//! headless program run on it. Nothing here touches a folder of the person's.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use hisho_app::keys::NoKeychain;
use hisho_app::{App, Caller, Options};
use hisho_domain::{Error, Origin};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder that goes away, with a data folder and a vault in it.
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// A home with an empty vault.
    pub fn empty() -> Self {
        let home = Home { folder: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir_all(home.vault()).expect("the vault's folder");
        home
    }

    /// A home whose vault is a copy of the real vault Tasks-Demo.
    pub fn with_tasks_demo() -> Self {
        let home = Home::empty();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/Tasks-Demo"), &home.vault());
        home
    }

    /// The data folder; made by whoever opens it.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The vault's folder.
    pub fn vault(&self) -> PathBuf {
        // Canonical, as the application shows it.
        hisho_path(&fs::canonicalize(self.folder.path()).expect("the folder is there")).join("vault")
    }

    /// Writes a file of the vault, as another program would.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.vault().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, text).expect("write");
    }

    /// Reads a file of the vault.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.vault().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Makes a file of the vault look as if nobody had saved it for a while.
    pub fn at_rest(&self, path: &str) {
        let file = fs::File::options().append(true).open(self.vault().join(path)).expect("note");
        let before = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
        file.set_modified(before).expect("time");
    }

    /// Every file of the vault with its bytes.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.vault())
    }

    /// Opens the application here, in this process, without a background.
    pub async fn open(&self) -> Desk {
        let options = Options { data_dir: self.data(), background: false };
        // No test writes into the keychain of whoever runs it.
        let app = App::open_with(options, Arc::new(NoKeychain)).await.expect("the application opens");
        Desk { app }
    }

    /// The headless program on this home.
    pub fn hisho(&self, program: &str) -> Hisho {
        Hisho { program: program.into(), data: self.data() }
    }
}

/// Without the prefix that Windows puts before canonical paths.
fn hisho_path(path: &Path) -> PathBuf {
    path.to_str().and_then(|p| p.strip_prefix(r"\\?\")).map_or_else(|| path.to_owned(), PathBuf::from)
}

/// Every file of a folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    walk(folder, folder, &mut files);
    files
}

/// The databases kept of every schema that ever landed, by their names.
pub fn schema_databases() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/databases");
    let entries = fs::read_dir(folder).expect("the test data is there").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(".db"));
    names.sort();
    names
}

/// Where one of them lies.
pub fn schema_database(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/databases").join(name)
}

/// Copies a folder with all in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("the test data is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copy");
        }
    }
}

fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).expect("read"));
        }
    }
}

/// The application, with the person at it.
pub struct Desk {
    /// The application itself.
    pub app: App,
}

impl Desk {
    /// Runs a command as the person, and lets the engine catch up.
    pub async fn call(&self, command: &str, input: Value) -> Result<Value, Error> {
        let value = self.app.call(Caller::person(Origin::Cli), command, input).await?;
        self.app.settle().await?;
        Ok(value)
    }

    /// As [`Desk::call`], for what must succeed.
    pub async fn ok(&self, command: &str, input: Value) -> Value {
        self.call(command, input).await.unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    /// Decides as the person, by a gesture on exactly this input.
    pub async fn decide(&self, command: &str, input: Value) -> Result<Value, Error> {
        let gesture = Some(self.app.gesture(command, &input)?);
        let value = self.app.call(Caller { gesture, ..Caller::person(Origin::Cli) }, command, input).await?;
        self.app.settle().await?;
        Ok(value)
    }

    /// Carries a plan with these milestones from the first draft to its approval; gives the plan.
    pub async fn approved_plan(&self, title: &str, milestones: &[&str]) -> Value {
        let plan = self.ok("plans.create", json!({ "content": content(title, milestones) })).await;
        self.approve(&plan).await
    }

    /// Submits, reviews and approves the newest version of a plan.
    pub async fn approve(&self, plan: &Value) -> Value {
        let plan = self.ok("plans.submit", at(plan)).await;
        let plan = self.ok("plans.start_review", at(&plan)).await;
        self.decide("plans.approve", decision(&plan)).await.expect("approved")
    }

    /// Lets Hisho write into the vault.
    pub async fn allow_writing(&self) -> Value {
        let folders = self.folders("Hisho/Plans", "Hisho/Projects").await;
        self.decide("vault.allow_writing", folders).await.expect("allowed")
    }

    /// What is said to let Hisho write into these folders of the vault in use.
    pub async fn folders(&self, plans: &str, projects: &str) -> Value {
        json!({ "vault_uid": self.vault_uid().await, "plans_folder": plans, "projects_folder": projects })
    }

    /// The identity of the vault in use.
    pub async fn vault_uid(&self) -> Value {
        self.ok("app.state", json!({})).await["vault"]["uid"].clone()
    }
}

/// How many rounds a long test makes that makes `usual` ones: `HISHO_ROUNDS_PERCENT` of them where
/// that is set, as for systems on which everything takes long, and one at least.
pub fn rounds(usual: usize) -> usize {
    let percent = std::env::var("HISHO_ROUNDS_PERCENT").ok().and_then(|text| text.parse().ok()).unwrap_or(100);
    (usual * percent / 100).max(1)
}

/// Numbers that depend on nothing but the first.
pub struct Rng(u64);

impl Rng {
    /// The numbers of a sequence.
    pub fn of(number: u64) -> Self {
        Rng(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66_D1CE_4E5B)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    /// True once in so many times.
    pub fn one_in(&mut self, chance: usize) -> bool {
        self.below(chance) == 0
    }

    /// One of these; None when there are none.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.below(from.len())].clone())
    }
}

/// What a plan says.
pub fn content(title: &str, milestones: &[&str]) -> Value {
    let milestones: Vec<Value> =
        milestones.iter().map(|title| json!({ "uid": "", "title": title, "due_on": "2027-01-31" })).collect();
    json!({
        "title": title, "objective": format!("{title} objective"), "scope": "", "start_on": null, "due_on": "2027-03-31",
        "milestones": milestones, "criteria": ["It is done"],
    })
}

/// Names a thing at the revision it was read.
pub fn at(thing: &Value) -> Value {
    json!({ "uid": thing["uid"], "rev": thing["rev"] })
}

/// Names the newest version of a plan with what it says.
pub fn decision(plan: &Value) -> Value {
    json!({ "uid": plan["uid"], "version": plan["newest"]["number"], "content_hash": plan["newest"]["content_hash"] })
}

/// The headless program.
pub struct Hisho {
    program: PathBuf,
    data: PathBuf,
}

impl Hisho {
    /// The program with arguments, for those who need more than a result.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--data-dir").arg(&self.data).args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs `hisho rpc` to its end.
    pub fn rpc(&self, arguments: &[&str]) -> Output {
        self.command(&[&["rpc"], arguments].concat()).output().expect("hisho runs")
    }

    /// Runs a command that must succeed.
    pub fn ok(&self, command: &str, input: Value) -> Value {
        self.parsed(&[command, &input.to_string()])
    }

    /// Decides in the person's name; must succeed.
    pub fn decide(&self, command: &str, input: Value) -> Value {
        self.parsed(&[command, &input.to_string(), "--as-me"])
    }

    fn parsed(&self, arguments: &[&str]) -> Value {
        let output = self.rpc(arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {told}");
        serde_json::from_slice(&output.stdout).expect("the result is JSON")
    }

    /// Runs something that must fail with exit code 1; gives the error it printed.
    pub fn fails(&self, arguments: &[&str]) -> Error {
        let output = self.rpc(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?} must fail");
        assert!(output.stdout.is_empty(), "a failure prints no result");
        let told = String::from_utf8(output.stderr).expect("text");
        let last = told.lines().last().expect("the error");
        serde_json::from_str(last).unwrap_or_else(|_| panic!("not an error: {told}"))
    }
}
