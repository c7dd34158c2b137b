//! What a vault's own settings say about writing into it.
//!
//! Owns reading the few files of the configuration folder that matter here: how links are written,
//! where deleted files and new notes go, how templates show dates, and how tasks are ticked. Must not write there,
//! ever; what is missing or broken is as in a fresh vault.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::tasks::status::TaskStyle;

/// How a link names its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkPath {
    /// The name alone where no other file has it, else the whole path.
    #[default]
    Shortest,
    /// From the note's own folder.
    Relative,
    /// The whole path.
    Absolute,
}

/// How links are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkStyle {
    pub path: LinkPath,
    /// `[text](path.md)` rather than `[[path]]`.
    pub markdown: bool,
}

/// Where deleted files go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TrashOption {
    /// The system's bin.
    #[default]
    System,
    /// The folder `.trash` of the vault. Also where the vault says that files are to be gone for
    /// good: Hisho never removes a person's file without a way back.
    Vault,
}

/// Where a note goes that is made from a link to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum NewNotes {
    /// The top of the vault.
    #[default]
    Top,
    /// Beside the note that has the link.
    Beside,
    /// A folder of the vault.
    Folder(String),
}

impl NewNotes {
    /// The folder for a note that the note at the vault path `from` links to; empty is the top.
    pub fn folder<'a>(&'a self, from: &'a str) -> &'a str {
        match self {
            Self::Top => "",
            Self::Beside => from.rsplit_once('/').map_or("", |(folder, _)| folder),
            Self::Folder(folder) => folder,
        }
    }
}

/// How templates are filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateStyle {
    /// Where the templates lie; none when the vault does not say.
    pub folder: Option<String>,
    /// Of `{{date}}`.
    pub date: String,
    /// Of `{{time}}`.
    pub time: String,
}

impl Default for TemplateStyle {
    fn default() -> Self {
        Self { folder: None, date: "YYYY-MM-DD".to_owned(), time: "HH:mm".to_owned() }
    }
}

/// Everything that matters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VaultSettings {
    pub links: LinkStyle,
    pub trash: TrashOption,
    pub new_notes: NewNotes,
    pub templates: TemplateStyle,
    pub tasks: TaskStyle,
}

impl VaultSettings {
    /// Reads the settings of the vault at `root`.
    pub fn read(root: &Path) -> Self {
        let folder = root.join(".obsidian");
        let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        let json = |name: &str| serde_json::from_str::<Value>(&text(name)).unwrap_or_default();
        let app = json("app.json");
        let templates = json("templates.json");
        let said = |name: &str| {
            let text = templates[name].as_str().map(str::trim).filter(|text| !text.is_empty());
            text.map(str::to_owned)
        };
        let default = TemplateStyle::default();
        Self {
            links: LinkStyle {
                path: match app["newLinkFormat"].as_str() {
                    Some("relative") => LinkPath::Relative,
                    Some("absolute") => LinkPath::Absolute,
                    _ => LinkPath::Shortest,
                },
                markdown: app["useMarkdownLinks"].as_bool().unwrap_or(false),
            },
            trash: match app["trashOption"].as_str() {
                Some("local" | "none") => TrashOption::Vault,
                _ => TrashOption::System,
            },
            new_notes: match (app["newFileLocation"].as_str(), app["newFileFolderPath"].as_str()) {
                (Some("current"), _) => NewNotes::Beside,
                (Some("folder"), Some(folder)) => NewNotes::Folder(folder.trim().trim_matches('/').to_owned()),
                _ => NewNotes::Top,
            },
            templates: TemplateStyle {
                folder: said("folder").map(|folder| folder.trim_matches('/').to_owned()),
                date: said("dateFormat").unwrap_or(default.date),
                time: said("timeFormat").unwrap_or(default.time),
            },
            tasks: TaskStyle::read(&text("plugins/obsidian-tasks-plugin/data.json")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_vault_says_is_read_and_the_rest_is_usual() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(VaultSettings::read(dir.path()), VaultSettings::default());
        let write = |name: &str, text: &str| {
            let file = dir.path().join(".obsidian").join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        write("app.json", r#"{"newLinkFormat": "relative", "useMarkdownLinks": true, "trashOption": "none"}"#);
        write("templates.json", r#"{"folder": "/T/", "dateFormat": "D. MMMM", "timeFormat": ""}"#);
        write("plugins/obsidian-tasks-plugin/data.json", r#"{"setDoneDate": false}"#);
        let settings = VaultSettings::read(dir.path());
        assert_eq!(settings.links, LinkStyle { path: LinkPath::Relative, markdown: true });
        assert_eq!(settings.trash, TrashOption::Vault);
        assert_eq!(settings.new_notes.folder("a/b.md"), "");
        assert_eq!(settings.templates.folder.as_deref(), Some("T"));
        assert_eq!((settings.templates.date.as_str(), settings.templates.time.as_str()), ("D. MMMM", "HH:mm"));
        assert!(!settings.tasks.set_done);
        write("app.json", r#"{"newFileLocation": "current"}"#);
        let beside = VaultSettings::read(dir.path()).new_notes;
        assert_eq!((beside.folder("a/b/c.md"), beside.folder("c.md")), ("a/b", ""));
        write("app.json", r#"{"newFileLocation": "folder", "newFileFolderPath": "/Inbox/new/"}"#);
        assert_eq!(VaultSettings::read(dir.path()).new_notes.folder("a/b.md"), "Inbox/new");
        write("app.json", "{broken");
        assert_eq!(VaultSettings::read(dir.path()).links, LinkStyle::default());
    }
}
