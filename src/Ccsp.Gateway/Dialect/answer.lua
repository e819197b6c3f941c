-- answer: puts an answer on a client's list, once for each ticket.
-- KEYS: the list; the mark, in the slot of the list. ARGV: the answer; for how many seconds list and mark are kept.
-- Returns 1: put there now; 0: it was put there before; -1: the name is that of something else, and nothing is written, not even the mark.
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'list' and kind ~= 'none' then return -1 end
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('SET', KEYS[2], '1', 'EX', ARGV[2])
return 1
