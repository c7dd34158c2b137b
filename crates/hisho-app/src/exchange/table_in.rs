//! Reading a table of tasks: everything that is wrong with it is found before the first row is
//! written. Must not know where the table comes from.

use std::collections::HashMap;

use hisho_domain::exchange::{COLUMNS, ROWS_LIMIT, RowFault};
use hisho_domain::label::LabelChange;
use hisho_domain::plan::TITLE_LIMIT;
use hisho_domain::secretary::Secretary;
use hisho_domain::task::{Priority, Task, TaskStatus, TaskType};
use hisho_domain::task_change::{LABELS, TaskChange};
use hisho_domain::{Error, Result, Rule, check};
use hisho_store::{Write, labels, tasks};

/// A table that was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Its rows.
    pub(super) rows: Vec<Row>,
    /// Everything wrong with it.
    pub(super) faults: Vec<RowFault>,
    /// The places of the rows, each after those it waits for.
    order: Vec<usize>,
}

/// One row.
#[derive(Debug, Default)]
pub(super) struct Row {
    line: u64,
    key: String,
    change: TaskChange,
    labels: Vec<String>,
    /// The key of the row it is a part of, and then its place.
    parent_key: String,
    parent: Option<usize>,
    /// The keys of the rows that come before it, and then their places.
    after_keys: Vec<String>,
    after: Vec<usize>,
}

/// Reads a table. An error is about the text as a whole; what is wrong in it is among the faults.
pub(super) fn read(text: &str, secretaries: &[Secretary]) -> Result<Read> {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut table = csv::ReaderBuilder::new().delimiter(delimiter(text)).from_reader(text.as_bytes());
    let mut read = Read::default();
    let columns: Vec<String> = match table.headers() {
        Ok(headers) => headers.iter().map(|name| name.trim().to_ascii_lowercase()).collect(),
        Err(error) => return Ok(Read { faults: vec![unreadable(&error)], ..read }),
    };
    for column in columns.iter().filter(|name| !COLUMNS.contains(&name.as_str())) {
        read.faults.push(RowFault::new(1, column, "unknown_value"));
    }
    if check::distinct("columns", &columns).is_err() {
        read.faults.push(RowFault::new(1, "row", "duplicate"));
    }
    if !columns.iter().any(|name| name == "title") {
        read.faults.push(RowFault::new(1, "title", "required"));
    }
    if !read.faults.is_empty() {
        return Ok(read);
    }
    for record in table.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                read.faults.push(unreadable(&error));
                continue;
            }
        };
        if read.rows.len() == ROWS_LIMIT {
            return Err(Error::invalid("text", Rule::TooLong(ROWS_LIMIT)));
        }
        let line = record.position().map_or(0, csv::Position::line);
        let mut row = Row { line, ..Row::default() };
        for (column, value) in columns.iter().zip(record.iter()) {
            if let Err(error) = row.put(column, value.trim(), secretaries) {
                read.faults.push(RowFault::of(line, column, &error));
            }
        }
        if row.change.title.is_none() && !read.faults.iter().any(|fault| fault.line == line && fault.field == "title") {
            read.faults.push(RowFault::new(line, "title", "required"));
        }
        let (start, due) = (row.change.start_on.clone().flatten(), row.change.due_on.clone().flatten());
        if let Err(error) = check::span("due_on", start.as_deref(), due.as_deref()) {
            read.faults.push(RowFault::of(line, "due_on", &error));
        }
        read.rows.push(row);
    }
    read.connect();
    read.faults.sort_by_key(|fault| fault.line);
    Ok(read)
}

/// Which of the usual signs stands between the columns of the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let known = |sign: &u8| {
        let names = first.split(char::from(*sign)).map(|name| name.trim().trim_matches('"').to_ascii_lowercase());
        names.filter(|name| COLUMNS.contains(&name.as_str())).count()
    };
    // Of equals the last counts.
    [b'\t', b';', b','].into_iter().max_by_key(known).unwrap_or(b',')
}

fn unreadable(error: &csv::Error) -> RowFault {
    RowFault::new(error.position().map_or(1, csv::Position::line), "row", "format")
}

impl Row {
    fn put(&mut self, column: &str, value: &str, secretaries: &[Secretary]) -> Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        let unknown = || Error::invalid(column, Rule::UnknownValue);
        let list = || value.split(';').map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned);
        let minutes = || {
            let minutes = value.parse().map_err(|_| Error::invalid(column, Rule::Format))?;
            check::minutes(column, minutes).map(|minutes| Some(Some(minutes)))
        };
        let day = || check::day(column, value).map(|()| Some(Some(value.to_owned())));
        let change = &mut self.change;
        match column {
            "key" => value.clone_into(&mut self.key),
            "title" => change.title = Some(check::line(column, value, TITLE_LIMIT)?),
            "description" => {
                let only = TaskChange { description: Some(value.to_owned()), ..TaskChange::default() };
                change.description = only.checked()?.description;
            }
            "type" => change.task_type = Some(TaskType::parse(value).ok_or_else(unknown)?),
            "status" => change.status = Some(TaskStatus::parse(value).ok_or_else(unknown)?),
            "priority" => change.priority = Some(Priority::parse(value).ok_or_else(unknown)?),
            "assistant" => {
                let found = secretaries.iter().find(|secretary| secretary.name == value).ok_or_else(unknown)?;
                change.assistant_uid = Some(Some(found.uid.clone()));
            }
            "start_on" => change.start_on = day()?,
            "due_on" => change.due_on = day()?,
            "estimated_minutes" => change.estimated_minutes = minutes()?,
            "actual_minutes" => change.actual_minutes = minutes()?,
            "parent" => value.clone_into(&mut self.parent_key),
            "depends_on" => {
                let keys: Vec<String> = list().collect();
                // As many as a task may wait for, and none twice.
                TaskChange { depends_on: Some(keys.clone()), ..TaskChange::default() }.checked()?;
                self.after_keys = keys;
            }
            "labels" => self.labels = check::lines(column, &list().collect::<Vec<_>>(), LABELS, 100)?,
            _ => {
                let only = TaskChange { recurrence: Some(Some(value.to_owned())), ..TaskChange::default() };
                change.recurrence = only.checked()?.recurrence;
            }
        }
        Ok(())
    }
}

