-- takeover: what an instance that is gone was taking is taken by another one, before its own, under the ids it had.
-- KEYS: the messages of the one and of the other, the newest first. Returns how many.
local count = redis.call('LLEN', KEYS[1])
for _ = 1, count do
  redis.call('RPUSH', KEYS[2], redis.call('LPOP', KEYS[1]))
end
return count
