-- commit: applies batches, each wholly or not at all, and appends what happened to the feed. GuardedBatch.cs has the form of the arguments.
-- KEYS: the fixed ones below, then those the batches name by their number. ARGV: for how long the reply is remembered, in ms; the channel that
-- hears of new events; who says so; the highest number of an event and the life of the store the caller knows; the batches.
-- Returns "<server time in ms> <outcome> <outcome> …": the number of the first event of an applied batch (its next one if it has none),
-- or minus the number of the guard that failed. Or "<server time in ms> life <name>": nothing was applied, because the server has lost what it had acknowledged
-- before; whatever the caller knows is to be looked at again.
-- A batch touches the same few hashes and sorted sets again and again, and a command costs a script far more than a step of Lua: what is read is
-- kept, and what is to be written is gathered and written at the end.
local meta, reply, feed, finish, backlog, lanes, parked, parked_gates, times, woken = unpack(KEYS, 1, 10)
local call = redis.call
if redis.acl_check_cmd and not redis.acl_check_cmd('PUBLISH', ARGV[2], '') then
  return redis.error_reply("NOPERM this user has no permissions to run the 'publish' command on the channel " .. ARGV[2])
end

-- A caller that does not know what became of its request sends it again; it must not happen twice.
local remembered = call('GET', reply)
if remembered and remembered ~= '' then return remembered end
-- A gateway that slept through the move of its store must not go on in the copy that was left.
local seen = call('HMGET', meta, 'seq', 'moved', 'life')
if seen[2] then return redis.error_reply('STOREMOVED this store was moved away; see ccsp migrate-store') end
-- A full server refuses scripts whose first write needs memory. What is full must still be worked off, so then the first write needs none. What is
-- new is refused: tasks before they come here, where what was submitted is written, records by their guard.
local is_full = redis.pcall('SET', reply, '', 'PX', ARGV[1]).err ~= nil
if is_full then
  call('DEL', reply)
  call('SET', reply, '', 'PX', ARGV[1])
end

local function answer_with(words)
  local time = call('TIME')
  local answer = string.format('%d ', time[1] * 1000 + math.floor(time[2] / 1000)) .. words
  call('SET', reply, answer, 'PX', ARGV[1])
  return answer
end

-- A server that was restarted without its last writes, or replaced by one that had not got them yet, has gone back. A number that was published once must
-- not be given again, or a listener who received it would miss what it stands for now; the distance is for those who received more than this caller.
local distance = 10000
local life = seen[3] or ''
if tonumber(seen[1] or 0) < tonumber(ARGV[4]) then
  -- A name nobody else has.
  life = reply
  call('HSET', meta, 'seq', string.format('%d', ARGV[4] + distance), 'life', life)
end
if life ~= ARGV[5] then return answer_with('life ' .. life) end

local at = 5
local function take() at = at + 1 return ARGV[at] end
local function number() return tonumber(take()) end
local function key() return KEYS[tonumber(take())] end
local function exact(double) return string.format('%.17g', double) end
local function whole(integer) return string.format('%d', integer) end

local first = tonumber(seen[1] or 0)
local seq = first
local lines, texts = {}, {}

-- A longer word is not published; then the listeners read the feed.
local longest_word = 65536

-- Lua can hand over some thousands of words to a command; an even number keeps pairs together.
local most_words = 2000