impl Read {
    /// Finds the rows that others name, and refuses keys that are there twice, names that lead nowhere,
    /// rings, and what has begun although it waits.
    fn connect(&mut self) {
        let mut places: HashMap<String, usize> = HashMap::new();
        for (place, row) in self.rows.iter().enumerate().filter(|(_, row)| !row.key.is_empty()) {
            if places.insert(row.key.clone(), place).is_some() {
                self.faults.push(RowFault::new(row.line, "key", "duplicate"));
            }
        }
        for row in &mut self.rows {
            if !row.parent_key.is_empty() {
                row.parent = places.get(&row.parent_key).copied();
                if row.parent.is_none() {
                    self.faults.push(RowFault::new(row.line, "parent", "unknown_value"));
                }
            }
            for key in &row.after_keys {
                match places.get(key) {
                    Some(place) => row.after.push(*place),
                    None => self.faults.push(RowFault::new(row.line, "depends_on", "unknown_value")),
                }
            }
        }
        let after: Vec<Vec<usize>> = self.rows.iter().map(|row| row.after.clone()).collect();
        self.order = self.without_rings(&after, "depends_on");
        let parents: Vec<Vec<usize>> = self.rows.iter().map(|row| row.parent.into_iter().collect()).collect();
        self.without_rings(&parents, "parent");
        let is = |place: usize, holds: fn(TaskStatus) -> bool| self.rows[place].change.status.is_some_and(holds);
        let waiting = (0..self.rows.len()).filter(|place| is(*place, TaskStatus::is_begun));
        let waiting =
            waiting.filter(|place| self.rows[*place].after.iter().any(|earlier| !is(*earlier, TaskStatus::is_closed)));
        let faults: Vec<RowFault> =
            waiting.map(|place| RowFault::new(self.rows[place].line, "status", "open_prerequisites")).collect();
        self.faults.extend(faults);
    }

    /// The places, each after those it leads to; a fault for each that lies on a ring or between two.
    fn without_rings(&mut self, leads: &[Vec<usize>], field: &str) -> Vec<usize> {
        let back = reversed(leads);
        let order = in_turn(leads, &back);
        if order.len() < leads.len() {
            // What only waits for a ring is taken away from the other side.
            let mut in_ring = vec![true; leads.len()];
            order.iter().chain(&in_turn(&back, leads)).for_each(|place| in_ring[*place] = false);
            let rows = self.rows.iter().zip(in_ring).filter(|(_, in_ring)| *in_ring);
            self.faults.extend(rows.map(|(row, _)| RowFault::new(row.line, field, "cycle")));
        }
        order
    }
}

fn reversed(leads: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut back = vec![Vec::new(); leads.len()];
    for (place, to) in leads.iter().enumerate() {
        to.iter().for_each(|to| back[*to].push(place));
    }
    back
}

/// Every place after all that it leads to, but for those from which a ring is reached.
fn in_turn(leads: &[Vec<usize>], back: &[Vec<usize>]) -> Vec<usize> {
    let mut open: Vec<usize> = leads.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..leads.len()).filter(|place| open[*place] == 0).collect();
    let mut next = 0;
    while let Some(place) = order.get(next).copied() {
        next += 1;
        for later in &back[place] {
            open[*later] -= 1;
            if open[*later] == 0 {
                order.push(*later);
            }
        }
    }
    order
}

/// Makes a task of every row of a table without faults, in their order; labels that are not there yet
/// are made too.
pub(super) fn make(write: &Write<'_>, project_uid: &str, read: &Read) -> hisho_store::Result<Vec<Task>> {
    let known = labels::list(write)?;
    let mut known: HashMap<String, String> = known.into_iter().map(|label| (label.name, label.uid)).collect();
    let mut uids = Vec::with_capacity(read.rows.len());
    for row in &read.rows {
        let mut named = Vec::with_capacity(row.labels.len());
        for name in &row.labels {
            if !known.contains_key(name) {
                let label = labels::create(write, &LabelChange { name: Some(name.clone()), color: None })?;
                known.insert(label.name, label.uid);
            }
            named.extend(known.get(name).cloned());
        }
        let mut fields = TaskChange { labels: Some(named), ..row.change.clone() };
        if !row.after.is_empty() {
            // It may have begun, which counts once all that comes before it is there.
            fields.status = None;
        }
        let new = tasks::NewTask { project_uid: Some(project_uid), fields, ..Default::default() };
        uids.push(tasks::create(write, &new)?.uid);
    }
    for place in &read.order {
        let row = &read.rows[*place];
        if row.after.is_empty() && row.parent.is_none() {
            continue;
        }
        let change = TaskChange {
            parent_uid: row.parent.map(|parent| Some(uids[parent].clone())),
            depends_on: (!row.after.is_empty())
                .then(|| row.after.iter().map(|earlier| uids[*earlier].clone()).collect()),
            status: row.change.status,
            ..TaskChange::default()
        };
        tasks::update(write, &uids[*place], None, &change)?;
    }
    uids.iter().map(|uid| tasks::get(write, uid)).collect()
}
