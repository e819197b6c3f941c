-- current: which task is a request's own, as long as the request is being worked on.
-- KEYS: the hash of requests. ARGV: the request; a task that could be its own; the task this one replaces, or nothing. Returns the task that is.
local task = redis.call('HGET', KEYS[1], ARGV[1])
if task and task ~= ARGV[3] then return task end
-- A full server refuses scripts whose first write needs memory; this one needs none.
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return ARGV[2]
