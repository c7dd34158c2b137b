//! One search: what the index decides is counted there and only what is shown is read; what it does
//! not decide is decided by the facts it keeps of notes, or else by the texts, a few at a time.

use std::path::Path;

use hisho_domain::Result;
use hisho_domain::search::{HitKind, Query, SearchHit, SearchResult};
use hisho_store::search::find::{self, Candidate, Facts, Found, Order, Wanted};
use hisho_store::{Store, vaults};
use hisho_vault::read::Reader;

use super::texts::{note_facts, texts, unread};
use super::turns::Turn;
use super::{Find, HITS, MOST};
use crate::vault::parallel::in_parallel;

/// Candidates whose texts are read before it is asked again whether to go on.
const BATCH: usize = 128;

/// A search on its way.
struct Looking<'a> {
    store: &'a Store,
    turn: &'a Turn,
    query: &'a Query,
    wanted: Wanted,
    /// What the index gives.
    found: Found,
    vault: Option<Reader>,
    /// The vault's folder is not there now, so no file of it can be read.
    away: bool,
    order: Order,
    limit: usize,
}

pub(super) fn look(store: &Store, input: &Find, turn: &Turn) -> Result<SearchResult> {
    let nothing = SearchResult { total: 0, hits: Vec::new() };
    let Some(query) = Query::parse(&input.query)? else { return Ok(nothing) };
    let mut kinds = input.kinds.clone().unwrap_or_else(|| HitKind::ALL.to_vec());
    if query.is_about_notes() {
        kinds.retain(|kind| kind.is_file());
    }
    let order = input.sort.map_or(Order::Rank, Order::from);
    let (wanted, root, found) = store.read_blocking(|connection| {
        let wanted = Wanted::new(connection, query.plan(), &kinds)?;
        let found = wanted.find(connection, order)?;
        Ok((wanted, vaults::current(connection)?.map(|vault| vault.path), found))
    })?;
    turn.goes_on()?;
    let limit = input.limit.unwrap_or(HITS).min(MOST);
    let away = root.as_ref().is_some_and(|root| !Path::new(root).is_dir());
    let vault = root.map(|root| Reader::new(Path::new(&root)));
    let looking = Looking { store, turn, query: &query, wanted, found, vault, away, order, limit };
    if query.index_decides() { looking.show() } else { looking.decide() }
}

impl Looking<'_> {
    /// The rows of the first `most`, in order.
    fn sorted(&self, most: usize) -> Result<Vec<i64>> {
        self.store.read_blocking(|connection| self.wanted.sorted(connection, &self.found, self.order, most))
    }

    /// The candidates in some rows; those that went from the index meanwhile are left out.
    fn candidates(&self, rows: &[i64]) -> Result<Vec<(Candidate, Facts)>> {
        self.store.read_blocking(|connection| {
            find::candidates(connection, rows)?
                .into_iter()
                .map(|candidate| {
                    let asked = self.query.needs_facts() && candidate.kind.is_file();
                    let facts = if asked { find::facts(connection, candidate.row)? } else { None };
                    Ok((candidate, facts.unwrap_or_default()))
                })
                .collect()
        })
    }

    /// The index decides: all that match are found, and only those to be shown are read.
    fn show(&self) -> Result<SearchResult> {
        let count = self.found.count();
        let mut result = SearchResult { total: count, hits: Vec::new() };
        // Most often these are enough, and the rest need not be put in order.
        let first = self.sorted(self.limit)?;
        self.add(&first, &mut result)?;
        if result.hits.len() < self.limit && first.len() < count {
            let all = self.sorted(usize::MAX)?;
            result.total = result.total.saturating_sub(count.saturating_sub(all.len()));
            for block in all.get(first.len()..).unwrap_or_default().chunks(BATCH) {
                if result.hits.len() == self.limit {
                    break;
                }
                self.turn.goes_on()?;
                self.add(block, &mut result)?;
            }
        }
        Ok(result)
    }

    /// Adds the hits of some rows, as many as are still to be shown. What is not found after all is
    /// taken from the total: its file changed or went since it was indexed, which the next look sees.
    fn add(&self, rows: &[i64], result: &mut SearchResult) -> Result<()> {
        let candidates = self.candidates(rows)?;
        let read = self.read_all(&candidates, true)?;
        let hits = read.into_iter().filter_map(|(_, hit)| hit);
        let before = result.hits.len();
        result.hits.extend(hits);
        let lost = rows.len() - (result.hits.len() - before);
        result.total = result.total.saturating_sub(lost);
        result.hits.truncate(self.limit);
        Ok(())
    }

    /// The index does not decide: every candidate is looked at, at its facts first.
    fn decide(&self) -> Result<SearchResult> {
        let candidates = self.candidates(&self.sorted(usize::MAX)?)?;
        let (mut total, mut hits) = (0, Vec::new());
        for batch in candidates.chunks(BATCH) {
            self.turn.goes_on()?;
            for (found, hit) in self.read_all(batch, hits.len() < self.limit)? {
                total += usize::from(found);
                hits.extend(hit.filter(|_| hits.len() < self.limit));
            }
        }
        Ok(SearchResult { total, hits })
    }

    /// Looks at some candidates on a few threads, in the order given, and makes their hits if asked.
    fn read_all(&self, batch: &[(Candidate, Facts)], wants_hits: bool) -> Result<Vec<(bool, Option<SearchHit>)>> {
        let judged = in_parallel(batch, |(candidate, facts)| {
            self.turn.goes_on()?;
            Ok(self.judge(candidate, facts, wants_hits))
        });
        judged.into_iter().collect()
    }

    /// Whether a candidate is found, and its hit where it is wanted. While the vault is away, a file
    /// is found by what the index knows alone.
    fn judge(&self, candidate: &Candidate, facts: &Facts, wants_hit: bool) -> (bool, Option<SearchHit>) {
        match note_facts(candidate, facts).and_then(|known| self.query.decided(&known)) {
            Some(false) => (false, None),
            Some(true) if !wants_hit => (true, None),
            Some(true) if self.away => (true, Some(unread(candidate))),
            None if self.away && candidate.kind.is_file() => (false, None),
            _ => self.read(candidate, facts, wants_hit),
        }
    }

    /// As [`Looking::judge`], by the text.
    fn read(&self, candidate: &Candidate, facts: &Facts, wants_hit: bool) -> (bool, Option<SearchHit>) {
        let Some(texts) = texts(self.store, self.vault.as_ref(), self.query, candidate) else { return (false, None) };
        if !wants_hit {
            return (self.query.matches(&texts.sheet(candidate, facts)), None);
        }
        let hit = texts.hit(self.query, candidate, facts);
        (hit.is_some(), hit)
    }
}
