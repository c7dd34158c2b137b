//! What an edit in a plan's note means: the version in force never changes, so it goes into the next
//! draft, beside what is written there already. Must not know the note.

use hisho_domain::plan::{Milestone, PlanContent, PlanMove, PlanStatus};
use hisho_domain::settings::Language;
use hisho_domain::{Error, Result as Checked};
use hisho_store::{Result, Write, plans, time};
use hisho_vault::merge::merge;
use hisho_vault::mirror::{Edit, Item, ListChange, Sheet, list_changes};

use super::super::render::{line_id, plan_layout, put_content};
use super::taking::Place;

/// `agreed` is what the note said when both sides last agreed; None where nobody remembers.
pub(super) fn take(
    write: &Write<'_>,
    uid: &str,
    edits: &[Edit],
    agreed: Option<&Sheet>,
    place: &mut Place,
) -> Result<()> {
    if edits.is_empty() {
        return Ok(());
    }
    let plan = plans::get(write, uid)?;
    let in_force = plan.version_in_force().map(|version| (version.number, said(&version.content)));
    let (number, in_force) = in_force.ok_or_else(|| Error::internal("a kept plan has no version in force"))?;
    let draft = match plan.newest.status {
        PlanStatus::Draft => plan,
        PlanStatus::Approved => plans::next(write, uid, plan.rev, PlanMove::Amend, None)?,
        PlanStatus::RevisionRequested => plans::next(write, uid, plan.rev, PlanMove::Revise, None)?,
        PlanStatus::Rejected => plans::next(write, uid, plan.rev, PlanMove::Reopen, Some(number))?,
        status @ (PlanStatus::Submitted | PlanStatus::UnderReview) => {
            return Err(Error::refused("not_a_draft", serde_json::json!({ "from": status })).into());
        }
    };
    let mut content = draft.newest.content.clone();
    for (nth, edit) in edits.iter().enumerate() {
        *place = Place { edit: nth, line: None };
        let edited = Draft { says: said(&content), agreed: agreed.unwrap_or(&in_force), in_force: &in_force };
        edited.take(&mut content, edit)?;
        content = content.checked(time::new_uid)?;
    }
    plans::save(write, uid, draft.rev, &content, None).map(drop)
}

/// What of a content a note can change. The headings do not matter here.
fn said(content: &PlanContent) -> Sheet {
    let mut sheet = Sheet::default();
    put_content(&mut sheet, content);
    sheet.tidy(&plan_layout(Language::En))
}

/// A draft that an edit goes into.
struct Draft<'a> {
    says: Sheet,
    agreed: &'a Sheet,
    in_force: &'a Sheet,
}

impl Draft<'_> {
    fn take(&self, content: &mut PlanContent, edit: &Edit) -> Checked<()> {
        match edit {
            Edit::Title(title) => {
                let value = |sheet: &Sheet| Some(sheet.title.clone());
                content.title = self.decided("title", value, Some(title))?.unwrap_or_default();
            }
            Edit::Property(key, day) => {
                let day = self.decided(key, |sheet| sheet.properties.get(key).cloned(), day.as_ref())?;
                match *key {
                    "start" => content.start_on = day,
                    _ => content.due_on = day,
                }
            }
            Edit::Text(key, text) => {
                let text = self.text(key, text)?;
                match *key {
                    "objective" => content.objective = text,
                    "scope" => content.scope = text,
                    _ => content.description = text,
                }
            }
            Edit::List { section, now, .. } => {
                let items = edited(self.says.list(section), self.agreed.list(section), now);
                let lines = || items.iter().map(|item| item.text.clone()).collect();
                match *section {
                    "milestones" => content.milestones = milestones(&content.milestones, &items),
                    "criteria" => content.criteria = lines(),
                    "people" => content.resources.people = lines(),
                    "needs" => content.resources.needs = lines(),
                    "dependencies" => content.resources.dependencies = lines(),
                    _ => content.notes = items.iter().map(|item| linked(&item.text)).collect(),
                }
            }
        }
        Ok(())
    }

    /// The note's value, unless the draft has another of its own.
    fn decided(
        &self,
        field: &str,
        value: impl Fn(&Sheet) -> Option<String>,
        wanted: Option<&String>,
    ) -> Checked<Option<String>> {
        let (drafted, wanted) = (value(&self.says), wanted.cloned());
        let is_free = drafted == wanted || drafted == value(self.agreed) || drafted == value(self.in_force);
        if is_free { Ok(wanted) } else { Err(Error::refused("draft_differs", serde_json::json!({ "field": field }))) }
    }

    /// As [`Draft::decided`], for a text, of which both sides may have changed other lines.
    fn text(&self, key: &'static str, wanted: &str) -> Checked<String> {
        let value = |sheet: &Sheet| Some(sheet.text(key).to_owned());
        let refused = match self.decided(key, value, Some(&wanted.to_owned())) {
            Ok(text) => return Ok(text.unwrap_or_default()),
            Err(refused) => refused,
        };
        let whole = |text: &str| format!("{text}\n").into_bytes();
        let merged = merge(&whole(self.agreed.text(key)), &whole(self.says.text(key)), &whole(wanted));
        if merged.contested {
            return Err(refused);
        }
        Ok(String::from_utf8_lossy(&merged.bytes).trim_end().to_owned())
    }
}

