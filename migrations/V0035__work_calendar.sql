-- When the person works: minutes for each day of the week, Monday first, and the days that differ.
ALTER TABLE users ADD COLUMN work_week TEXT NOT NULL DEFAULT '[480,480,480,480,480,0,0]'
  CHECK (json_valid(work_week) AND json_array_length(work_week) = 7);
ALTER TABLE users ADD COLUMN work_exceptions TEXT NOT NULL DEFAULT '[]'
  CHECK (json_valid(work_exceptions) AND json_type(work_exceptions) = 'array');
