-- Documents of all kinds, the indexes over them, and numbers that steps add to.
CREATE TABLE record (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    json BLOB NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

-- Where a document stands: an entry per index it is in.
CREATE TABLE record_index (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    partition TEXT NOT NULL,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (kind, name, partition, position, key)
) WITHOUT ROWID;

-- Names that begin with ~ are the versions of lists.
CREATE TABLE counter (
    name TEXT NOT NULL,
    partition TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (name, partition, bucket)
) WITHOUT ROWID;
