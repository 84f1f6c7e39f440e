-- Why a person cannot be reached under this identity; null while they can. Another identity of theirs is tried first then.
ALTER TABLE identities ADD COLUMN unreachable TEXT;

-- Somebody whom a steward removed stays out until a steward takes them back; whoever only left a chat comes back with it.
ALTER TABLE members ADD COLUMN is_removed INTEGER NOT NULL DEFAULT 0;

-- What one person says is handled in its order; what others say goes beside it.
ALTER TABLE inbox ADD COLUMN person TEXT NOT NULL DEFAULT '';
