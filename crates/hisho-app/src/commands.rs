//! The one list of commands. A command exists in every host by standing here, and nowhere else.

use serde_json::Value;

use hisho_domain::Change;
use hisho_domain::account::Account;
use hisho_domain::assignment::Suggestion;
use hisho_domain::audit::{AuditFilter, AuditPage};
use hisho_domain::backup::{BackedUp, Backup, Restored, TakenOut};
use hisho_domain::board::Board;
use hisho_domain::comment::Comment;
use hisho_domain::conversation::{Attachment, Conversation, Message, MessagePage, MessageVersion};
use hisho_domain::discussion::run::{Estimate, Running};
use hisho_domain::discussion::{Discussion, DiscussionMessage, DiscussionSummary, Interruption, Minutes};
use hisho_domain::exchange::{CheckboxImport, TableImport, TextFile};
use hisho_domain::field_history::HistoryEntry;
use hisho_domain::forecast::{Delay, Forecast};
use hisho_domain::health::{Health, Maintained, MigrationStatus};
use hisho_domain::history::{History, HistoryStep};
use hisho_domain::label::Label;
use hisho_domain::note::{
    Completion, Embed, FileVersion, FileVersionText, FolderListing, Graph, LooseLinks, Mentions, Note, NoteConflict,
    NoteLinks, NotePage, NoteSource, OpenTasks, SwitchHit, TagCount, VaultFile, VaultState,
};
use hisho_domain::notification::{NewNotification, Notification, Notifications};
use hisho_domain::people::{People, Persona, PersonaContent, Role, RoleContent, Team, TeamContent};
use hisho_domain::people_file::PeopleImported;
use hisho_domain::plan::{Baseline, PlanDetail, PlanDiff, PlanSummary, Provenance};
use hisho_domain::profile::{Preferences, Profile};
use hisho_domain::project::{ProjectDetail, ProjectSummary};
use hisho_domain::schedule::KeptCalendar;
use hisho_domain::search::SearchResult;
use hisho_domain::secretary::{Secretary, SecretaryContent};
use hisho_domain::settings::Settings;
use hisho_domain::spending::{Budget, BudgetContent, PriceTable, UsageSummary};
use hisho_domain::talk::{TalkBegun, TalkState};
use hisho_domain::task::Task;
use hisho_domain::task_draft::TaskDraft;
use hisho_domain::task_filter::{SavedFilter, TaskPage};
use hisho_domain::transfer::{Exported, Imported, ReadablePage};
use hisho_domain::trash::{Moved, Trash};

