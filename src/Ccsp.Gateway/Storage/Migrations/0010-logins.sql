-- Logins and how far the stored events were looked at for them are records now.
INSERT INTO record (kind, key, version, json) SELECT 'login', profile, 1, json FROM session;

INSERT INTO record (kind, key, version, json)
SELECT 'event-cursor', 'logins', 1, json_object('reader', 'logins', 'seq', seq) FROM session_cursor WHERE seq > 0;

DROP TABLE session;
DROP TABLE session_cursor;
