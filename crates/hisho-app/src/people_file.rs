//! People as one readable file: writing everybody into one, and reading one. What is read is added
//! beside what is there; nothing of the person's is overwritten, and a bad file changes nothing.
//! Must not know keys: they are no part of it.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hisho_domain::people::{
    IconType, NAME_LIMIT, People, Persona, PersonaContent, Role, RoleContent, Team, TeamContent, free_name,
};
use hisho_domain::people_file::{
    BYTES_LIMIT, ENTRIES_LIMIT, FORMAT, Head, PeopleFile, PeopleImported, PersonaEntry, SeatEntry, SecretaryEntry,
    TeamEntry, VERSION,
};
use hisho_domain::secretary::{Secretary, SecretaryContent, SecretaryKind};
use hisho_domain::{Actor, Error, ErrorCode, Result, check, text};
use hisho_store::attachments::{self, Kept};
use hisho_store::{Write, accounts, people, personas, roles, secretaries, teams, time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::App;
use crate::backups::apart;
use crate::pictures::redrawn;
use crate::transfer::{Folder, outside};

/// A file that was read by whoever hands it on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// What the file is called, for what is said about it.
    pub name: String,
    /// All that stands in it.
    pub text: String,
}

/// Where everybody was written to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PeopleExported {
    /// The file.
    pub path: String,
    /// How many roles, personas, secretaries and teams it holds.
    pub entries: usize,
}

pub(crate) async fn export(app: &App, _: Actor, input: Folder) -> Result<PeopleExported> {
    apart(app, move |app| {
        let folder = outside(app, &input.path)?;
        let people = app.store().read_blocking(people::list)?;
        let file = written(people, |uid| picture(app, uid))?;
        let entries = file.roles.len() + file.personas.len() + file.secretaries.len() + file.teams.len();
        let text = serde_json::to_string_pretty(&file).map_err(Error::internal)?;
        Ok(PeopleExported { path: keep(&folder, &text)?, entries })
    })
    .await
}

pub(crate) async fn import(app: &App, actor: Actor, input: Import) -> Result<PeopleImported> {
    let folder = app.data_dir().to_owned();
    let (file, pictures) =
        tokio::task::spawn_blocking(move || read(&folder, &input)).await.map_err(Error::internal)??;
    app.store().write(actor, move |write| Reading::new(write, &file, &pictures)?.all()).await
}

/// The bytes of a picture as the file holds them; none where they are not there any more.
fn picture(app: &App, uid: &str) -> Option<String> {
    let found = app.store().read_blocking(|connection| attachments::get(connection, uid)).ok()?;
    let bytes = std::fs::read(attachments::path_of(app.data_dir(), &found.hash)).ok()?;
    let picture = STANDARD.encode(bytes);
    // Only what would be read again is written.
    redrawn(&picture).is_ok().then_some(picture)
}

fn written(people: People, picture: impl Fn(&str) -> Option<String>) -> Result<PeopleFile> {
    let named = |uid: &str| people.secretaries.iter().find(|one| one.uid == uid).map(|one| one.name.clone());
    let persona_name = |uid: &str| people.personas.iter().find(|one| one.uid == uid).map(|one| one.name.clone());
    let teams = people.teams.iter().map(|team| TeamEntry {
        team: team_content(team),
        seats: team
            .seats
            .iter()
            .filter_map(|seat| Some(SeatEntry { secretary: named(&seat.secretary_uid)?, role: seat.role }))
            .collect(),
    });
    Ok(PeopleFile {
        format: FORMAT.into(),
        version: VERSION,
        roles: people.roles.iter().map(role_content).collect(),
        personas: people.personas.iter().map(|persona| persona_entry(persona, &picture)).collect(),
        secretaries: people
            .secretaries
            .iter()
            .map(|one| SecretaryEntry {
                name: one.name.clone(),
                description: one.description.clone(),
                librarian: one.kind == SecretaryKind::Librarian,
                persona: one.persona_uid.as_deref().and_then(persona_name),
                provider: one.provider,
                model: one.model.clone(),
                settings: one.settings.clone(),
                skills: one.skills.clone(),
                is_active: one.is_active,
            })
            .collect(),
        teams: teams.collect(),
    })
}

