-- What calls to models cost, and the budgets that stop them.

-- Calls are written down before they are made, with the most they may cost, and again when they
-- are over: what is on its way counts, and what was aborted is never lost.
ALTER TABLE usage_records ADD COLUMN settled INTEGER NOT NULL DEFAULT 1 CHECK (settled IN (0, 1));
ALTER TABLE usage_records ADD COLUMN credential_id INTEGER REFERENCES credentials(id) ON DELETE SET NULL;
-- The local day on which it was made: budgets and summaries go by it. No call was written down before.
ALTER TABLE usage_records ADD COLUMN day TEXT NOT NULL DEFAULT '1970-01-01' CHECK (length(day) = 10);
CREATE INDEX idx_usage_records_credential ON usage_records(credential_id);
CREATE INDEX idx_usage_records_day ON usage_records(day);
CREATE INDEX idx_usage_records_open ON usage_records(id) WHERE settled = 0;

CREATE TABLE budgets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  scope TEXT NOT NULL CHECK (scope IN ('all','secretary','project')),
  assistant_id INTEGER REFERENCES ai_assistants(id) ON DELETE CASCADE
    CHECK ((assistant_id IS NOT NULL) = (scope = 'secretary')),
  workflow_id INTEGER REFERENCES workflows(id) ON DELETE CASCADE
    CHECK ((workflow_id IS NOT NULL) = (scope = 'project')),
  period TEXT NOT NULL CHECK (period IN ('day','month')),
  -- In 10^-8 US dollars, for calls whose price is known.
  limit_cost INTEGER NOT NULL CHECK (limit_cost >= 0),
  -- For calls whose price is not.
  limit_tokens INTEGER NOT NULL CHECK (limit_tokens >= 0),
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;
CREATE UNIQUE INDEX uq_budgets_subject ON budgets(scope, coalesce(assistant_id, 0), coalesce(workflow_id, 0), period);
CREATE INDEX idx_budgets_assistant ON budgets(assistant_id);
CREATE INDEX idx_budgets_workflow ON budgets(workflow_id);
