"""What the shared limiter does inside Redis: LocalLimiter's rules, as scripts that nobody comes between.

Both answer: slots given, slots, in flight, in flight for ordinary turns, requests, throttled, waiting, seconds until
anything may be sent, mean seconds of an answer. Times are Redis' own, so that no two machines' clocks matter; what lies
further ahead than it can was written before that clock was set back, and is cut back to it.
"""

from calsync.graph.limits import LONGEST_PAUSE_OF_ALL

_BOTH = """
local state, urgent_key, ordinary_key, waiting_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local function get(name, otherwise)
  return tonumber(redis.call('HGET', state, name) or otherwise)
end
local function put(name, value)
  redis.call('HSET', state, name, string.format('%.6f', value))
end
local function flight()
  local urgent, ordinary = redis.call('ZCARD', urgent_key), redis.call('ZCARD', ordinary_key)
  return urgent + ordinary, ordinary
end
for _, key in ipairs({urgent_key, ordinary_key}) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
end
local function waiters()
  local found, flat = {}, redis.call('HGETALL', waiting_key)
  for i = 1, #flat, 2 do
    local each = cjson.decode(flat[i + 1])
    if each.till < now or each.till > now + 1.5 then
      redis.call('HDEL', waiting_key, flat[i])
    else
      each.who = flat[i]
      found[#found + 1] = each
    end
  end
  return found
end
local function paused()
  return math.min(get('paused', 0), now + %LONGEST%)
end
local function answer(given, slots, count)
  local all, ordinary = flight()
  for _, key in ipairs(KEYS) do
    redis.call('EXPIRE', key, 86400)
  end
  return {
    given, slots, all, ordinary, get('requests', 0), get('throttled', 0), count,
    string.format('%.6f', math.max(0, paused() - now)), string.format('%.6f', get('mean', 0)),
  }
end
""".replace("%LONGEST%", str(LONGEST_PAUSE_OF_ALL))

TAKE = (
    _BOTH
    + """
local me, number, turn, urgent = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'
local wanted, hold = tonumber(ARGV[5]), tonumber(ARGV[6])
for _, key in ipairs({urgent_key, ordinary_key}) do
  for _, held in ipairs(redis.call('ZRANGEBYSCORE', key, string.format('(%.6f', now + hold), '+inf')) do
    redis.call('ZADD', key, now + hold, held)
  end
end
local slots = math.min(get('slots', ARGV[7]), tonumber(ARGV[8]))
local queue, since, ahead = waiters(), now, 0
for _, each in ipairs(queue) do
  if each.who == me and each.number == number then since = each.since end
end
for _, each in ipairs(queue) do
  if each.who ~= me and (each.turn < turn or (each.turn == turn and each.since < since)) then
    ahead = ahead + each.wanted
  end
end
local all, ordinary = flight()
local room = slots - all
if not urgent and slots > 1 then room = math.min(room, slots - 1 - ordinary) end
local given = math.max(0, math.min(wanted, room - ahead))
if paused() > now then given = 0 end
for i = 1, given do
  redis.call('ZADD', urgent and urgent_key or ordinary_key, now + hold, ARGV[8 + i])
end
if given > 0 then
  redis.call('HDEL', waiting_key, me)
else
  -- Who does not ask again within a second and a half has left.
  redis.call('HSET', waiting_key, me, cjson.encode({
    number = number, turn = turn, since = since, wanted = wanted, till = now + 1.5}))
end
return answer(given, slots, #queue)
"""
)

GIVE = (
    _BOTH
    + """
local urgent, count = ARGV[1] == '1', tonumber(ARGV[4])
local slots, ceiling = get('slots', ARGV[2]), tonumber(ARGV[3])
local seconds, good, throttled = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local pause, hinted, hungry = tonumber(ARGV[8]), ARGV[9] == '1', ARGV[10] == '1'
local grow_after, remembered, weight = tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13])
local outlier = tonumber(ARGV[14])
local queue = waiters()
slots = math.min(slots, ceiling)
if seconds > 0 or good > 0 or throttled > 0 then
  put('requests', get('requests', 0) + count)
  put('throttled', get('throttled', 0) + throttled)
  local mean = get('mean', 0)
  if good > 0 or seconds > mean then
    if mean == 0 then mean = seconds end
    local took = math.min(seconds, outlier * mean)
    put('mean', mean + (took - mean) * (1 - weight ^ (count - throttled)))
  end
end
if throttled > 0 then
  local first = now - seconds >= get('cut_at', 0)
  if hinted or first then put('paused', math.max(paused(), now + pause)) end
  put('good', 0)
  if first then
    local all = flight()
    local halved = math.max(1, math.floor(slots / 2))
    put('wall', math.max(all, halved + 1))
    put('wall_at', now)
    put('cut_at', now)
    slots = halved
  end
elseif hungry or #queue > 0 then
  local so_far = get('good', 0) + good
  if so_far >= grow_after then
    so_far = 0
    local top = ceiling
    if get('wall', 0) > 0 and now - get('wall_at', 0) < remembered then top = math.min(top, get('wall', 0) - 1) end
    slots = math.max(slots, math.min(slots + 1, top))
  end
  put('good', so_far)
end
put('slots', slots)
for i = 15, #ARGV do
  redis.call('ZREM', urgent and urgent_key or ordinary_key, ARGV[i])
end
return answer(0, slots, #queue)
"""
)
