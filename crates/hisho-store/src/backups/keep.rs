//! Which backups are kept: each kind by its number and its age. What the person made by hand is
//! theirs, and what is damaged is left for them to see.

use std::path::Path;

use hisho_domain::Result;
use hisho_domain::backup::{Backup, BackupKind, BackupState};
use jiff::Timestamp;

use super::{list, remove};

/// How long a kind is kept: the newest `least` always, no more than `most`, and none between them
/// that is older than `days`.
struct Term {
    least: usize,
    most: usize,
    days: i64,
}

const fn term(kind: BackupKind) -> Option<Term> {
    match kind {
        BackupKind::Daily => Some(Term { least: 7, most: 30, days: 60 }),
        BackupKind::BeforeMigration => Some(Term { least: 3, most: 10, days: 365 }),
        BackupKind::BeforeRestore => Some(Term { least: 3, most: 10, days: 90 }),
        BackupKind::Manual => None,
    }
}

/// Removes the backups whose time is over; gives how many.
pub fn prune(folder: &Path) -> Result<usize> {
    let over = over(&list(folder), Timestamp::now());
    over.iter().try_for_each(|id| remove(folder, id))?;
    Ok(over.len())
}

/// Those of the list, newest first, that are not kept any longer.
fn over(backups: &[Backup], now: Timestamp) -> Vec<String> {
    let mut over = Vec::new();
    for kind in BackupKind::ALL {
        let Some(term) = term(*kind) else { continue };
        let of_kind = backups.iter().filter(|b| b.kind == Some(*kind) && b.state != BackupState::Damaged);
        for (place, backup) in of_kind.enumerate() {
            let at = backup.at.as_deref().and_then(|at| at.parse::<Timestamp>().ok());
            let old = at.is_some_and(|at| now.duration_since(at).as_hours() >= term.days * 24);
            if place >= term.most || (place >= term.least && old) {
                over.push(backup.id.clone());
            }
        }
    }
    over
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time;

    fn backup(kind: BackupKind, days_ago: i64, now: Timestamp) -> Backup {
        let at = time::instant(now - jiff::SignedDuration::from_hours(days_ago * 24));
        Backup {
            id: format!("{at}-{kind}"),
            kind: Some(kind),
            name: None,
            day: None,
            schema_version: Some(1),
            bytes: 1,
            state: BackupState::Present,
            problem: None,
            path: String::new(),
            at: Some(at),
        }
    }

    #[test]
    fn each_kind_is_kept_by_number_and_age() {
        let now: Timestamp = "2026-06-01T12:00:00Z".parse().expect("time");
        let of = |kind, ages: &mut dyn Iterator<Item = i64>| ages.map(|age| backup(kind, age, now)).collect::<Vec<_>>();
        let mut all = of(BackupKind::Daily, &mut (0..40));
        all.extend(of(BackupKind::Manual, &mut [0, 900, 901].into_iter()));
        all.extend(of(BackupKind::BeforeMigration, &mut [400, 401, 402, 403].into_iter()));
        let over = over(&all, now);
        let daily = over.iter().filter(|id| id.ends_with("daily")).count();
        assert_eq!(daily, 10, "thirty are kept");
        assert!(!over.iter().any(|id| id.ends_with("manual")));
        assert_eq!(over.len(), 11, "of the old ones from before migrations the last three stay");
        let mut rare = of(BackupKind::Daily, &mut [1, 2, 3, 70, 80, 90, 100, 110].into_iter());
        assert_eq!(super::over(&rare, now).len(), 1, "the last seven stay however old");
        rare[0].state = BackupState::Damaged;
        assert_eq!(super::over(&rare, now).len(), 0, "a damaged one counts for nothing");
    }
}
