-- Times are milliseconds since 1970, UTC. Enumerations are the numbers of their members in the order of their definition.

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value ANY
) WITHOUT ROWID;

-- Tasks that have not ended. Small rows only: what claiming, stopping and ending need.
CREATE TABLE task (
    id              TEXT NOT NULL PRIMARY KEY,
    state           INTEGER NOT NULL,
    lane            INTEGER,           -- set exactly while ready
    generation      INTEGER NOT NULL,
    priority        INTEGER NOT NULL,
    class           INTEGER NOT NULL,
    grp             TEXT NOT NULL,
    agent           TEXT NOT NULL,
    engine          TEXT NOT NULL,
    profile         TEXT NOT NULL,
    type            TEXT,
    directory       TEXT,
    created_at      INTEGER NOT NULL,
    ready_at        INTEGER,
    run_at          INTEGER,
    start_before    INTEGER,
    promote_at      INTEGER,
    started_at      INTEGER,
    finished_at     INTEGER,
    wait_reason     INTEGER,
    fail_reason     INTEGER,
    runs            INTEGER NOT NULL,
    last_run        INTEGER NOT NULL,
    retries         TEXT,              -- JSON, null while no budget is used
    retry_limit     INTEGER,
    open_parents    INTEGER NOT NULL,
    conversation_id TEXT,
    instance        TEXT,              -- these five: the lease
    token           TEXT,
    lease_run       INTEGER,
    claimed_at      INTEGER,
    charged         REAL,
    stop_reason     INTEGER,
    stop_actor      TEXT,
    stop_at         INTEGER,
    ending          TEXT,              -- JSON
    usage           TEXT,              -- JSON, null while nothing was used
    event_count     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX task_ready        ON task (lane, ready_at, id) WHERE lane IS NOT NULL;
CREATE INDEX task_due          ON task (run_at, id)         WHERE state = 2;
CREATE INDEX task_promote      ON task (promote_at, id)     WHERE promote_at IS NOT NULL;
CREATE INDEX task_start_before ON task (start_before, id)   WHERE start_before IS NOT NULL AND last_run = 0;
CREATE INDEX task_leased       ON task (instance, id)       WHERE instance IS NOT NULL;
CREATE INDEX task_waiting      ON task (state, id)          WHERE state < 3;

-- Ended tasks, the same columns.
CREATE TABLE history (
    id TEXT NOT NULL PRIMARY KEY, state INTEGER NOT NULL, lane INTEGER, generation INTEGER NOT NULL, priority INTEGER NOT NULL,
    class INTEGER NOT NULL, grp TEXT NOT NULL, agent TEXT NOT NULL, engine TEXT NOT NULL, profile TEXT NOT NULL, type TEXT, directory TEXT,
    created_at INTEGER NOT NULL, ready_at INTEGER, run_at INTEGER, start_before INTEGER, promote_at INTEGER, started_at INTEGER,
    finished_at INTEGER, wait_reason INTEGER, fail_reason INTEGER, runs INTEGER NOT NULL, last_run INTEGER NOT NULL, retries TEXT,
    retry_limit INTEGER, open_parents INTEGER NOT NULL, conversation_id TEXT, instance TEXT, token TEXT, lease_run INTEGER,
    claimed_at INTEGER, charged REAL, stop_reason INTEGER, stop_actor TEXT, stop_at INTEGER, ending TEXT, usage TEXT,
    event_count INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX history_age    ON history (state, finished_at, id);
CREATE INDEX history_others ON history (state, id) WHERE state <> 7;

-- What was submitted, as JSON; members too large for it are left out here and stand in payload.
CREATE TABLE submission (id TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE payload (id TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL);

CREATE TABLE result (
    id         TEXT NOT NULL PRIMARY KEY,
    text       TEXT,
    truncated  INTEGER NOT NULL,
    structured TEXT
) WITHOUT ROWID;

CREATE TABLE run (
    task_id         TEXT NOT NULL,
    number          INTEGER NOT NULL,
    generation      INTEGER NOT NULL,
    instance        TEXT NOT NULL,
    started_at      INTEGER NOT NULL,
    conversation_id TEXT,
    pid             INTEGER NOT NULL,
    start_time      INTEGER NOT NULL,
    boot_id         TEXT,
    ended_at        INTEGER,
    ending          TEXT,
    usage           TEXT,
    PRIMARY KEY (task_id, number)
) WITHOUT ROWID;

-- The writer numbers the events itself; meta keeps the last number, so that none is used twice even after the newest were deleted.
CREATE TABLE event (
    seq      INTEGER PRIMARY KEY,
    task_id  TEXT,
    task_seq INTEGER,
    type     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    run      INTEGER,
    instance TEXT,
    data     TEXT NOT NULL
);

CREATE INDEX event_task ON event (task_id, task_seq) WHERE task_id IS NOT NULL;

CREATE TABLE edge (
    parent     TEXT NOT NULL,
    child      TEXT NOT NULL,
    on_failure INTEGER NOT NULL,
    open       INTEGER NOT NULL,      -- 1 until the parent ended once
    PRIMARY KEY (parent, child)
) WITHOUT ROWID;

CREATE INDEX edge_child ON edge (child, parent);

-- Tasks of one class and group with the same gates wait in one lane.
CREATE TABLE lane (
    id        INTEGER PRIMARY KEY,
    class     INTEGER NOT NULL,
    grp       TEXT NOT NULL,
    engine    TEXT NOT NULL,
    profile   TEXT NOT NULL,
    directory TEXT
);

-- Fairness: the finish tag of a group in a class; the expected run seconds of a group.
CREATE TABLE turn (class INTEGER NOT NULL, grp TEXT NOT NULL, finish REAL NOT NULL, PRIMARY KEY (class, grp)) WITHOUT ROWID;
CREATE TABLE task_group (name TEXT NOT NULL PRIMARY KEY, expected REAL NOT NULL) WITHOUT ROWID;

CREATE TABLE depth (kind INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;

CREATE TABLE gate (name TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE instance (
    id       TEXT NOT NULL PRIMARY KEY,
    host     TEXT NOT NULL,
    pid      INTEGER NOT NULL,
    url      TEXT,
    beat_at  INTEGER NOT NULL,
    valid_ms INTEGER NOT NULL,
    lost     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE idempotency (
    caller     TEXT NOT NULL,
    key        TEXT NOT NULL,
    task_id    TEXT NOT NULL,
    hash       TEXT,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (caller, key)
) WITHOUT ROWID;

CREATE INDEX idempotency_expiry ON idempotency (expires_at);
CREATE INDEX idempotency_task   ON idempotency (task_id);
