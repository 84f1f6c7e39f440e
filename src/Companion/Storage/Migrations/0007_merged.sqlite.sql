-- Two identities that became one person: who the one that went is now. What it did keeps its id.
ALTER TABLE members ADD COLUMN merged_into TEXT REFERENCES members (id);
