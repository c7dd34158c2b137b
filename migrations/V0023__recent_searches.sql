-- What was searched for last, so that it can be searched for again. Kept short by whoever writes.
CREATE TABLE recent_searches (
  query TEXT NOT NULL PRIMARY KEY CHECK (length(query) BETWEEN 1 AND 1000),
  -- Grows with every search that is remembered.
  turn INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX uq_recent_searches_turn ON recent_searches(turn);
