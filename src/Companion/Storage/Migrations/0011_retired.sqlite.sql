-- Since when a unit is out of use; null while it is in use. It keeps its key and its history, and can come back.
ALTER TABLE units ADD COLUMN retired_at TEXT;
