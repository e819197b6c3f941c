-- giveback: puts messages that were being taken back to where they are taken first, in their order.
-- KEYS: the list of requests; the messages being taken, the newest first. Returns how many.
local given = 0
while true do
  local message = redis.call('LPOP', KEYS[2])
  if not message then return given end
  redis.call('RPUSH', KEYS[1], message)
  given = given + 1
end
