-- giveback: puts the newest messages being taken back to where they are taken first, in their order and without their ids.
-- KEYS: the list of requests; the messages being taken, the newest first. ARGV: the ids that may be given back. Returns how many.
local ids, given = {}, 0
for _, id in ipairs(ARGV) do ids[id] = true end
while true do
  local entry = redis.call('LINDEX', KEYS[2], 0)
  local id, message = string.match(entry or '', '^(%S+) (.*)$')
  if not id or not ids[id] then return given end
  redis.call('LPOP', KEYS[2])
  redis.call('RPUSH', KEYS[1], message)
  given = given + 1
end