fn persona_entry(persona: &Persona, picture: &impl Fn(&str) -> Option<String>) -> PersonaEntry {
    let picture = persona.icon_attachment_uid.as_deref().and_then(picture);
    // A picture that is gone leaves the symbol that stood in for it.
    let icon_type = match persona.icon_type {
        IconType::Upload if picture.is_none() => IconType::Preset,
        kind => kind,
    };
    PersonaEntry {
        name: persona.name.clone(),
        description: persona.description.clone(),
        personality: persona.personality.clone(),
        manner: persona.manner.clone(),
        specialization: persona.specialization.clone(),
        role: persona.role_name.clone(),
        color: persona.color.clone(),
        icon_type,
        icon: persona.icon.clone(),
        picture,
    }
}

/// Writes a new file into a folder, which is made where there is none; gives its path. Nothing is
/// overwritten.
fn keep(folder: &Path, text: &str) -> Result<String> {
    let shown = folder.display().to_string();
    let io = |e: std::io::Error| Error::io("export", Some(&shown), e);
    std::fs::create_dir_all(folder).map_err(io)?;
    let day = time::local_day();
    for number in 1.. {
        let tail = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("hisho-team-{day}{tail}.json"));
        let mut file: File = match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(io(error)),
        };
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io)?;
        return Ok(path.display().to_string());
    }
    unreachable!("numbers do not end")
}

/// Why a file cannot be read in.
fn unusable(reason: &str, name: &str, detail: impl std::fmt::Display) -> Error {
    let params = json!({ "reason": reason, "path": name, "detail": detail.to_string() });
    Error::new(ErrorCode::ImportUnusable, format!("{name}: {reason}: {detail}"), params)
}

/// What stands in a file, with its pictures kept: bytes without a row are nobody's yet.
fn read(data: &Path, input: &Import) -> Result<(PeopleFile, Vec<Option<Kept>>)> {
    let name = check::line("name", &input.name, 255)?;
    let bad = |detail: &dyn std::fmt::Display| unusable("damaged", &name, detail);
    if input.text.len() > BYTES_LIMIT {
        return Err(bad(&"too large"));
    }
    let head: Head = serde_json::from_str(&input.text).map_err(|error| unusable("no_export", &name, error))?;
    match (head.format.as_str(), head.version) {
        (FORMAT, VERSION) => {}
        (FORMAT, version) if version > VERSION => return Err(unusable("newer", &name, version)),
        _ => return Err(unusable("no_export", &name, "another format")),
    }
    let file: PeopleFile = serde_json::from_str(&input.text).map_err(|error| bad(&error))?;
    for count in [file.roles.len(), file.personas.len(), file.secretaries.len(), file.teams.len()] {
        if count > ENTRIES_LIMIT {
            return Err(bad(&"too many entries"));
        }
    }
    let mut pictures = Vec::with_capacity(file.personas.len());
    for persona in &file.personas {
        let png = persona.picture.as_deref().map(redrawn).transpose()?;
        pictures.push(png.map(|png| attachments::keep_bytes(data, "picture.png", &png)).transpose()?);
    }
    Ok((file, pictures))
}

fn role_content(role: &Role) -> RoleContent {
    RoleContent {
        name: role.name.clone(),
        description: role.description.clone(),
        category: role.category.clone(),
        subcategory: role.subcategory.clone(),
        permissions: role.permissions.clone(),
    }
}

fn team_content(team: &Team) -> TeamContent {
    TeamContent {
        name: team.name.clone(),
        description: team.description.clone(),
        team_type: team.team_type,
        max_members: team.max_members,
        is_active: team.is_active,
    }
}

/// By folded name in the file: who that is here.
type Found = HashMap<String, String>;

