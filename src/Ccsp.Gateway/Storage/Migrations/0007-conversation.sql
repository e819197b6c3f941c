-- A task that goes on with a conversation names a gate of its own, and so decides the lane it waits in. Nobody does so far.
ALTER TABLE task    ADD COLUMN conversation TEXT;
ALTER TABLE history ADD COLUMN conversation TEXT;
ALTER TABLE lane    ADD COLUMN conversation TEXT;
