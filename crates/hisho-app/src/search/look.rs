//! One search: what the index decides is counted there and only what is shown is read; what it does
//! not decide is decided by the facts it keeps of notes, or else by the texts, a few at a time.

use hisho_domain::Result;
use hisho_domain::search::{HitKind, Query, SearchHit, SearchResult};
use hisho_store::search::find::{self, Candidate, Facts, Order, Wanted};
use hisho_store::{Store, vaults};

use super::texts::{note_facts, texts};
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
    /// How many things the index gives.
    count: usize,
    root: Option<String>,
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
    let (wanted, root, count) = store.read_blocking(|connection| {
        let wanted = Wanted::new(connection, query.plan(), &kinds)?;
        let count = wanted.count(connection)?;
        Ok((wanted, vaults::current(connection)?.map(|vault| vault.path), count))
    })?;
    turn.goes_on()?;
    let order = input.sort.map_or(Order::Rank, Order::from);
    let limit = input.limit.unwrap_or(HITS).min(MOST);
    let looking = Looking { store, turn, query: &query, wanted, count, root, order, limit };
    if query.index_decides() { looking.show() } else { looking.decide() }
}

impl Looking<'_> {
    /// The candidates from place `from` on, `most` of them.
    fn candidates(&self, from: usize, most: usize) -> Result<Vec<(Candidate, Facts)>> {
        self.store.read_blocking(|connection| {
            let sorted = self.wanted.sorted(connection, self.count, self.order, from.saturating_add(most))?;
            let found = find::candidates(connection, sorted.get(from..).unwrap_or_default())?;
            found
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
        let (mut total, mut hits, mut seen) = (self.count, Vec::new(), 0);
        while hits.len() < self.limit && seen < self.count {
            let wanted = self.limit - hits.len();
            let candidates = self.candidates(seen, wanted)?;
            // What went from the index between two readings is not there either.
            total -= wanted.min(self.count - seen).saturating_sub(candidates.len());
            seen += wanted;
            for (_, hit) in self.read_all(&candidates, true)? {
                // Where there is none, the file changed since it was indexed; the next look will see it.
                total -= usize::from(hit.is_none());
                hits.extend(hit);
            }
        }
        Ok(SearchResult { total, hits })
    }

    /// The index does not decide: every candidate is looked at, at its facts first.
    fn decide(&self) -> Result<SearchResult> {
        let candidates = self.candidates(0, usize::MAX)?;
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

    /// Whether a candidate is found, and its hit where it is wanted.
    fn judge(&self, candidate: &Candidate, facts: &Facts, wants_hit: bool) -> (bool, Option<SearchHit>) {
        match note_facts(candidate, facts).and_then(|known| self.query.decided(&known)) {
            Some(false) => (false, None),
            Some(true) if !wants_hit => (true, None),
            _ => self.read(candidate, facts, wants_hit),
        }
    }

    /// As [`Looking::judge`], by the text.
    fn read(&self, candidate: &Candidate, facts: &Facts, wants_hit: bool) -> (bool, Option<SearchHit>) {
        let Some(texts) = texts(self.store, self.root.as_deref(), self.query, candidate) else { return (false, None) };
        if !wants_hit {
            return (self.query.matches(&texts.sheet(candidate, facts)), None);
        }
        let hit = texts.hit(self.query, candidate, facts);
        (hit.is_some(), hit)
    }
}