/// A file on its way into the database.
struct Reading<'a, 'w> {
    write: &'a Write<'w>,
    file: &'a PeopleFile,
    pictures: &'a [Option<Kept>],
    here: People,
    done: PeopleImported,
}

impl<'a, 'w> Reading<'a, 'w> {
    fn new(
        write: &'a Write<'w>,
        file: &'a PeopleFile,
        pictures: &'a [Option<Kept>],
    ) -> hisho_store::Result<Reading<'a, 'w>> {
        Ok(Reading { write, file, pictures, here: people::list(write)?, done: PeopleImported::default() })
    }

    fn all(mut self) -> hisho_store::Result<PeopleImported> {
        let roles = self.roles()?;
        let personas = self.personas(&roles)?;
        let secretaries = self.secretaries(&personas)?;
        self.teams(&secretaries)?;
        Ok(self.done)
    }

    /// The name under which something is added: its own, or the next that is free.
    fn name(&mut self, wanted: &str, taken: &[String]) -> Result<String> {
        let name = check::line("name", wanted, NAME_LIMIT)?;
        let free = free_name(&name, |tried| taken.iter().any(|taken| text::fold(taken) == text::fold(tried)));
        self.done.added += 1;
        self.done.renamed += i64::from(free != name);
        Ok(free)
    }

    fn roles(&mut self) -> hisho_store::Result<Found> {
        let mut found = Found::new();
        for entry in &self.file.roles {
            let content = entry.clone().checked()?;
            let uid = match self.here.roles.iter().find(|role| role_content(role) == content) {
                Some(role) => kept(&mut self.done, &role.uid),
                None => {
                    let taken: Vec<String> = self.here.roles.iter().map(|one| one.name.clone()).collect();
                    let name = self.name(&content.name, &taken)?;
                    let role = roles::create(self.write, &RoleContent { name, ..content })?;
                    self.here.roles.push(role.clone());
                    role.uid
                }
            };
            once(&mut found, &entry.name, uid)?;
        }
        Ok(found)
    }

    fn personas(&mut self, roles: &Found) -> hisho_store::Result<Found> {
        let mut found = Found::new();
        for (entry, picture) in self.file.personas.iter().zip(self.pictures) {
            let same = self.here.personas.iter().position(|here| self.is_persona(here, entry, picture.as_ref()));
            let uid = match same {
                Some(at) => kept(&mut self.done, &self.here.personas[at].uid),
                None => {
                    let taken: Vec<String> = self.here.personas.iter().map(|one| one.name.clone()).collect();
                    let content = PersonaContent {
                        name: self.name(&entry.name, &taken)?,
                        description: entry.description.clone(),
                        personality: entry.personality.clone(),
                        role_uid: entry.role.as_deref().map(|name| who(roles, "role", name)).transpose()?,
                        icon_type: entry.icon_type,
                        icon: entry.icon.clone(),
                        icon_attachment_uid: match picture {
                            Some(picture) => Some(attachments::add(self.write, picture)?.uid),
                            None => None,
                        },
                        image_attachment_uid: None,
                        color: entry.color.clone(),
                        specialization: entry.specialization.clone(),
                        manner: entry.manner.clone(),
                    };
                    let persona = personas::create(self.write, &content.checked()?)?;
                    self.here.personas.push(persona.clone());
                    persona.uid
                }
            };
            once(&mut found, &entry.name, uid)?;
        }
        Ok(found)
    }

    fn is_persona(&self, here: &Persona, entry: &PersonaEntry, picture: Option<&Kept>) -> bool {
        let hash = here.icon_attachment_uid.as_deref().and_then(|uid| attachments::get(self.write, uid).ok());
        here.name == entry.name
            && here.description == entry.description
            && here.personality == entry.personality
            && here.manner == entry.manner
            && here.specialization == entry.specialization
            && here.role_name == entry.role
            && here.color == entry.color
            && here.icon_type == entry.icon_type
            && here.icon == entry.icon
            && hash.map(|file| file.hash) == picture.map(|kept| kept.hash().to_owned())
    }

