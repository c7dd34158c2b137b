//! Every table that can be deleted from is in the trash, and is found there quickly.

use super::*;

/// Tables with `deleted_at` that are not in a bin, each with the reason.
const ELSEWHERE: &[&str] = &[
    // The keychain must follow, which is not the business of a row.
    "credentials",
];

/// Tables without an index of their trash: of boards there are few, and of comments as many as
/// a person writes by hand.
const FEW: &[&str] = &["boards", "comments"];

#[test]
fn every_table_with_a_time_of_deletion_is_in_a_bin() {
    let folder = tempfile::tempdir().expect("folder");
    let store = crate::Store::open(folder.path(), false).expect("opens");
    let tables: Vec<String> = store
        .read_blocking(|c| {
            let sql = "SELECT t.name FROM pragma_table_list t, pragma_table_info(t.name) i
                       WHERE t.schema = 'main' AND t.type = 'table' AND i.name = 'deleted_at'";
            Ok(c.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        })
        .expect("read");
    for table in &tables {
        let known = BINS.iter().any(|bin| bin.table == table) || ELSEWHERE.contains(&table.as_str());
        assert!(known, "{table} has deleted_at, and no line in BINS");
    }
    for bin in BINS {
        assert!(tables.iter().any(|table| table == bin.table), "{} has no deleted_at", bin.table);
        let plan: Vec<String> = store
            .read_blocking(|c| {
                let mut statement = c.prepare(&format!("EXPLAIN QUERY PLAN {}", list::sql(bin)))?;
                Ok(statement.query_map([], |row| row.get(3))?.collect::<rusqlite::Result<_>>()?)
            })
            .expect("a plan");
        let few = FEW.contains(&bin.table);
        let found = plan.iter().any(|step| step.starts_with("SEARCH t USING INDEX idx_"));
        assert!(found != few, "the trash of {} is found by scanning, or need not be: {plan:?}", bin.table);
    }
}