/// The draft's list after what the person changed in the note since both agreed.
fn edited(draft: &[Item], agreed: &[Item], now: &[Item]) -> Vec<Item> {
    // A line that has no identity in the note yet has one in the draft.
    let named = |items: &[Item]| -> Vec<Item> {
        let given = |item: &Item| draft.iter().find(|one| one.text == item.text).map(|one| one.key.clone());
        let name = |item: &Item| if item.key.is_empty() { given(item).unwrap_or_default() } else { item.key.clone() };
        items.iter().map(|item| Item { key: name(item), ..item.clone() }).collect()
    };
    let mut items = draft.to_vec();
    let mut last: Option<(Option<String>, usize)> = None;
    for change in list_changes(&named(agreed), &named(now)) {
        match change {
            ListChange::Remove(gone) => items.retain(|item| item.key != gone.key || item.key.is_empty()),
            ListChange::Change { now, .. } => items.iter_mut().filter(|item| item.key == now.key).for_each(|item| {
                (item.text, item.due) = (now.text.clone(), now.due.clone());
            }),
            ListChange::Order(keys) => {
                let rank = |item: &Item| keys.iter().position(|key| *key == item.key);
                let places: Vec<usize> = (0..items.len()).filter(|at| rank(&items[*at]).is_some()).collect();
                let mut sorted: Vec<Item> = places.iter().map(|at| items[*at].clone()).collect();
                sorted.sort_by_key(rank);
                places.into_iter().zip(sorted).for_each(|(at, item)| items[at] = item);
            }
            ListChange::Add { item, behind } => {
                if let Some(known) = items.iter_mut().find(|known| known.text == item.text) {
                    known.due = item.due;
                    continue;
                }
                let at = match &last {
                    Some((same, at)) if *same == behind => at + 1,
                    _ => behind.as_ref().map_or(0, |key| {
                        items.iter().position(|item| item.key == *key).map_or(items.len(), |at| at + 1)
                    }),
                };
                items.insert(at, item);
                last = Some((behind, at));
            }
        }
    }
    items
}

/// Lines as milestones; those that are known keep their identity and what they wait for.
fn milestones(known: &[Milestone], items: &[Item]) -> Vec<Milestone> {
    let of = |item: &Item| {
        let known = known.iter().find(|milestone| line_id(&milestone.uid) == item.key).cloned().unwrap_or_default();
        Milestone { title: item.text.clone(), due_on: item.due.clone(), ..known }
    };
    let mut kept: Vec<Milestone> = items.iter().map(of).collect();
    // What is gone is waited for no more.
    let there: Vec<String> = kept.iter().map(|milestone| milestone.uid.clone()).collect();
    kept.iter_mut().for_each(|milestone| milestone.depends_on.retain(|uid| there.contains(uid)));
    kept
}

/// The note that a line names: a wikilink's target, or the whole line.
fn linked(text: &str) -> String {
    let inside = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    inside.map_or(text, |link| link.split_once('|').map_or(link, |(target, _)| target)).trim().to_owned()
}
