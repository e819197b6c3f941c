-- The emergency stop that stands, or the last one; at most one row.
CREATE TABLE emergency (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    json TEXT NOT NULL
);
