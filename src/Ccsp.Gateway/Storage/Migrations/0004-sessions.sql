-- Sessions: whether each profile is logged in, and how far the stored events were looked at for it.

CREATE TABLE session (profile TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;

-- The number of the last event that was looked at. What happened before this table existed shows in the gates alone.
CREATE TABLE session_cursor (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL);
INSERT INTO session_cursor (id, seq) VALUES (1, coalesce((SELECT value FROM meta WHERE name = 'last_event'), 0));
