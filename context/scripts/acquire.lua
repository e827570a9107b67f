-- Takes a conversation's lock, or a place in the queue for it.
-- KEYS: lock, queue
-- ARGV: token, lease in ms, seconds after which an abandoned lock is forgotten, liveness (1: ask by PUBLISH | 0)
-- A token is «channel/number»; a process listens on its channel for as long as it lives, so a PUBLISH that reaches
-- nobody tells that the process is gone.
-- Returns: {1 when taken | 0 when queued, ms that the present lease still has}
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local token, lease, forget, liveness = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'

local function lives(other)
  return not liveness or redis.call('PUBLISH', string.match(other, '^(.*)/%d+$'), '') > 0
end

local owner = redis.call('HGET', KEYS[1], 'owner')
local left = tonumber(redis.call('HGET', KEYS[1], 'until') or '0') - now
if owner == token then
  return {1, left}
end
if owner and left > 0 and lives(owner) then
  redis.call('RPUSH', KEYS[2], token)
  redis.call('EXPIRE', KEYS[2], forget)
  return {0, left}
end
local taken = 1
local heir = redis.call('LPOP', KEYS[2])
while heir do
  if redis.call('PUBLISH', string.match(heir, '^(.*)/%d+$'), heir) > 0 or not liveness then
    redis.call('RPUSH', KEYS[2], token)
    redis.call('EXPIRE', KEYS[2], forget)
    taken = 0
    break
  end
  heir = redis.call('LPOP', KEYS[2])
end
redis.call('HSET', KEYS[1], 'owner', heir or token, 'until', now + lease)
redis.call('EXPIRE', KEYS[1], forget)
return {taken, lease}