    fn secretaries(&mut self, personas: &Found) -> hisho_store::Result<Found> {
        let mut found = Found::new();
        let accounts = accounts::list(self.write)?;
        for entry in &self.file.secretaries {
            let kind = if entry.librarian { SecretaryKind::Librarian } else { SecretaryKind::Secretary };
            // A service that is connected once is meant; of several the person chooses.
            let mut fitting = accounts.iter().filter(|stored| stored.account.provider == entry.provider);
            let account = fitting.next().filter(|_| fitting.next().is_none());
            let content = SecretaryContent {
                name: entry.name.clone(),
                description: entry.description.clone(),
                persona_uid: entry.persona.as_deref().map(|name| who(personas, "persona", name)).transpose()?,
                provider: entry.provider,
                model: entry.model.clone(),
                credential_uid: account.map(|stored| stored.account.uid.clone()),
                settings: entry.settings.clone(),
                skills: entry.skills.clone(),
                is_active: entry.is_active,
            }
            .checked(kind)?;
            let uid = match self.here.secretaries.iter().find(|here| is_secretary(here, kind, &content)) {
                Some(here) => kept(&mut self.done, &here.uid),
                None => {
                    let taken: Vec<String> = self.here.secretaries.iter().map(|one| one.name.clone()).collect();
                    let name = self.name(&content.name, &taken)?;
                    let new = secretaries::create(self.write, kind, &SecretaryContent { name, ..content }, None)?;
                    self.here.secretaries.push(new.clone());
                    new.uid
                }
            };
            once(&mut found, &entry.name, uid)?;
        }
        Ok(found)
    }

    fn teams(&mut self, secretaries: &Found) -> hisho_store::Result<()> {
        let mut found = Found::new();
        for entry in &self.file.teams {
            let content = entry.team.clone().checked()?;
            let mut seats = Vec::with_capacity(entry.seats.len());
            for seat in &entry.seats {
                seats.push((who(secretaries, "secretary", &seat.secretary)?, seat.role));
            }
            let same = self.here.teams.iter().find(|here| {
                let seated: Vec<_> = here.seats.iter().map(|seat| (seat.secretary_uid.clone(), seat.role)).collect();
                team_content(here) == content && seated == seats
            });
            let uid = match same {
                Some(here) => kept(&mut self.done, &here.uid),
                None => {
                    let taken: Vec<String> = self.here.teams.iter().map(|one| one.name.clone()).collect();
                    let name = self.name(&content.name, &taken)?;
                    let mut team = teams::create(self.write, &TeamContent { name, ..content })?;
                    for (secretary, role) in &seats {
                        team = teams::seat(self.write, &team.uid, team.rev, secretary, *role)?;
                    }
                    self.here.teams.push(team.clone());
                    team.uid
                }
            };
            once(&mut found, &entry.team.name, uid)?;
        }
        Ok(())
    }
}

fn is_secretary(here: &Secretary, kind: SecretaryKind, content: &SecretaryContent) -> bool {
    here.kind == kind
        && here.name == content.name
        && here.description == content.description
        && here.persona_uid == content.persona_uid
        && here.provider == content.provider
        && here.model == content.model
        && here.settings == content.settings
        && here.skills == content.skills
        && here.is_active == content.is_active
}

fn kept(done: &mut PeopleImported, uid: &str) -> String {
    done.kept += 1;
    uid.to_owned()
}

/// Who in the file has this name; a name of nobody makes it a bad file.
fn who(found: &Found, what: &str, name: &str) -> Result<String> {
    found.get(&text::fold(name)).cloned().ok_or_else(|| unusable("damaged", what, format!("there is no {what} {name}")))
}

/// Notes who has a name; one that is given twice makes it a bad file, since others refer to it.
fn once(found: &mut Found, name: &str, uid: String) -> Result<()> {
    match found.insert(text::fold(name), uid) {
        None => Ok(()),
        Some(_) => Err(unusable("damaged", name, "the name stands there twice")),
    }
}
