-- take: moves messages to those being taken, the oldest first, each behind the id its task will have.
-- KEYS: the list of requests; the messages being taken, the newest first. ARGV: an id for each place among those being taken; a place keeps its id when
-- the script is run twice. Returns all that are being taken, the newest first.
for place = redis.call('LLEN', KEYS[2]) + 1, #ARGV do
  local message = redis.call('RPOP', KEYS[1])
  if not message then break end
  redis.call('LPUSH', KEYS[2], ARGV[place] .. ' ' .. message)
end
return redis.call('LRANGE', KEYS[2], 0, -1)
