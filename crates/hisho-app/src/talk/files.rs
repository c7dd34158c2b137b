//! Files on messages as a model is shown them: pictures as they are, texts between marks, of others
//! the name alone. Must not know prompts, nor how a model is called.

use std::path::Path;

use hisho_domain::conversation::{Attachment, Message};
use hisho_llm::Image;
use hisho_store::attachments::path_of;

/// The kinds of pictures that every service with eyes takes.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];
/// Pictures of the newest messages that go along, and the most bytes of each.
const MOST_PICTURES: usize = 8;
const PICTURE_BYTES: i64 = 5 * 1024 * 1024;
/// Most bytes of a text that is read for a model; what fits of it is decided later.
const TEXT_BYTES: i64 = 1024 * 1024;

/// What of the files on messages can be shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    /// By the identity of the file.
    pictures: Vec<(String, Image)>,
    /// Name and text of those on the newest message.
    pub(super) texts: Vec<(String, String)>,
}

impl Files {
    /// Reads them from a data folder; blocks. What cannot be read is known by its name alone.
    pub(super) fn read(folder: &Path, said: &[Message]) -> Files {
        let bytes = |file: &Attachment| match std::fs::read(path_of(folder, &file.hash)) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                tracing::warn!("a file that was to go along: {error}");
                None
            }
        };
        let shown = |file: &&Attachment| PICTURES.contains(&file.mime.as_str()) && file.size <= PICTURE_BYTES;
        let newest_first = said.iter().rev().flat_map(|message| &message.attachments).filter(shown);
        let picture = |file: &Attachment| {
            bytes(file).map(|bytes| (file.uid.clone(), Image { media_type: file.mime.clone(), bytes }))
        };
        let readable = |file: &&Attachment| is_text(&file.mime) && file.size <= TEXT_BYTES;
        let text = |file: &Attachment| Some((file.name.clone(), String::from_utf8(bytes(file)?).ok()?));
        Files {
            pictures: newest_first.take(MOST_PICTURES).filter_map(picture).collect(),
            texts: said.last().map_or_else(Vec::new, |message| {
                message.attachments.iter().filter(readable).filter_map(text).collect()
            }),
        }
    }

    /// The pictures on a message.
    pub(super) fn pictures_of(&self, message: &Message) -> Vec<Image> {
        let find = |file: &Attachment| self.pictures.iter().find(|(uid, _)| *uid == file.uid);
        message.attachments.iter().filter_map(find).map(|(_, image)| image.clone()).collect()
    }
}

fn is_text(mime: &str) -> bool {
    mime.starts_with("text/") || mime == "application/json"
}
