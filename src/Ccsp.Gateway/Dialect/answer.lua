-- answer: puts an answer on a client's list, once for each ticket.
-- KEYS: the list; the mark, in the slot of the list. ARGV: the answer; for how many seconds list and mark are kept. Returns whether it was put there now.
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
-- First, because it fails where the name is that of something else, and then nothing is marked.
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('SET', KEYS[2], '1', 'EX', ARGV[2])
return 1
