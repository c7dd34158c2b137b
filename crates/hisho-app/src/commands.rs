//! The one list of commands. A command exists in every host by standing here, and nowhere else.

use serde_json::Value;

use hisho_domain::Change;
use hisho_domain::backup::{BackedUp, Backup, Restored, TakenOut};
use hisho_domain::health::{Health, Maintained, MigrationStatus};
use hisho_domain::history::{History, HistoryStep};
use hisho_domain::note::{Note, NotePage, VaultState};
use hisho_domain::people::{People, Secretary};
use hisho_domain::plan::{PlanDetail, PlanSummary};
use hisho_domain::project::{ProjectDetail, ProjectSummary};
use hisho_domain::search::SearchResult;
use hisho_domain::settings::Settings;
use hisho_domain::task::Task;
use hisho_domain::transfer::{Exported, Imported};
use hisho_domain::trash::{Moved, Trash};

use crate::command::{self, Nothing, commands};
use crate::input::{AtRev, Deleted, Which};
use crate::{
    backups, changes, health, history, people, plans, projects, search, settings, tasks, today, transfer, trash, vault,
};

commands! {
    /// What a host needs to know at its start: version, settings, vault, today.
    Read "app.state" (Nothing) -> settings::AppState = settings::state;
    /// Changes settings; fields left out stay.
    Write "settings.update" (settings::Update) -> Settings = settings::update;
    /// Checks the whole database.
    Read "health.check" (Nothing) -> Health = health::check;
    /// The last lines of the log, with secrets masked.
    Read "health.log" (health::Lines) -> Vec<String> = health::log;
    /// Gives back the room in the database that nothing needs any more.
    Write "health.vacuum" (Nothing) -> Maintained = health::vacuum;
    /// Counts what the planner of queries needs to know.
    Write "health.analyse" (Nothing) -> Maintained = health::analyse;
    /// Makes the search index anew, from the records and the vault.
    Write "health.rebuild_search" (Nothing) -> Maintained = health::rebuild_search;
    /// The steps of the schema, done and pending, and the backups to go back to.
    Read "migrations.status" (Nothing) -> MigrationStatus = health::migrations;

    /// Every backup, the newest first.
    Read "backups.list" (Nothing) -> Vec<Backup> = backups::list;
    /// Makes a backup of everything now.
    Write "backups.create" (backups::Create) -> Backup = backups::create;
    /// Looks at every byte of a backup and through the database in it.
    Read "backups.verify" (backups::Id) -> Backup = backups::verify;
    /// The plans and projects in a backup, and where they are now.
    Read "backups.contents" (backups::Id) -> Vec<BackedUp> = backups::contents;
    /// Puts a backup into the place of everything; what was there becomes a backup first.
    Decide "backups.restore" (backups::Id) -> Restored = backups::restore;
    /// Takes one plan or project that is gone out of a backup, with all that belongs to it.
    Write "backups.take_out" (backups::TakeOut) -> TakenOut = backups::take_out;
    /// Removes a backup for good.
    Decide "backups.delete" (backups::Id) -> backups::Removed = backups::delete;
    /// Writes everything into a new, readable folder of Markdown and JSON.
    Write "transfer.export" (transfer::Folder) -> Exported = transfer::export;
    /// Reads an exported folder into an application in which nothing was begun.
    Decide "transfer.import" (transfer::Folder) -> Imported = transfer::import;

    /// Rows of the journal, the oldest first.
    Read "changes.list" (changes::List) -> Vec<Change> = changes::list;
    /// What the person did, as it can be undone and done again.
    Read "history.list" (history::List) -> History = history::list;
    /// Undoes what the person did last, or one step, where nothing it touched was changed since.
    Write "history.undo" (history::Turn) -> HistoryStep = history::undo;
    /// Does again what was undone last, or one step.
    Write "history.redo" (history::Turn) -> HistoryStep = history::redo;
    /// What lies in the trash, and when it goes for good.
    Read "trash.list" (Nothing) -> Trash = trash::list;
    /// Puts a thing into the trash with what belongs to it.
    Write "trash.put" (trash::Put) -> Moved = trash::put;
    /// Takes a thing out of the trash with what went there with it, under another name where its own is taken.
    Write "trash.restore" (trash::Restore) -> Vec<Moved> = trash::restore;
    /// Lets one thing in the trash go for good.
    Decide "trash.purge" (trash::Purge) -> trash::Purged = trash::purge;
    /// Lets everything in the trash go for good, but for what something else still needs.
    Decide "trash.empty" (Nothing) -> trash::Purged = trash::empty;
    /// What matters today.
    Read "today.show" (Nothing) -> today::Today = today::show;

    /// The vaults that Obsidian knows on this machine.
    Read "vault.known" (Nothing) -> Vec<vault::KnownVault> = vault::known;
    /// Makes a folder the vault; its notes are indexed, nothing is written into it.
    Write "vault.choose" (vault::Choose) -> VaultState = vault::choose;
    /// Looks through the whole vault now.
    Write "vault.scan" (vault::Scan) -> vault::ScanReport = vault::scan;
    /// A page of the vault's notes.
    Read "vault.notes" (vault::Notes) -> NotePage = vault::notes;
    /// A note, read from its file.
    Read "vault.note" (vault::At) -> Note = vault::note;
    /// Where a link in a note leads.
    Read "vault.resolve" (vault::Resolve) -> vault::Resolved = vault::resolve;
    /// What Hisho keeps in the vault or would write there.
    Read "vault.preview_writing" (Nothing) -> vault::WritingPreview = vault::preview_writing;
    /// Lets Hisho keep notes of plans and projects in these folders of the vault.
    Decide "vault.allow_writing" (vault::AllowWriting) -> vault::WritingPreview = vault::allow_writing;
    /// Removes every note Hisho wrote into the vault, but for those the person edited, and writes no more.
    Decide "vault.withdraw" (vault::Withdraw) -> vault::WithdrawReport = vault::withdraw;

    /// Finds notes, plans, projects and tasks.
    Read "search.find" (search::Find) -> SearchResult = search::find;

    /// Personas, roles, teams and secretaries.
    Read "people.list" (Nothing) -> People = people::list;
    /// Takes on a secretary without a model.
    Write "people.create_secretary" (people::CreateSecretary) -> Secretary = people::create_secretary;

    /// Plans, the latest changed first.
    Read "plans.list" (plans::List) -> Vec<PlanSummary> = plans::list;
    /// A plan with its versions and decisions.
    Read "plans.get" (Which) -> PlanDetail = plans::get;
    /// Begins a plan.
    Write "plans.create" (plans::Create) -> PlanDetail = plans::create;
    /// Saves a draft; `rev` is the one that was read.
    Write "plans.save" (plans::Save) -> PlanDetail = plans::save;
    /// Hands a draft in.
    Write "plans.submit" (AtRev) -> PlanDetail = plans::submit;
    /// Begins the review of what was submitted.
    Write "plans.start_review" (AtRev) -> PlanDetail = plans::start_review;
    /// Takes back what is not decided yet.
    Write "plans.withdraw" (AtRev) -> PlanDetail = plans::withdraw;
    /// Begins the next version of what was decided.
    Write "plans.revise" (AtRev) -> PlanDetail = plans::revise;
    /// Approves the version on the screen; its project begins, or grows.
    Decide "plans.approve" (plans::Approve) -> PlanDetail = plans::approve;
    /// Rejects the version on the screen, with the reason.
    Decide "plans.reject" (plans::Decline) -> PlanDetail = plans::reject;
    /// Asks for a revision of the version on the screen, saying of what.
    Decide "plans.request_revision" (plans::Decline) -> PlanDetail = plans::request_revision;
    /// Puts a plan into the trash.
    Write "plans.delete" (AtRev) -> Deleted = plans::delete;
    /// Takes a plan out of the trash.
    Write "plans.restore" (AtRev) -> PlanDetail = plans::restore;

    /// Projects, the latest changed first.
    Read "projects.list" (Nothing) -> Vec<ProjectSummary> = projects::list;
    /// A project with its tasks.
    Read "projects.get" (Which) -> ProjectDetail = projects::get;

    /// Adds a task.
    Write "tasks.create" (tasks::Create) -> Task = tasks::create;
    /// Changes a task; fields left out stay, `due_on: null` takes the day away.
    Write "tasks.update" (tasks::Update) -> Task = tasks::update;
    /// Puts a task into the trash.
    Write "tasks.delete" (AtRev) -> Deleted = tasks::delete;
    /// Takes a task out of the trash.
    Write "tasks.restore" (AtRev) -> Task = tasks::restore;
}

/// The whole list with effects and JSON Schemas.
pub fn describe() -> Value {
    command::describe(COMMANDS)
}
