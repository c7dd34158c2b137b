-- What the person has to settle in kept notes: fields that both sides changed, and decisions that were
-- edited where they are only shown. Found again by each look; one that says something else is another.
CREATE TABLE mirror_conflicts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  mirror_id INTEGER NOT NULL REFERENCES mirror_notes(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('conflict','request')),
  field TEXT NOT NULL CHECK (length(field) >= 1),
  base TEXT,
  ours TEXT,
  theirs TEXT,
  since TEXT NOT NULL CHECK (length(since) = 24),
  UNIQUE (mirror_id, kind, field)
) STRICT;
