-- Every time the whole database was replaced. The newest row tells those who read the journal on
-- from a place that this place is of another time, and that everything is to be read anew.
CREATE TABLE epochs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  at TEXT NOT NULL CHECK (length(at) = 24),
  why TEXT NOT NULL CHECK (why IN ('restore','import')),
  -- The backup's id, or the export's folder.
  source TEXT NOT NULL
) STRICT;
