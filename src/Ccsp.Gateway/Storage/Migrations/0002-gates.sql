-- A task's model (its family) and agent name gates of their own, and so decide the lane it waits in.

ALTER TABLE task    ADD COLUMN model TEXT;
ALTER TABLE history ADD COLUMN model TEXT;

-- Lanes are made anew from the ready tasks when their key changes: none can be filled in here.
UPDATE task SET lane = NULL WHERE lane IS NOT NULL;
DROP TABLE lane;

CREATE TABLE lane (
    id        INTEGER PRIMARY KEY,
    class     INTEGER NOT NULL,
    grp       TEXT NOT NULL,
    engine    TEXT NOT NULL,
    profile   TEXT NOT NULL,
    agent     TEXT NOT NULL,
    model     TEXT,
    directory TEXT
);

INSERT INTO lane (class, grp, engine, profile, agent, model, directory)
SELECT DISTINCT class, grp, engine, profile, agent, model, directory FROM task WHERE state = 3;

UPDATE task SET lane = (
    SELECT l.id FROM lane l
    WHERE l.class = task.class AND l.grp = task.grp AND l.engine = task.engine AND l.profile = task.profile AND l.agent = task.agent
        AND l.model IS task.model AND l.directory IS task.directory)
WHERE state = 3;

-- Tasks that wait for a provider's limit (4) or a login (5), by the profile they wait for.
CREATE INDEX task_parked ON task (profile, id) WHERE state = 2 AND wait_reason IN (3, 4);
