-- What an instance told of itself with its latest heartbeat, as JSON.
ALTER TABLE instance ADD COLUMN load TEXT;
