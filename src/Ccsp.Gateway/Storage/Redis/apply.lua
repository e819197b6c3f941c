-- apply: runs commands if a number is still what it was when they were decided, and replaces it.
-- KEYS: the number; where the reply is remembered; the numbers of the queue; those of the commands. ARGV: for how long the reply is remembered, in ms; the number as it was
-- seen; the next one, which nobody else gives; then for each command its name, the number of its key, how many words follow, and these. Returns 1, or 0 when somebody else came first.
local number, reply = KEYS[1], KEYS[2]
local remembered = redis.call('GET', reply)
if remembered and remembered ~= '' then return tonumber(remembered) end
-- A gateway that slept through the move of its store must not go on in the copy that was left.
if redis.call('HEXISTS', KEYS[3], 'moved') == 1 then return redis.error_reply('STOREMOVED this store was moved away; see ccsp migrate-store') end
local commands, ahead = {}, 4
while ahead <= #ARGV do
  commands[#commands + 1] = ARGV[ahead]
  ahead = ahead + 3 + tonumber(ARGV[ahead + 2])
end
local forbidden = refused(commands)
if forbidden then return forbidden end
-- The first write needs no memory, so that a full server does not refuse what must go on.
redis.call('DEL', reply)
local outcome = 0
if (redis.call('GET', number) or '0') == ARGV[2] then
  redis.call('SET', number, ARGV[3])
  local at = 4
  while at <= #ARGV do
    local words = { KEYS[tonumber(ARGV[at + 1])] }
    local count = tonumber(ARGV[at + 2])
    for i = 1, count do words[i + 1] = ARGV[at + 2 + i] end
    redis.call(ARGV[at], unpack(words))
    at = at + 3 + count
  end
  outcome = 1
end
redis.call('SET', reply, outcome, 'PX', ARGV[1])
return outcome
