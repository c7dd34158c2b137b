-- Discussions: who sits in them, what was said, how the person stepped in, which positions were
-- taken, and the list of events, which says everything once more in its order.

CREATE TABLE ai_discussions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description TEXT NOT NULL DEFAULT '',
  topic TEXT NOT NULL CHECK (length(topic) BETWEEN 1 AND 1000),
  discussion_type TEXT NOT NULL CHECK (discussion_type IN ('collaborative','debate','brainstorming','problem_solving')),
  -- A draft has not begun.
  status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft','active','paused','completed','terminated')),
  max_participants INTEGER NOT NULL DEFAULT 5 CHECK (max_participants BETWEEN 2 AND 20),
  settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings) AND json_type(settings) = 'object'),
  -- What it is about, where it leads.
  workflow_id INTEGER REFERENCES workflows(id) ON DELETE SET NULL,
  plan_id INTEGER REFERENCES plans(id) ON DELETE SET NULL,
  team_id INTEGER REFERENCES teams(id) ON DELETE SET NULL,
  author_kind TEXT NOT NULL CHECK (author_kind IN ('person','secretary','system')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE SET NULL,
  -- Where it is, so that a restart resumes there.
  current_topic TEXT CHECK (current_topic IS NULL OR length(current_topic) BETWEEN 1 AND 1000),
  round INTEGER NOT NULL DEFAULT 0 CHECK (round >= 0),
  consensus_progress REAL CHECK (consensus_progress BETWEEN 0 AND 1),
  outcome TEXT CHECK (outcome IN ('consensus','majority','deadlock','insufficient')),
  consensus_summary TEXT,
  started_at TEXT,
  ended_at TEXT,
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE INDEX idx_ai_discussions_updated ON ai_discussions(updated_at) WHERE deleted_at IS NULL;
CREATE INDEX idx_ai_discussions_workflow ON ai_discussions(workflow_id);
CREATE INDEX idx_ai_discussions_plan ON ai_discussions(plan_id);
CREATE INDEX idx_ai_discussions_team ON ai_discussions(team_id);
CREATE INDEX idx_ai_discussions_assistant ON ai_discussions(assistant_id);

-- A seat. The person has one like the others. Who spoke once keeps it: a secretary with a
-- history can be put into the trash, not destroyed.
CREATE TABLE discussion_participants (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  discussion_id INTEGER NOT NULL REFERENCES ai_discussions(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('person','secretary')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE RESTRICT,
  role TEXT NOT NULL DEFAULT 'participant' CHECK (role IN ('moderator','participant','observer')),
  joined_at TEXT NOT NULL CHECK (length(joined_at) = 24),
  left_at TEXT,
  UNIQUE (discussion_id, id),
  CHECK ((assistant_id IS NOT NULL) = (kind = 'secretary'))
) STRICT;
CREATE UNIQUE INDEX uq_discussion_participants_seat ON discussion_participants(discussion_id, coalesce(assistant_id, 0));
CREATE INDEX idx_discussion_participants_assistant ON discussion_participants(assistant_id);

CREATE TABLE discussion_messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  discussion_id INTEGER NOT NULL REFERENCES ai_discussions(id) ON DELETE CASCADE,
  participant_id INTEGER NOT NULL,
  -- Who put the words: the person may speak for a secretary.
  author_kind TEXT NOT NULL CHECK (author_kind IN ('person','secretary')),
  message_type TEXT NOT NULL DEFAULT 'contribution'
    CHECK (message_type IN ('contribution','question','answer','proposal','agreement','disagreement')),
  content TEXT NOT NULL CHECK (length(content) >= 1),
  reasoning TEXT,
  confidence_level INTEGER CHECK (confidence_level BETWEEN 1 AND 10),
  reference_links TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reference_links) AND json_type(reference_links) = 'array'),
  is_consensus_forming INTEGER NOT NULL DEFAULT 0 CHECK (is_consensus_forming IN (0, 1)),
  -- Broken off in the middle; what had come is kept.
  is_partial INTEGER NOT NULL DEFAULT 0 CHECK (is_partial IN (0, 1)),
  round INTEGER NOT NULL DEFAULT 0 CHECK (round >= 0),
  parent_message_id INTEGER REFERENCES discussion_messages(id) ON DELETE SET NULL,
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  -- Who speaks sits in the same discussion.
  FOREIGN KEY (discussion_id, participant_id) REFERENCES discussion_participants(discussion_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX idx_discussion_messages_discussion ON discussion_messages(discussion_id, id);
CREATE INDEX idx_discussion_messages_participant ON discussion_messages(discussion_id, participant_id);
CREATE INDEX idx_discussion_messages_parent ON discussion_messages(parent_message_id);

CREATE TABLE discussion_interruptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  discussion_id INTEGER NOT NULL REFERENCES ai_discussions(id) ON DELETE CASCADE,
  interruption_type TEXT NOT NULL CHECK (interruption_type IN ('pause','resume','redirect','clarify','terminate')),
  message TEXT NOT NULL DEFAULT '',
  redirect_topic TEXT CHECK ((redirect_topic IS NOT NULL) = (interruption_type = 'redirect')),
  priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('low','medium','high','urgent')),
  author_kind TEXT NOT NULL CHECK (author_kind IN ('person','secretary','system')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE SET NULL,
  status_before TEXT NOT NULL CHECK (status_before IN ('draft','active','paused','completed','terminated')),
  status_after TEXT NOT NULL CHECK (status_after IN ('draft','active','paused','completed','terminated')),
  -- When what was asked for had been done.
  resolved_at TEXT,
  created_at TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;
CREATE INDEX idx_discussion_interruptions_discussion ON discussion_interruptions(discussion_id, id);
CREATE INDEX idx_discussion_interruptions_assistant ON discussion_interruptions(assistant_id);

-- What somebody held, round by round; an earlier position is never overwritten.
CREATE TABLE discussion_positions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  discussion_id INTEGER NOT NULL REFERENCES ai_discussions(id) ON DELETE CASCADE,
  participant_id INTEGER NOT NULL,
  author_kind TEXT NOT NULL CHECK (author_kind IN ('person','secretary')),
  round INTEGER NOT NULL CHECK (round >= 0),
  stance TEXT NOT NULL CHECK (length(stance) >= 1),
  reasoning TEXT NOT NULL DEFAULT '',
  evidence TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(evidence) AND json_type(evidence) = 'array'),
  confidence_level INTEGER CHECK (confidence_level BETWEEN 1 AND 10),
  objections TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(objections) AND json_type(objections) = 'array'),
  -- The new argument that moved them; without one a change is shown as such.
  changed_because TEXT,
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  UNIQUE (discussion_id, participant_id, round),
  FOREIGN KEY (discussion_id, participant_id) REFERENCES discussion_participants(discussion_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE discussion_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  discussion_id INTEGER NOT NULL REFERENCES ai_discussions(id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number >= 1),
  at TEXT NOT NULL CHECK (length(at) = 24),
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 50),
  data TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(data) AND json_type(data) = 'object'),
  UNIQUE (discussion_id, number)
) STRICT;
CREATE TRIGGER discussion_events_immutable BEFORE UPDATE ON discussion_events
BEGIN SELECT RAISE(ABORT, 'what happened does not change'); END;
