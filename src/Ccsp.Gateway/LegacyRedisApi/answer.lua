-- answer: puts an answer on a client's list, once for each ticket, and takes away what nobody has read for too long.
-- KEYS: the list; the mark, in the slot of the list. ARGV: the answer; for how many seconds list and mark are kept; answers from before this time go;
-- the most a list may hold, of which the oldest go.
-- Returns the length of the list; 0: it was put there before; -1: the name is that of something else, and nothing is written, not even the mark.
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'list' and kind ~= 'none' then return -1 end
-- A full server refuses scripts whose first write needs memory; this one needs none.
redis.call('DEL', KEYS[2])
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], 0, ARGV[4] - 1)
for _ = 1, 100 do
  local at = string.match(redis.call('LINDEX', KEYS[1], -1), '"timestamp":"([^"]*)"')
  if not at or at >= ARGV[3] then break end
  redis.call('RPOP', KEYS[1])
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('SET', KEYS[2], '1', 'EX', ARGV[2])
return redis.call('LLEN', KEYS[1])