-- Gives a command on a key its words, in as many calls as it takes; returns the sum of their answers.
local function in_parts(command, name, words)
  local sum = 0
  for from = 1, #words, most_words do
    sum = sum + call(command, name, unpack(words, from, math.min(from + most_words - 1, #words)))
  end
  return sum
end

-- What is known and changed of one hash: false stands for a field that is not there.
local hashes = {}

local function hash(name)
  local one = hashes[name]
  if not one then
    one = { values = {}, changed = {}, order = {} }
    hashes[name] = one
  end
  return one
end

local function get(name, field)
  local one = hash(name)
  local value = one.values[field]
  if value == nil then
    value = call('HGET', name, field)
    one.values[field] = value
  end
  return value
end

local function put(name, field, value)
  local one = hash(name)
  one.values[field] = value
  if not one.changed[field] then
    one.changed[field] = true
    one.order[#one.order + 1] = field
  end
end

local function write_hash(name, one)
  local kept, gone = {}, {}
  for _, field in ipairs(one.order) do
    local value = one.values[field]
    if value then
      kept[#kept + 1] = field
      kept[#kept + 1] = value
    else
      gone[#gone + 1] = field
    end
  end
  in_parts('HSET', name, kept)
  in_parts('HDEL', name, gone)
  one.changed, one.order = {}, {}
end

-- What is changed of one sorted set: a score, or false for a member that leaves.
local sets = {}

local function rank(name, member, score)
  local one = sets[name]
  if not one then
    one = { scores = {}, order = {} }
    sets[name] = one
  end
  if one.scores[member] == nil then one.order[#one.order + 1] = member end
  one.scores[member] = score
end

local function write_set(name, one)
  local kept, gone = {}, {}
  for _, member in ipairs(one.order) do
    local score = one.scores[member]
    if score then
      kept[#kept + 1] = score
      kept[#kept + 1] = member
    else
      gone[#gone + 1] = member
    end
  end
  in_parts('ZADD', name, kept)
  in_parts('ZREM', name, gone)
  sets[name] = nil
end

-- Before a command of its own on a key.
local function write_key(name)
  if hashes[name] then
    write_hash(name, hashes[name])
    hashes[name] = nil
  end
  if sets[name] then write_set(name, sets[name]) end
end

local guard = {}

-- A field still holds this version of its document; 0: there is none.
function guard.doc()
  local name, field, version = key(), take(), take()
  local doc = get(name, field)
  if not doc then return version == '0' end
  return string.sub(doc, 1, #version + 1) == version .. ' '
end

function guard.same()
  local name, field, text = key(), take(), take()
  return (get(name, field) or '0') == text
end

-- The sum of some numbers is at most so much.
function guard.most()
  local name, most, sum = key(), number(), 0
  for _ = 1, number() do sum = sum + tonumber(get(name, take()) or 0) end
  return sum <= most
end

function guard.fields()
  local name, count = key(), number()
  write_key(name)
  return call('HLEN', name) == count
end

-- The server has memory for something new.
function guard.space() return not is_full end

-- A lane: the ready tasks of one class, group and set of gates. Its head stands among the heads of its group, the group in the order of its class.
local function lane()
  local one = { places = key(), heads = key(), group_order = key(), class = take(), group = take(), name = take() }
  one.share = one.class .. ' ' .. one.group
  return one
end

local function head(one)
  local place = call('ZRANGE', one.places, 0, 0, 'WITHSCORES')
  return place[1], place[2]
end

local function hide(one, id)
  call('ZREM', one.heads, id .. ' ' .. one.name)
  if call('EXISTS', one.heads) == 0 then call('ZREM', one.group_order, one.group) end
end

local function show(one, id, since)
  call('ZADD', one.heads, since, id .. ' ' .. one.name)
  call('ZADD', one.group_order, get(finish, one.share), one.group)
end

-- Lanes whose tasks changed, with the heads they had; and groups whose F changed, with the order they stand in.
local touched, charged = {}, {}

local function touch(one)
  if touched[one.name] then return touched[one.name] end
  one.id, one.since = head(one)
  touched[one.name] = one
  touched[#touched + 1] = one
  return one
end

local function charge(group_order, name, group, seconds)
  put(finish, name, exact(seconds))
  if charged[name] then return end
  charged[name] = true
  charged[#charged + 1] = { group_order = group_order, name = name, group = group }
end

-- Shows the new head of a lane that changed, unless a gate has parked it.
local function relist(one)
  local id, since = head(one)
  if not one.id and id then put(lanes, one.name, one.what) end
  if one.id and not id then put(lanes, one.name, false) end
  if (id == one.id and since == one.since) or get(parked, one.name) then return end
  if one.id and one.id ~= id then hide(one, one.id) end
  if id then show(one, id, since) end
end

-- The order of the queue is made right: before it is looked at, and at the end.
local function settle()
  for _, one in ipairs(touched) do
    if sets[one.places] then write_set(one.places, sets[one.places]) end
    relist(one)
  end
  for _, one in ipairs(charged) do call('ZADD', one.group_order, 'XX', get(finish, one.name), one.group) end
  touched, charged = {}, {}
end

local write = {}

-- Any command on one key.
function write.run()
  local command, count, name = take(), number(), key()
  local words = {}
  for i = 1, count do words[i] = take() end
  write_key(name)
  call(command, name, unpack(words))
end

function write.put()
  local name, field, value = key(), take(), take()
  put(name, field, value)
end

function write.drop()
  local name, field = key(), take()
  put(name, field, false)
end

function write.add()
  local name, field, by = key(), take(), number()
  put(name, field, whole(tonumber(get(name, field) or 0) + by))
end

-- Numbers that nobody needs at zero.
function write.counts()
  local name = key()
  for _ = 1, number() do
    local field, by = take(), number()
    local sum = tonumber(get(name, field) or 0) + by
    put(name, field, sum ~= 0 and whole(sum))
  end
end

function write.rank()
  local name, score, member = key(), take(), take()
  rank(name, member, score)
end

function write.unrank()
  local name, member = key(), take()
  rank(name, member, false)
end

function write.event()
  local list, owner, text = key(), take(), take()
  seq = seq + 1
  text = whole(seq) .. '\n' .. text
  lines[#lines + 1] = call('RPUSH', list, text) .. ' ' .. owner
  texts[#texts + 1] = owner .. '\n' .. text
end

-- A task takes its place, or another one in its lane. A group that had none in this class enters at the virtual time of the class: absence earns
-- no credit.
function write.ready()
  local one, id, since, is_new, what = touch(lane()), take(), take(), take(), take()
  rank(one.places, id, since)
  one.what = what
  if is_new == '0' then return end
  local count = tonumber(get(backlog, one.share) or 0) + 1
  put(backlog, one.share, whole(count))
  if count == 1 then
    local own, now = tonumber(get(finish, one.share) or 0), tonumber(get(meta, 'time ' .. one.class) or 0)
    charge(one.group_order, one.share, one.group, math.max(own, now))
  end
end

function write.unready()
  local one = touch(lane())
  local words = {}
  for i = 1, number() do words[i] = take() end
  if sets[one.places] then write_set(one.places, sets[one.places]) end
  local count = tonumber(get(backlog, one.share) or 0) - in_parts('ZREM', one.places, words)
  put(backlog, one.share, count ~= 0 and whole(count))
end

-- The group has had more, or less, of its class than it was charged: some seconds, and some more.
function write.charge()
  local group_order, class, group = key(), take(), take()
  local name = class .. ' ' .. group
  local seconds = tonumber(get(finish, name) or 0)
  for _ = 1, number() do seconds = seconds + number() end
  charge(group_order, name, group, seconds)
end

-- A moving average: of what was expected a part is kept, and something is added.
function write.expect()
  local name, group, otherwise, kept, added = key(), take(), number(), number(), number()
  put(name, group, exact(tonumber(get(name, group) or otherwise) * kept + added))
end

-- Whether any lane is parked; unknown at first.
local any_parked

-- The head of the lane was refused by a gate: it leaves the order of groups until the gate can open.
function write.park()
  settle()
  local one, gate, under, opens, what = lane(), take(), key(), take(), take()
  local id = head(one)
  put(parked, one.name, what)
  call('SADD', under, one.name)
  call('SADD', parked_gates, gate)
  any_parked = true
  if opens ~= '' then rank(times, gate, opens) end
  if id then hide(one, id) end
end

-- Gates that may let somebody pass again: the lanes parked under them are to be listed again.
function write.wake()
  if any_parked == nil then any_parked = call('EXISTS', parked_gates) == 1 end
  for _ = 1, number() do
    local gate, under = take(), key()
    if any_parked and call('SREM', parked_gates, gate) == 1 then
      call('SUNIONSTORE', woken, woken, under)
      call('DEL', under)
    end
  end
end

function write.list()
  settle()
  local one = lane()
  call('SREM', woken, one.name)
  if not get(parked, one.name) then return end
  put(parked, one.name, false)
  local id, since = head(one)
  if id then show(one, id, since) end
end

-- A lane that was listed already is not to be listed again, unless it was parked anew since somebody looked.
function write.listed()
  local name = take()
  if not get(parked, name) then call('SREM', woken, name) end
end

-- A lane with tasks that nobody would ever look at again: it stands neither in the order of the queue nor where a gate can wake it. None may ever be
-- found; how many were is kept.
function write.mend()
  settle()
  local one = lane()
  local is_parked = get(parked, one.name)
  local is_found = is_parked and call('SISMEMBER', woken, one.name) == 1
  for _ = 1, number() do
    local gate, under = take(), key()
    is_found = is_found or (is_parked and call('SISMEMBER', under, one.name) == 1 and call('SISMEMBER', parked_gates, gate) == 1)
  end
  local id, since = head(one)
  if not is_parked and id then is_found = call('ZSCORE', one.heads, id .. ' ' .. one.name) and call('ZSCORE', one.group_order, one.group) end
  if is_found or not id then return end
  put(parked, one.name, false)
  show(one, id, since)
  put(meta, 'mended', whole(tonumber(get(meta, 'mended') or 0) + 1))
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
    outcomes[#outcomes + 1] = whole(seq + 1)
    while at < finally do write[take()]() end
  end
  at = finally
end

settle()
if seq > first then
  put(meta, 'seq', whole(seq))
  call('XADD', feed, whole(seq) .. '-0', 'e', table.concat(lines, '\n'))
  local word = ARGV[3] .. '\n' .. whole(seq) .. '\n' .. table.concat(texts, '\n')
  call('PUBLISH', ARGV[2], #word > longest_word and ARGV[3] .. '\n' .. whole(seq) or word)
end
for name, one in pairs(hashes) do write_hash(name, one) end
for name, one in pairs(sets) do write_set(name, one) end
return answer_with(table.concat(outcomes, ' '))
