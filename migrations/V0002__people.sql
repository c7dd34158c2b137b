-- The person, and the team: roles, personas, teams, secretaries and their skills.
-- shipped_key names what came with Hisho, across languages and releases.

CREATE TABLE users (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  full_name TEXT NOT NULL DEFAULT '' CHECK (length(full_name) <= 100),
  time_zone TEXT,
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

CREATE TABLE roles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  shipped_key TEXT UNIQUE,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL CHECK (length(category) BETWEEN 1 AND 50),
  subcategory TEXT,
  permissions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(permissions) AND json_type(permissions) = 'array'),
  is_system INTEGER NOT NULL DEFAULT 0 CHECK (is_system IN (0, 1)),
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE UNIQUE INDEX uq_roles_name ON roles(name) WHERE deleted_at IS NULL;

CREATE TABLE personas (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  shipped_key TEXT UNIQUE,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description TEXT NOT NULL DEFAULT '',
  personality TEXT NOT NULL,
  role_id INTEGER REFERENCES roles(id) ON DELETE SET NULL,
  icon_type TEXT NOT NULL DEFAULT 'preset' CHECK (icon_type IN ('preset','upload','generated')),
  icon TEXT NOT NULL,
  icon_attachment_id INTEGER REFERENCES attachments(id) ON DELETE SET NULL,
  color TEXT NOT NULL CHECK (color GLOB '#[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]'),
  manner TEXT NOT NULL DEFAULT '',
  specialization TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(specialization) AND json_type(specialization) = 'array'),
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE INDEX idx_personas_role ON personas(role_id);
CREATE INDEX idx_personas_icon_attachment ON personas(icon_attachment_id);

CREATE TABLE teams (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  shipped_key TEXT UNIQUE,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description TEXT NOT NULL DEFAULT '',
  team_type TEXT NOT NULL DEFAULT 'general',
  max_members INTEGER NOT NULL DEFAULT 10 CHECK (max_members BETWEEN 1 AND 100),
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;

-- Secretaries. Without a provider the person speaks for them.
CREATE TABLE ai_assistants (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  kind TEXT NOT NULL DEFAULT 'secretary' CHECK (kind IN ('secretary','librarian')),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description TEXT NOT NULL DEFAULT '' CHECK (length(description) <= 1000),
  persona_id INTEGER REFERENCES personas(id) ON DELETE SET NULL,
  ai_provider TEXT NOT NULL DEFAULT 'manual'
    CHECK (ai_provider IN ('manual','openai','anthropic','google','ollama','compatible')),
  model TEXT CHECK (model IS NULL OR length(model) BETWEEN 1 AND 100),
  credential_id INTEGER REFERENCES credentials(id) ON DELETE SET NULL,
  settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings) AND json_type(settings) = 'object'),
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  last_used_at TEXT,
  usage_count INTEGER NOT NULL DEFAULT 0 CHECK (usage_count >= 0),
  rev INTEGER NOT NULL DEFAULT 1 CHECK (rev >= 1),
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  deleted_at TEXT,
  deleted_batch TEXT
) STRICT;
CREATE INDEX idx_ai_assistants_persona ON ai_assistants(persona_id);
CREATE INDEX idx_ai_assistants_credential ON ai_assistants(credential_id);
CREATE UNIQUE INDEX uq_ai_assistants_name ON ai_assistants(name) WHERE deleted_at IS NULL;

CREATE TABLE team_members (
  team_id INTEGER NOT NULL REFERENCES teams(id) ON DELETE CASCADE,
  assistant_id INTEGER NOT NULL REFERENCES ai_assistants(id) ON DELETE CASCADE,
  role TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('leader','member')),
  joined_at TEXT NOT NULL CHECK (length(joined_at) = 24),
  PRIMARY KEY (team_id, assistant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_team_members_assistant ON team_members(assistant_id);

CREATE TABLE assistant_skills (
  assistant_id INTEGER NOT NULL REFERENCES ai_assistants(id) ON DELETE CASCADE,
  skill_name TEXT NOT NULL CHECK (length(skill_name) BETWEEN 1 AND 100),
  skill_level INTEGER NOT NULL CHECK (skill_level BETWEEN 1 AND 10),
  description TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL CHECK (length(created_at) = 24),
  updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
  PRIMARY KEY (assistant_id, skill_name)
) STRICT, WITHOUT ROWID;
CREATE INDEX idx_assistant_skills_name ON assistant_skills(skill_name, skill_level);
