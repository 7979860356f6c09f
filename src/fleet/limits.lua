-- What a request takes from its key's limits: all or nothing. The same rules as src/fleet/limits.cc.
--   KEYS: buckets of the key; who runs how many of this class; free requests of the day
--   ARGV: server, microseconds (or -1: Redis's clock), day (or -1), at_once, per_minute, pictures,
--         pictures_per_minute, class ("words" or "pictures"), free (0 or 1), free_per_minute, free_per_day
-- Answers {0}, or {which limit (1 …), how many run, seconds until there is room}.
local buckets, running, today = KEYS[1], KEYS[2], KEYS[3]
local server, now, day = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local at_once, per_minute = tonumber(ARGV[4]), tonumber(ARGV[5])
local pictures, pictures_per_minute = tonumber(ARGV[6]), tonumber(ARGV[7])
local class, free = ARGV[8], ARGV[9] == '1'
local free_per_minute, free_per_day = tonumber(ARGV[10]), tonumber(ARGV[11])

if now < 0 then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
  day = math.floor(tonumber(time[1]) / 86400)
end

-- Servers that are alive renew this key; what the others had running runs no more.
redis.call('SET', 'easel:server:' .. server, '1', 'EX', 30)
local count = 0
local all = redis.call('HGETALL', running)
for i = 1, #all, 2 do
  if all[i] == server or redis.call('EXISTS', 'easel:server:' .. all[i]) == 1 then
    count = count + tonumber(all[i + 1])
  else
    redis.call('HDEL', running, all[i])
  end
end
if count >= at_once then return {1, count, 5} end

-- A minute's worth may burst, and flows in again evenly. A clock that was set back gives nothing.
local function wait_for(name, wanted, full)
  local state = redis.call('HMGET', buckets, name, name .. '@')
  local there, elapsed = 0, 60
  if state[1] then
    there = tonumber(state[1])
    elapsed = math.max(0, (now - tonumber(state[2])) / 1000000)
  end
  there = math.min(math.max(there + elapsed * full / 60, 0), full)
  if there >= wanted then return 0, there end
  if wanted > full then return 60, there end
  return math.max(1, math.ceil((wanted - there) * 60 / full)), there
end
local function keep(name, there)
  redis.call('HSET', buckets, name, string.format('%.17g', there), name .. '@', string.format('%.0f', now))
end

local wait, requests, singles, frees
wait, requests = wait_for(class, 1, per_minute)
if wait > 0 then return {2, count, wait} end
if pictures > 0 then
  wait, singles = wait_for('singles', pictures, pictures_per_minute)
  if wait > 0 then return {3, count, wait} end
end
if free then
  today = today .. day
  if tonumber(redis.call('GET', today) or '0') >= free_per_day then return {5, count, 0} end
  wait, frees = wait_for('free', 1, free_per_minute)
  if wait > 0 then return {4, count, wait} end
  keep('free', frees - 1)
  redis.call('INCR', today)
  redis.call('EXPIRE', today, 172800)
end
keep(class, requests - 1)
if pictures > 0 then keep('singles', singles - pictures) end
redis.call('EXPIRE', buckets, 120)
redis.call('HINCRBY', running, server, 1)
redis.call('EXPIRE', running, 86400)
return {0}
