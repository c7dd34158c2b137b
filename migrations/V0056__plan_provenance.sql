-- Plans that came of a discussion: which one, with which prompts, whether those who sat there have
-- looked at the draft, and on whose words each part of it rests.

CREATE TABLE plan_drafts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL UNIQUE REFERENCES plans(id) ON DELETE CASCADE,
  discussion_id INTEGER NOT NULL REFERENCES ai_discussions(id) ON DELETE CASCADE,
  -- Names exactly the prompts it was written with; empty where no model was asked.
  prompts TEXT NOT NULL DEFAULT '',
  -- When everybody who was to review it had been asked.
  reviewed_at TEXT CHECK (length(reviewed_at) = 24),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;
CREATE INDEX idx_plan_drafts_discussion ON plan_drafts(discussion_id, id);
CREATE INDEX idx_plan_drafts_unreviewed ON plan_drafts(id) WHERE reviewed_at IS NULL;

-- A part is named by what it said when it was drafted; a milestone also by its identity. The quote
-- stands in the message, its reasons, its position or its objections, letter by letter.
CREATE TABLE plan_provenance (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
  part TEXT NOT NULL CHECK (part IN ('objective','scope','milestone','criterion','risk')),
  milestone_uid TEXT CHECK ((milestone_uid IS NOT NULL) = (part = 'milestone')),
  words TEXT NOT NULL CHECK (length(words) >= 1),
  message_id INTEGER NOT NULL REFERENCES discussion_messages(id) ON DELETE CASCADE,
  quote TEXT NOT NULL CHECK (length(quote) BETWEEN 1 AND 2000)
) STRICT;
CREATE INDEX idx_plan_provenance_plan ON plan_provenance(plan_id, id);
CREATE INDEX idx_plan_provenance_message ON plan_provenance(message_id);
CREATE TRIGGER plan_provenance_immutable BEFORE UPDATE OF part, milestone_uid, words, quote ON plan_provenance
BEGIN SELECT RAISE(ABORT, 'what a plan rests on does not change'); END;
