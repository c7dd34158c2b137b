//! Files of the vault that are shown: pictures and the like, and what stands in the place of an
//! embed. Only what the index lists can be read. Must not know how anything is shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hisho_domain::note::{Embed, FileKind, SHOWN_FILE_LIMIT, VaultFile};
use hisho_domain::{Actor, Error, Result};
use hisho_vault::metadata;
use hisho_vault::note::parse;
use hisho_vault::read::{ReadError, read_bytes};
use hisho_vault::section::part;
use serde_json::json;

use super::browse::{missing, text, unread};
use super::catalogue::with_names;
use super::{At, Resolve};
use crate::App;

/// The bytes of a file and what they are, by the file's ending.
pub(crate) async fn file(app: &App, _: Actor, input: At) -> Result<VaultFile> {
    with_names(app, move |_, catalogue| {
        let path = input.path;
        catalogue.at(&path).ok_or_else(|| missing(&path))?;
        let bytes = read_bytes(&catalogue.root, &path, SHOWN_FILE_LIMIT).map_err(|error| match error {
            ReadError::TooLarge { size, limit, .. } => {
                Error::refused("too_large", json!({ "path": path, "size": size, "limit": limit }))
            }
            error => unread(&path, error),
        })?;
        let media_type = mime_guess::from_path(&path).first_or_octet_stream().essence_str().to_owned();
        Ok(VaultFile { media_type, base64: STANDARD.encode(bytes) })
    })
    .await
}

/// What an embed in a note shows; a link that leads nowhere is not found.
pub(crate) async fn embed(app: &App, _: Actor, input: Resolve) -> Result<Embed> {
    with_names(app, move |_, catalogue| {
        let link = metadata::wiki_target(&input.link);
        let found = catalogue.resolver.resolve_target(&input.from, &link).and_then(|path| catalogue.at(path));
        let file = catalogue.file(found.ok_or_else(|| missing(&link))?);
        let (path, kind) = (file.path.clone(), file.kind);
        if kind != FileKind::Note {
            return Ok(Embed { path, kind, body: None, line: 0 });
        }
        let text = text(&catalogue.root, &path)?.text;
        let (body, line) = match link.split_once('#') {
            Some((_, subpath)) => match part(&text, subpath) {
                Some(part) => (Some(part.text), part.line),
                None => (None, 0),
            },
            None => {
                let body = parse(&text).body_offset;
                (Some(text[body..].to_owned()), text[..body].matches('\n').count())
            }
        };
        Ok(Embed { path, kind, body, line })
    })
    .await
}
