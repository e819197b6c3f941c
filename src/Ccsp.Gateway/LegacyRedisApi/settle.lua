-- settle: nothing is owed for a task any more, unless it has been asked for again since.
-- KEYS: what is owed; the hash of requests. ARGV: the task; what was owed; the request.
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[1], ARGV[1])
if redis.call('HGET', KEYS[2], ARGV[3]) == ARGV[1] then redis.call('HDEL', KEYS[2], ARGV[3]) end
return 1
