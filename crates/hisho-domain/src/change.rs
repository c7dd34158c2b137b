//! The journal's vocabulary: who did what to which thing, from where.
//! Must not know how a change is stored or announced.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::vocabulary;

vocabulary! {
    /// The kinds of things that can change.
    pub enum Entity {
        Settings = "settings",
        Vault = "vault",
        Note = "note",
        Persona = "persona",
        Role = "role",
        Team = "team",
        Secretary = "secretary",
        Plan = "plan",
        PlanVersion = "plan_version",
        Project = "project",
        Task = "task",
        Label = "label",
        /// The database as a whole, replaced by a restore or an import.
        Database = "database",
        Profile = "profile",
        Conversation = "conversation",
        Message = "message",
        Attachment = "attachment",
        Notification = "notification",
        Board = "board",
        Comment = "comment",
        Discussion = "discussion",
        DiscussionMessage = "discussion_message",
        DiscussionInterruption = "discussion_interruption",
        DiscussionPosition = "discussion_position",
        /// An account of a model service; its key is no part of it.
        Account = "account",
        Budget = "budget",
        /// When the person works.
        Calendar = "calendar",
        /// A question for tasks that the person keeps.
        Filter = "filter",
    }
}

vocabulary! {
    /// Who acts. It comes from the host or the engine, never from a command's input.
    pub enum ActorKind {
        Person = "person",
        Secretary = "secretary",
        System = "system",
    }
}

vocabulary! {
    /// Where a change came from.
    pub enum Origin {
        Desktop = "desktop",
        Cli = "cli",
        Browser = "browser",
        /// An edit in a mirrored note.
        Vault = "vault",
        /// Hisho itself.
        Engine = "engine",
    }
}

vocabulary! {
    /// What was done.
    pub enum Action {
        Create = "create",
        Update = "update",
        Delete = "delete",
        Restore = "restore",
    }
}

/// One row of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Grows with every change, without regard to what it concerns.
    pub seq: i64,
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub actor: ActorKind,
    /// From where.
    pub origin: Origin,
    /// What kind of thing.
    pub entity: Entity,
    /// Which one.
    pub uid: String,
    /// What was done to it.
    pub action: Action,
    /// The record before, or null.
    pub before: Value,
    /// The record after, or null.
    pub after: Value,
    /// Why, in the words of who did it.
    pub reason: Option<String>,
}
