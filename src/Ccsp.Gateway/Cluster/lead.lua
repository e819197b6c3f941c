-- lead: takes or keeps the lease of the leader. KEYS[1]: the lease. ARGV: who asks; for how long, in ms. Returns 1, or 0 when somebody else holds it.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
-- The first write needs no memory: somebody must lead when the server is full, too.
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
