-- lead: takes or keeps the lease of the leader. KEYS[1]: the lease; KEYS[2]: the queue's numbers. ARGV: who asks; for how long, in ms (0 gives it back); the
-- term it believes to lead in, or 0. Returns the term, larger than all before unless the lease was kept; or 0 when somebody else holds the lease.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
-- The first write needs no memory: somebody must lead when the server is full, too.
redis.call('DEL', KEYS[1])
if ARGV[2] == '0' then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local term = redis.call('HGET', KEYS[2], 'term') or '0'
if holder and term == ARGV[3] then return tonumber(term) end
-- The time keeps it growing where the store was emptied or went back.
local time = redis.call('TIME')
term = math.max(tonumber(term) + 1, time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('HSET', KEYS[2], 'term', string.format('%d', term))
return term
