-- commit: applies drafts, each wholly or not at all, and tells the feed what happened. Draft.cs has the form of the arguments.
-- KEYS: the fixed ones below, then those the drafts name by their number. ARGV: for how long the reply is remembered, in ms; the channel that
-- hears of new events; who says so; the drafts.
-- Returns "<server time in ms> <outcome> <outcome> …": the number of the first event of an applied draft (its next one if it has none),
-- or minus the number of the guard that failed.
local meta, reply, feed, finish, backlog, lanes, parked, parking, times, woken = unpack(KEYS, 1, 10)
local call = redis.call

-- A caller that does not know what became of its request sends it again; it must not happen twice.
local remembered = call('GET', reply)
if remembered and remembered ~= '' then return remembered end
-- A gateway that slept through the move of its store must not go on in the copy that was left.
local seen = call('HMGET', meta, 'seq', 'moved')
if seen[2] then return redis.error_reply('STOREMOVED this store was moved away; see ccsp migrate-store') end
-- A full server refuses scripts whose first write needs memory. What is full must still be worked off, so the first write needs none; new tasks are
-- refused before they come here, where what was submitted is written.
call('DEL', reply)
call('SET', reply, '', 'PX', ARGV[1])

local at = 3
local function take() at = at + 1 return ARGV[at] end
local function number() return tonumber(take()) end
local function key() return KEYS[tonumber(take())] end
local function exact(double) return string.format('%.17g', double) end

local first = tonumber(seen[1] or 0)
local seq = first
local told, texts = {}, {}

-- A longer word is not published; then the listeners read the feed.
local longest_word = 65536

local guard = {}