use crate::command::{self, Nothing, commands};
use crate::input::{AtRev, Deleted, Which};
use crate::models::{accounts, spending};
use crate::{
    assignment, audit, backups, boards, calendar, changes, checklists, comments, conversations, discussions, drafts,
    exchange, filters, health, history, labels, notifications, people, people_file, pictures, plans, profile, projects,
    schedule, search, secretaries, settings, talk, tasks, today, transfer, trash, vault,
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
    /// Changes how the vault is kept in step; fields left out stay.
    Write "vault.configure" (vault::Configure) -> VaultState = vault::configure;
    /// Looks through the whole vault now.
    Write "vault.scan" (vault::Scan) -> vault::ScanReport = vault::scan;
    /// A page of the vault's notes.
    Read "vault.notes" (vault::Notes) -> NotePage = vault::notes;
    /// A note, read from its file.
    Read "vault.note" (vault::At) -> Note = vault::note;
    /// A note's whole text, to be edited.
    Read "vault.source" (vault::At) -> NoteSource = vault::source;
    /// Where a link in a note leads.
    Read "vault.resolve" (vault::Resolve) -> vault::Resolved = vault::resolve;
    /// What an embed in a note shows.
    Read "vault.embed" (vault::Resolve) -> Embed = vault::embed;
    /// One level of the vault's folders and files.
    Read "vault.folder" (vault::At) -> FolderListing = vault::folder;
    /// Every tag of the vault and how many notes have it.
    Read "vault.tags" (Nothing) -> Vec<TagCount> = vault::tags;
    /// Files by a few letters of their names; by when they were changed without any.
    Read "vault.switch" (vault::Switch) -> Vec<SwitchHit> = vault::switch;
    /// What links to a file, and what it links to.
    Read "vault.links" (vault::At) -> NoteLinks = vault::links;
    /// Where notes say a note's names without linking it.
    Read "vault.mentions" (vault::Mentioned) -> Mentions = vault::mentions;
    /// Links that lead nowhere, and links that could lead elsewhere.
    Read "vault.loose_links" (vault::Range) -> LooseLinks = vault::loose_links;
    /// The vault, or what is near one file, as nodes and edges.
    Read "vault.graph" (vault::Shown) -> Graph = vault::graph;
    /// A picture, sound or document of the vault.
    Read "vault.file" (vault::At) -> VaultFile = vault::file;
    /// What could be meant by what is being typed in a note.
    Read "vault.complete" (vault::Typed) -> Vec<Completion> = vault::complete;
    /// Open checkboxes in notes that Hisho does not keep.
    Read "vault.tasks" (vault::Open) -> OpenTasks = vault::open_tasks;
    /// Ticks a task as the Tasks plugin would, with its day and its next occurrence.
    Write "vault.tick" (vault::Tick) -> vault::Ticked = vault::tick;
    /// Saves a note's text, merged with what others changed meanwhile.
    Write "vault.save" (vault::Save) -> vault::Saved = vault::save;
    /// Makes a note under a free name.
    Write "vault.create_note" (vault::CreateNote) -> vault::Created = vault::create_note;
    /// Makes a folder.
    Write "vault.create_folder" (vault::CreateFolder) -> vault::Created = vault::create_folder;
    /// The templates a note can begin with.
    Read "vault.templates" (Nothing) -> Vec<vault::Template> = vault::templates;
    /// Renames or moves a file or folder, and every link that has to follow.
    Write "vault.rename" (vault::Rename) -> vault::Renamed = vault::rename;
    /// How many links that would change.
    Read "vault.preview_rename" (vault::Rename) -> vault::RenamePreview = vault::preview_rename;
    /// Puts a file or folder where the vault's own setting says that deleted files go.
    Write "vault.delete" (vault::Delete) -> vault::Gone = vault::delete;
    /// Takes a file or folder out of the vault's trash again.
    Write "vault.undelete" (vault::Undelete) -> vault::Created = vault::undelete;
    /// Sets a note's property, or takes it away.
    Write "vault.set_property" (vault::SetProperty) -> vault::Edited = vault::set_property;
    /// Makes a link of a name that a note only mentions.
    Write "vault.link_mention" (vault::LinkMention) -> vault::Edited = vault::link_mention;
    /// What is to be settled in the notes that Hisho keeps: what both sides changed, and decisions edited there.
    Read "vault.conflicts" (Nothing) -> Vec<NoteConflict> = vault::conflicts;
    /// Settles one of these; gives what is left.
    Write "vault.settle_conflict" (vault::SettleConflict) -> Vec<NoteConflict> = vault::settle_conflict;
    /// What files of the vault held before it was overwritten or deleted, the newest first.
    Read "vault.history" (vault::History) -> Vec<FileVersion> = vault::history;
    /// What one of these versions says.
    Read "vault.version" (vault::Version) -> FileVersionText = vault::version;
    /// Puts a version back where its file lay; what is there now is kept before.
    Write "vault.restore_version" (vault::Version) -> vault::Created = vault::restore_version;
    /// What Hisho keeps in the vault or would write there.
    Read "vault.preview_writing" (Nothing) -> vault::WritingPreview = vault::preview_writing;
    /// Lets Hisho keep notes of plans and projects in these folders of the vault.
    Decide "vault.allow_writing" (vault::AllowWriting) -> vault::WritingPreview = vault::allow_writing;
    /// Removes every note Hisho wrote into the vault, but for those the person edited, and writes no more.
    Decide "vault.withdraw" (vault::Withdraw) -> vault::WithdrawReport = vault::withdraw;

    /// Finds notes, plans, projects, tasks, conversations and messages.
    Read "search.find" (search::Find) -> SearchResult = search::find;
    /// What was searched for last, the latest first.
    Read "search.recent" (Nothing) -> Vec<String> = search::recent;
    /// Makes a query the latest of those that are remembered.
    Write "search.remember" (search::Remember) -> Vec<String> = search::remember;
    /// Forgets one remembered query, or all.
    Write "search.forget" (search::Forget) -> Vec<String> = search::forget;

    /// Personas, roles, teams and secretaries.
    Read "people.list" (Nothing) -> People = people::list;
    /// Brings back the shipped roles, personas and teams that were thrown away.
    Write "people.restore_shipped" (Nothing) -> people::ShippedBack = people::restore_shipped;
    /// Writes everybody into a new, readable file in a folder; keys are no part of it.
    Write "people.export" (transfer::Folder) -> people_file::PeopleExported = people_file::export;
    /// Adds the people of such a file beside those there are; a bad file changes nothing.
    Write "people.import" (people_file::Import) -> PeopleImported = people_file::import;
    /// Adds a role.
    Write "people.create_role" (RoleContent) -> Role = people::create_role;
    /// Changes a role; a protected one is refused.
    Write "people.save_role" (people::Save<RoleContent>) -> Role = people::save_role;
    /// Adds a role like another.
    Write "people.duplicate_role" (people::Duplicate) -> Role = people::duplicate_role;
    /// Puts a role into the trash; a protected one is refused.
    Write "people.delete_role" (AtRev) -> Deleted = people::delete_role;
    /// Takes a role out of the trash.
    Write "people.restore_role" (people::Restore) -> Role = people::restore_role;
    /// Adds a persona.
    Write "people.create_persona" (PersonaContent) -> Persona = people::create_persona;
    /// Changes a persona.
    Write "people.save_persona" (people::Save<PersonaContent>) -> Persona = people::save_persona;
    /// Adds a persona like another.
    Write "people.duplicate_persona" (people::Duplicate) -> Persona = people::duplicate_persona;
    /// Puts a persona into the trash.
    Write "people.delete_persona" (AtRev) -> Deleted = people::delete_persona;
    /// Takes a persona out of the trash.
    Write "people.restore_persona" (people::Restore) -> Persona = people::restore_persona;
    /// Takes in a picture for a persona; only its points are kept.
    Write "people.add_picture" (pictures::Add) -> Attachment = pictures::add;
    /// A persona's picture, to be shown.
    Read "people.picture" (Which) -> pictures::Picture = pictures::show;
    /// Adds a team.
    Write "people.create_team" (TeamContent) -> Team = people::create_team;
    /// Changes a team; fewer seats than members is refused.
    Write "people.save_team" (people::Save<TeamContent>) -> Team = people::save_team;
    /// Adds a team like another, with the same members.
    Write "people.duplicate_team" (people::Duplicate) -> Team = people::duplicate_team;
    /// Puts a team into the trash.
    Write "people.delete_team" (AtRev) -> Deleted = people::delete_team;
    /// Takes a team out of the trash.
    Write "people.restore_team" (people::Restore) -> Team = people::restore_team;
    /// Gives a secretary a seat in a team, or another role on the one they have.
    Write "people.seat" (people::Seat) -> Team = people::seat;
    /// Takes a secretary's seat in a team away.
    Write "people.unseat" (people::Unseat) -> Team = people::unseat;
    /// Takes on a secretary, without a model unless one is named.
    Write "people.create_secretary" (secretaries::Create) -> Secretary = secretaries::create;
    /// Changes a secretary, with their skills.
    Write "people.save_secretary" (people::Save<SecretaryContent>) -> Secretary = secretaries::save;
    /// Takes on a secretary like another.
    Write "people.duplicate_secretary" (people::Duplicate) -> Secretary = secretaries::duplicate;
    /// Puts a secretary into the trash.
    Write "people.delete_secretary" (AtRev) -> Deleted = secretaries::delete;
    /// Takes a secretary out of the trash.
    Write "people.restore_secretary" (secretaries::Restore) -> Secretary = secretaries::restore;
    /// Finds secretaries by words, skill and level, the best at the skill first.
    Read "people.find_secretaries" (secretaries::Find) -> Vec<Secretary> = secretaries::find;

    /// The person.
    Read "profile.get" (Nothing) -> Profile = profile::get;
    /// Changes the person's name or time zone; fields left out stay.
    Write "profile.update" (profile::Update) -> Profile = profile::update;
    /// How the person likes Hisho to work.
    Read "preferences.get" (Nothing) -> Preferences = profile::get_preferences;
    /// Changes preferences an area at a time; areas left out stay.
    Write "preferences.update" (profile::UpdatePreferences) -> Preferences = profile::update_preferences;

    /// Conversations, the latest changed first.
    Read "conversations.list" (conversations::List) -> Vec<Conversation> = conversations::list;
    /// A conversation without its messages.
    Read "conversations.get" (Which) -> Conversation = conversations::get;
    /// Begins a conversation.
    Write "conversations.create" (conversations::Create) -> Conversation = conversations::create;
    /// Changes a conversation's name, who takes part, and whether it is in the archive.
    Write "conversations.update" (conversations::Update) -> Conversation = conversations::update;
    /// A conversation as a page of Markdown, in which nothing of others can fetch or run.
    Read "conversations.markdown" (Which) -> ReadablePage = conversations::markdown;
    /// Writes that page into a folder.
    Write "conversations.export" (conversations::Export) -> conversations::ExportedPage = conversations::export;
    /// Puts a conversation with its messages into the trash.
    Write "conversations.delete" (AtRev) -> Deleted = conversations::delete;
    /// Takes a conversation with its messages out of the trash.
    Write "conversations.restore" (AtRev) -> Conversation = conversations::restore;
    /// Begins a conversation with what was said in another up to a message.
    Write "conversations.branch" (conversations::Branch) -> Conversation = conversations::branch;
    /// A page of a conversation's messages, the newest page first.
    Read "conversations.messages" (conversations::Page) -> MessagePage = conversations::page;
    /// Sends a message as the person, or for a secretary who takes part.
    Write "conversations.send" (conversations::Send) -> Message = conversations::send;
    /// Changes the text of a message; the text before is kept.
    Write "conversations.edit_message" (conversations::Edit) -> Message = conversations::edit_message;
    /// The texts a message once had.
    Read "conversations.message_versions" (Which) -> Vec<MessageVersion> = conversations::message_versions;
    /// Puts a message into the trash.
    Write "conversations.delete_message" (AtRev) -> Deleted = conversations::delete_message;
    /// Takes a message out of the trash.
    Write "conversations.restore_message" (AtRev) -> Message = conversations::restore_message;
    /// Copies a file into the data folder, for a message or a persona.
    Write "attachments.add" (conversations::Attach) -> Attachment = conversations::attach;
    /// Keeps the bytes of a file whose path is not known.
    Write "attachments.take" (conversations::Take) -> Attachment = conversations::take;
    /// The bytes of an attachment, to be shown.
    Read "attachments.read" (Which) -> VaultFile = conversations::read;
    /// Where the bytes of an attachment lie.
    Read "attachments.locate" (Which) -> conversations::Located = conversations::locate;

    /// Says something to secretaries; each who is spoken to answers in turn.
    Write "talk.send" (talk::Say) -> TalkBegun = talk::send;
    /// Exactly what each secretary would be told.
    Read "talk.preview" (talk::Say) -> Vec<talk::Preview> = talk::preview;
    /// Exactly what a secretary was told for an answer; null where nobody was.
    Read "talk.recorded" (talk::Which) -> Option<talk::Preview> = talk::recorded;
    /// Carries out an order that begins with a slash, and says in the conversation what came of it.
    Write "talk.order" (talk::Ordered) -> talk::Made = talk::order;
    /// Asks for an answer again; the text it had before is kept.
    Write "talk.retry" (talk::Which) -> TalkState = talk::retry;
    /// Stops what is coming in a conversation; what came stays.
    Write "talk.stop" (talk::Where) -> talk::Stopped = talk::stop;
    /// Speaks in the place of a secretary without a model.
    Write "talk.answer" (talk::Answer) -> Message = talk::answer;
    /// How the newest answers of a conversation are getting on.
    Read "talk.state" (talk::Where) -> TalkState = talk::state;

    /// Accounts of model services, without their keys.
    Read "accounts.list" (Nothing) -> Vec<Account> = accounts::list;
    /// Adds an account, without a key.
    Write "accounts.create" (accounts::Create) -> Account = accounts::create;
    /// Changes an account; at another origin its key is forgotten.
    Write "accounts.update" (accounts::Update) -> Account = accounts::update;
    /// Hands an account's key to the keychain, or takes it away. No other command takes a key.
    Write "accounts.set_key" (accounts::SetKey) -> Account = accounts::set_key;
    /// Removes an account and its key for good.
    Write "accounts.delete" (AtRev) -> accounts::Removed = accounts::delete;
    /// Finds out whether address and key of an account work, by asking for its models.
    Read "accounts.test" (Which) -> accounts::Tested = accounts::test;
    /// The models that an account offers, as its service lists them now.
    Read "accounts.models" (Which) -> Vec<accounts::Model> = accounts::models;
    /// What calls to models came to, by day, secretary, project, account or model.
    Read "usage.summary" (spending::Summary) -> UsageSummary = spending::summary;
    /// Budgets, and how much of each is used.
    Read "budgets.list" (Nothing) -> Vec<Budget> = spending::budgets;
    /// Makes a budget or lowers one; raising it is a decision.
    Write "budgets.set" (BudgetContent) -> Budget = spending::set_budget;
    /// Makes a budget allow more, or less.
    Decide "budgets.raise" (BudgetContent) -> Budget = spending::raise_budget;
    /// Takes a budget away.
    Decide "budgets.remove" (AtRev) -> spending::RemovedBudget = spending::remove_budget;
    /// The table of prices: the person's own, and those that ship.
    Read "prices.list" (Nothing) -> PriceTable = spending::prices;
    /// Makes these the person's own prices.
    Write "prices.set" (spending::SetPrices) -> PriceTable = spending::set_prices;

    /// What the person was told and what of it is unread, the newest first.
    Read "notifications.list" (notifications::List) -> Notifications = notifications::list;
    /// Tells the person something; null when they do not want to hear of such things.
    Write "notifications.post" (NewNotification) -> Option<Notification> = notifications::post;
    /// Marks one notification, or all, as read.
    Write "notifications.mark_read" (notifications::MarkRead) -> notifications::Marked = notifications::mark_read;
    /// Takes a notification away.
    Write "notifications.dismiss" (Which) -> notifications::Dismissed = notifications::dismiss;

    /// Who did what, the newest first, a page at a time.
    Read "audit.list" (AuditFilter) -> AuditPage = audit::list;

    /// Plans, the latest changed first.
    Read "plans.list" (plans::List) -> Vec<PlanSummary> = plans::list;
    /// A plan with its versions and decisions.
    Read "plans.get" (Which) -> PlanDetail = plans::get;
    /// What differs between two versions of a plan, by field and by word.
    Read "plans.diff" (plans::Diff) -> PlanDiff = plans::diff;
    /// What was promised beside what is; null before a version is in force.
    Read "plans.baseline" (Which) -> Option<Baseline> = plans::baseline;
    /// On whose words in a discussion the parts of a plan rest.
    Read "plans.provenance" (Which) -> Vec<Provenance> = discussions::provenance;
    /// Begins a plan.
    Write "plans.create" (plans::Create) -> PlanDetail = plans::create;
    /// The templates of the vault with which a plan can begin.
    Read "plans.templates" (Nothing) -> Vec<plans::PlanTemplate> = plans::templates;
    /// Begins a plan with what a template says.
    Write "plans.from_template" (plans::FromTemplate) -> PlanDetail = plans::from_template;
    /// Saves a draft; `rev` is the one that was read.
    Write "plans.save" (plans::Save) -> PlanDetail = plans::save;
    /// Hands a draft in.
    Write "plans.submit" (AtRev) -> PlanDetail = plans::submit;
    /// Begins the review of what was submitted.
    Write "plans.start_review" (AtRev) -> PlanDetail = plans::start_review;
    /// Takes back what is not decided yet.
    Write "plans.withdraw" (AtRev) -> PlanDetail = plans::withdraw;
    /// Begins the version that a request for a revision asked for, with the words of any version before.
    Write "plans.revise" (plans::Revise) -> PlanDetail = plans::revise;
    /// Takes up again what was rejected, as the next version.
    Write "plans.reopen" (plans::Revise) -> PlanDetail = plans::reopen;
    /// Begins the successor of an approved version, which stays in force meanwhile.
    Write "plans.amend" (plans::Revise) -> PlanDetail = plans::amend;
    /// Records what a secretary would decide about the version that waits.
    Write "plans.advise" (plans::Advise) -> PlanDetail = plans::advise;
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

    /// Begins a project of its own, as a draft.
    Write "projects.create" (projects::Create) -> ProjectDetail = projects::create;
    /// Changes a project; fields left out stay.
    Write "projects.update" (projects::Update) -> ProjectDetail = projects::update;
    /// Starts, pauses, resumes, completes, cancels or reopens a project.
    Write "projects.step" (projects::Step) -> ProjectDetail = projects::step;
    /// Puts a project into the trash with its tasks.
    Write "projects.delete" (AtRev) -> Deleted = projects::delete;
    /// Takes a project out of the trash with the tasks that went with it.
    Write "projects.restore" (AtRev) -> ProjectDetail = projects::restore;

    /// When the open tasks of a project can be done, also if some were otherwise.
    Read "projects.schedule" (schedule::Ask) -> Forecast = schedule::of_project;
    /// The dates of a project as a calendar.
    Read "projects.export_ics" (Which) -> TextFile = exchange::export_ics;
    /// The tasks of a project as a table.
    Read "projects.export_csv" (Which) -> TextFile = exchange::export_csv;
    /// Makes tasks of the rows of a table: of all of them, or of none.
    Write "projects.import_csv" (exchange::Table) -> TableImport = exchange::import_csv;
    /// Makes tasks of the open checkboxes in notes, each once.
    Write "projects.import_checkboxes" (exchange::Checkboxes) -> CheckboxImport = exchange::import_checkboxes;
    /// When the person works.
    Read "calendar.get" (Nothing) -> KeptCalendar = calendar::get;
    /// Changes when the person works; fields left out stay.
    Write "calendar.update" (calendar::Update) -> KeptCalendar = calendar::update;

    /// A task.
    Read "tasks.get" (Which) -> Task = tasks::get;
    /// Tasks without a project by position.
    Read "tasks.inbox" (tasks::Inbox) -> Vec<Task> = tasks::inbox;
    /// What happened to a task, field by field, the newest first.
    Read "tasks.history" (tasks::History) -> Vec<HistoryEntry> = tasks::history;
    /// What a task that is late holds up.
    Read "tasks.delays" (Which) -> Vec<Delay> = schedule::delays;
    /// Adds a task.
    Write "tasks.create" (tasks::Create) -> Task = tasks::create;
    /// Changes a task; fields left out stay, `due_on: null` takes the day away.
    Write "tasks.update" (tasks::Update) -> Task = tasks::update;
    /// Changes many tasks in the same way: all of them, or none.
    Write "tasks.update_many" (tasks::UpdateMany) -> Vec<Task> = tasks::update_many;
    /// Finds tasks over all projects.
    Read "tasks.find" (filters::Find) -> TaskPage = filters::find;
    /// Who might do a task, by skills and load, with the reason.
    Read "tasks.suggest_assignee" (Which) -> Vec<Suggestion> = assignment::suggest_assignee;
    /// Puts a task into a column of a board, or to another place.
    Write "tasks.move" (tasks::Move) -> Task = tasks::move_to;
    /// Puts a task into the trash with the tasks that are parts of it.
    Write "tasks.delete" (AtRev) -> Deleted = tasks::delete;
    /// Takes a task out of the trash with what went with it.
    Write "tasks.restore" (AtRev) -> Task = tasks::restore;
    /// Has the secretary to whom a task is given draft its result; nothing comes of it by itself.
    Write "tasks.draft" (drafts::Draft) -> TaskDraft = drafts::draft;
    /// The draft of a task that the person has not made anything of, as it is getting on.
    Read "tasks.draft_state" (Which) -> Option<TaskDraft> = drafts::state;
    /// Exactly what a secretary was told for a draft; null where nothing was sent.
    Read "tasks.draft_told" (Which) -> Option<talk::Preview> = drafts::told;
    /// Stops the draft that is coming for a task; what came stays.
    Write "tasks.stop_draft" (Which) -> talk::Stopped = drafts::stop;
    /// Takes a draft as a comment, a note, or parts of its task.
    Write "tasks.accept_draft" (drafts::Accept) -> drafts::Accepted = drafts::accept;
    /// Puts a draft aside, or takes it up again.
    Write "tasks.put_draft_aside" (drafts::PutAside) -> TaskDraft = drafts::put_aside;

    /// Makes these the small steps of a task.
    Write "checklists.set" (checklists::Set) -> Task = checklists::set;
    /// Ticks a small step of a task, or opens it again.
    Write "checklists.tick" (checklists::Tick) -> Task = checklists::tick;
    /// Questions for tasks that are kept, by name.
    Read "filters.list" (Nothing) -> Vec<SavedFilter> = filters::list;
    /// Keeps a question for tasks under a name.
    Write "filters.save" (filters::Save) -> SavedFilter = filters::save;
    /// Forgets a question that was kept.
    Write "filters.delete" (AtRev) -> Deleted = filters::delete;

    /// Boards of a project, or of the tasks without one.
    Read "boards.list" (boards::List) -> Vec<Board> = boards::list;
    /// A board.
    Read "boards.get" (Which) -> Board = boards::get;
    /// Begins a board.
    Write "boards.create" (boards::Create) -> Board = boards::create;
    /// Changes a board and its columns; tasks of a column that goes stay.
    Write "boards.update" (boards::Update) -> Board = boards::update;
    /// Puts a board into the trash; its tasks stay.
    Write "boards.delete" (AtRev) -> Deleted = boards::delete;
    /// Takes a board out of the trash.
    Write "boards.restore" (AtRev) -> Board = boards::restore;

    /// Labels by name.
    Read "labels.list" (Nothing) -> Vec<Label> = labels::list;
    /// Adds a label.
    Write "labels.create" (labels::Create) -> Label = labels::create;
    /// Changes a label wherever it is.
    Write "labels.update" (labels::Update) -> Label = labels::update;
    /// Puts a label into the trash.
    Write "labels.delete" (AtRev) -> Deleted = labels::delete;
    /// Takes a label out of the trash.
    Write "labels.restore" (AtRev) -> Label = labels::restore;

    /// What was said about a task, a project, a plan or a discussion, the oldest first.
    Read "comments.list" (comments::About) -> Vec<Comment> = comments::list;
    /// Says something about a thing.
    Write "comments.create" (comments::Create) -> Comment = comments::create;
    /// Says it in other words.
    Write "comments.update" (comments::Update) -> Comment = comments::update;
    /// Puts a comment into the trash.
    Write "comments.delete" (AtRev) -> Deleted = comments::delete;
    /// Takes a comment out of the trash.
    Write "comments.restore" (AtRev) -> Comment = comments::restore;

    /// Discussions, the latest changed first.
    Read "discussions.list" (discussions::List) -> Vec<DiscussionSummary> = discussions::list;
    /// A discussion with everybody in it.
    Read "discussions.get" (Which) -> Discussion = discussions::get;
    /// What was said and done in a discussion.
    Read "discussions.minutes" (Which) -> Minutes = discussions::minutes;
    /// Prepares a discussion.
    Write "discussions.create" (discussions::Create) -> Discussion = discussions::create;
    /// What a discussion would cost at the most if it began so.
    Read "discussions.estimate" (discussions::Start) -> Estimate = discussions::estimate;
    /// Lets a discussion run that was prepared.
    Write "discussions.start" (discussions::Start) -> Discussion = discussions::start;
    /// Where a discussion that runs, or ran, stands.
    Read "discussions.state" (Which) -> Running = discussions::state;
    /// Gives somebody a seat.
    Write "discussions.join" (discussions::Join) -> Discussion = discussions::join;
    /// Lets somebody go.
    Write "discussions.leave" (discussions::Leave) -> Discussion = discussions::leave;
    /// Takes a turn that waits for the person, or says something outside of any turn.
    Write "discussions.say" (discussions::Say) -> DiscussionMessage = discussions::say;
    /// Lets a turn pass that waits for the person.
    Write "discussions.pass" (discussions::Pass) -> Running = discussions::pass;
    /// Pauses, resumes, redirects or ends a discussion, or asks for clarification.
    Write "discussions.interrupt" (discussions::Interrupt) -> Interruption = discussions::interrupt;
    /// Goes on where all agreed at once, or where the application was closed in the middle.
    Write "discussions.go_on" (Which) -> Running = discussions::go_on;
    /// Allows a discussion to cost more, or less, than it may now.
    Decide "discussions.raise_budget" (discussions::RaiseBudget) -> Running = discussions::raise_budget;
    /// Exactly what a model was told before it said this message; null for the person's own.
    Read "discussions.sent" (Which) -> Option<discussions::Sent> = discussions::sent;
    /// Lets one secretary draft the plan that follows from a discussion, or makes it of the record alone;
    /// the others advise on it afterwards.
    Write "discussions.draft_plan" (discussions::DraftPlan) -> discussions::DraftedPlan = discussions::draft_plan;
    /// Puts a discussion into the trash.
    Write "discussions.delete" (AtRev) -> Deleted = discussions::delete;
    /// Takes a discussion out of the trash.
    Write "discussions.restore" (AtRev) -> Discussion = discussions::restore;
}

/// The whole list with effects and JSON Schemas.
pub fn describe() -> Value {
    command::describe(COMMANDS)
}
