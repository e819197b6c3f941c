-- Notifications: who is told what. Routed events, the outbox of every channel, and the GitHub issues that are watched.

-- The number of the last event the router has seen. What happened before this table existed is history, not news.
CREATE TABLE notification_cursor (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL);
INSERT INTO notification_cursor (id, seq) VALUES (1, coalesce((SELECT value FROM meta WHERE name = 'last_event'), 0));

-- One row per notice and channel. Once sent it stays for a while: its key is what keeps it from being sent twice.
CREATE TABLE notification (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        TEXT NOT NULL,
    channel    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    topic      TEXT NOT NULL,
    severity   INTEGER NOT NULL,
    resolves   INTEGER NOT NULL,
    title      TEXT NOT NULL,
    body       TEXT NOT NULL,
    fields     TEXT NOT NULL,     -- JSON object of texts
    state      INTEGER NOT NULL,  -- waiting, sending, sent, dead, folded
    created_at INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    done_at    INTEGER,
    error      TEXT,
    UNIQUE (key, channel)
);

CREATE INDEX notification_due  ON notification (channel, due_at, id) WHERE state = 0;
CREATE INDEX notification_open ON notification (channel, topic, id)  WHERE state < 2;
CREATE INDEX notification_done ON notification (done_at)             WHERE state >= 2;

-- What a channel last heard about a topic: decides folding, and who hears of the end.
CREATE TABLE notification_topic (
    channel  TEXT NOT NULL,
    topic    TEXT NOT NULL,
    at       INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    resolved INTEGER NOT NULL,
    folded   INTEGER NOT NULL,
    PRIMARY KEY (channel, topic)
) WITHOUT ROWID;

CREATE TABLE notification_channel (
    name         TEXT NOT NULL PRIMARY KEY,
    success_at   INTEGER,
    error_at     INTEGER,
    error        TEXT,
    paused_until INTEGER,
    refused      INTEGER NOT NULL  -- notices there was no room for
) WITHOUT ROWID;

-- GitHub issues that are open on our behalf.
CREATE TABLE notification_issue (
    key       TEXT NOT NULL PRIMARY KEY,
    number    INTEGER NOT NULL,
    etag      TEXT,
    opened_at INTEGER NOT NULL,
    polled_at INTEGER,
    next_at   INTEGER NOT NULL
) WITHOUT ROWID;
