-- The GitHub issues that are watched are records now.
INSERT INTO record (kind, key, version, json)
SELECT 'github-issue', key, 1, json_object(
    'key', key, 'number', number, 'eTag', etag,
    'openedAt', strftime('%Y-%m-%dT%H:%M:', opened_at / 1000, 'unixepoch') || printf('%02d.%03dZ', opened_at / 1000 % 60, opened_at % 1000),
    'polledAt', strftime('%Y-%m-%dT%H:%M:', polled_at / 1000, 'unixepoch') || printf('%02d.%03dZ', polled_at / 1000 % 60, polled_at % 1000),
    'nextAt', strftime('%Y-%m-%dT%H:%M:', next_at / 1000, 'unixepoch') || printf('%02d.%03dZ', next_at / 1000 % 60, next_at % 1000))
FROM notification_issue;

INSERT INTO record_index (kind, name, partition, position, key) SELECT 'github-issue', 'next', '', next_at, key FROM notification_issue;

DROP TABLE notification_issue;
