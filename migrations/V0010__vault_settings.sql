-- How a vault is kept in step: by itself or on request, how often at the least, which files are
-- notes, and where the person's templates lie.

ALTER TABLE obsidian_integration_settings ADD COLUMN auto_sync INTEGER NOT NULL DEFAULT 1 CHECK (auto_sync IN (0, 1));
ALTER TABLE obsidian_integration_settings ADD COLUMN sync_interval_minutes INTEGER NOT NULL DEFAULT 5
  CHECK (sync_interval_minutes BETWEEN 1 AND 1440);
ALTER TABLE obsidian_integration_settings ADD COLUMN file_extensions TEXT NOT NULL DEFAULT '["md"]'
  CHECK (json_valid(file_extensions) AND json_type(file_extensions) = 'array');
ALTER TABLE obsidian_integration_settings ADD COLUMN template_folder TEXT NOT NULL DEFAULT 'templates';