-- A field still holds this version of its document; 0: there is none.
function guard.doc()
  local hash, field, version = key(), take(), take()
  local doc = call('HGET', hash, field)
  if not doc then return version == '0' end
  return string.sub(doc, 1, #version + 1) == version .. ' '
end

function guard.same()
  local hash, field, text = key(), take(), take()
  return (call('HGET', hash, field) or '0') == text
end

-- The sum of some numbers is at most so much.
function guard.most()
  local hash, most, sum = key(), number(), 0
  for _ = 1, number() do sum = sum + tonumber(call('HGET', hash, take()) or 0) end
  return sum <= most
end

function guard.fields()
  local hash, count = key(), number()
  return call('HLEN', hash) == count
end

-- A lane: the ready tasks of one class, group and set of gates. Its head stands among the heads of its group, the group in the ring of its class.
local function lane()
  local one = { places = key(), heads = key(), ring = key(), class = take(), group = take(), name = take() }
  one.turn = one.class .. ' ' .. one.group
  return one
end

local function head(one)
  local place = call('ZRANGE', one.places, 0, 0, 'WITHSCORES')
  return place[1], place[2]
end

local function hide(one, id)
  call('ZREM', one.heads, id .. ' ' .. one.name)
  if call('EXISTS', one.heads) == 0 then call('ZREM', one.ring, one.group) end
end

local function show(one, id, since)
  call('ZADD', one.heads, since, id .. ' ' .. one.name)
  call('ZADD', one.ring, call('HGET', finish, one.turn), one.group)
end

-- After the lane changed: shows its new head, unless a gate has parked it.
local function relist(one, old, old_since)
  local id, since = head(one)
  if (id == old and since == old_since) or call('HEXISTS', parked, one.name) == 1 then return end
  if old and old ~= id then hide(one, old) end
  if id then show(one, id, since) end
end

local write = {}

-- Any command on one key.
function write.run()
  local command, count = take(), number()
  local words = { key() }
  for i = 1, count do words[i + 1] = take() end
  call(command, unpack(words))
end

-- A number that nobody needs at zero.
function write.count()
  local hash, field, by = key(), take(), take()
  if call('HINCRBY', hash, field, by) == 0 then call('HDEL', hash, field) end
end

function write.event()
  local list, owner, text = key(), take(), take()
  seq = seq + 1
  text = string.format('%d\n', seq) .. text
  told[#told + 1] = call('RPUSH', list, text) .. ' ' .. owner
  texts[#texts + 1] = owner .. '\n' .. text
end

-- A task takes its place. A group that had none in this class enters at the virtual time of the class: absence earns no credit.
function write.ready()
  local one, id, since, what = lane(), take(), take(), take()
  local old, old_since = head(one)
  if call('ZADD', one.places, since, id) == 1 and call('HINCRBY', backlog, one.turn, 1) == 1 then
    local own, now = tonumber(call('HGET', finish, one.turn) or 0), tonumber(call('HGET', meta, 'time ' .. one.class) or 0)
    call('HSET', finish, one.turn, exact(math.max(own, now)))
  end
  if not old then call('HSET', lanes, one.name, what) end
  relist(one, old, old_since)
end

function write.unready()
  local one = lane()
  local old, old_since = head(one)
  local gone = 0
  for _ = 1, number() do gone = gone + call('ZREM', one.places, take()) end
  if call('HINCRBY', backlog, one.turn, -gone) == 0 then call('HDEL', backlog, one.turn) end
  relist(one, old, old_since)
  if call('EXISTS', one.places) == 0 then call('HDEL', lanes, one.name) end
end

-- The group has had more, or less, of its class than it was charged.
function write.turn()
  local ring, class, group, seconds = key(), take(), take(), number()
  local turn = class .. ' ' .. group
  local at_last = exact(tonumber(call('HGET', finish, turn) or 0) + seconds)
  call('HSET', finish, turn, at_last)
  call('ZADD', ring, 'XX', at_last, group)
end

-- A moving average: of what was expected a part is kept, and something is added.
function write.expect()
  local hash, group, otherwise, kept, added = key(), take(), number(), number(), number()
  call('HSET', hash, group, exact(tonumber(call('HGET', hash, group) or otherwise) * kept + added))
end

-- The head of the lane was refused by a gate: it leaves the ring until the gate can open.
function write.park()
  local one, gate, under, opens, what = lane(), take(), key(), take(), take()
  local id = head(one)
  call('HSET', parked, one.name, what)
  call('SADD', under, one.name)
  call('SADD', parking, gate)
  if opens ~= '' then call('ZADD', times, opens, gate) end
  if id then hide(one, id) end
end

-- Gates that may let somebody pass again: whoever is parked under them is to be listed again.
function write.wake()
  local any = call('EXISTS', parking) == 1
  for _ = 1, number() do
    local gate, under = take(), key()
    if any and call('SREM', parking, gate) == 1 then
      call('SUNIONSTORE', woken, woken, under)
      call('DEL', under)
    end
  end
end

function write.list()
  local one = lane()
  call('SREM', woken, one.name)
  if call('HDEL', parked, one.name) == 0 then return end
  local id, since = head(one)
  if id then show(one, id, since) end
end

local outcomes = {}
while at < #ARGV do
  local length, guards = number(), number()
  local finally = at + length
  local failed = 0
  for i = 1, guards do
    if not guard[take()]() then failed = i break end
  end
  if failed > 0 then
    outcomes[#outcomes + 1] = -failed
  else
    outcomes[#outcomes + 1] = string.format('%d', seq + 1)
    while at < finally do write[take()]() end
  end
  at = finally
end

if seq > first then
  call('HSET', meta, 'seq', string.format('%d', seq))
  call('XADD', feed, string.format('%d-0', seq), 'e', table.concat(told, '\n'))
  local word = ARGV[3] .. string.format('\n%d\n', seq) .. table.concat(texts, '\n')
  call('PUBLISH', ARGV[2], #word > longest_word and ARGV[3] .. string.format('\n%d', seq) or word)
end
local time = call('TIME')
local answer = string.format('%d ', time[1] * 1000 + math.floor(time[2] / 1000)) .. table.concat(outcomes, ' ')
call('SET', reply, answer, 'PX', ARGV[1])
return answer
