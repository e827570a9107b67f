-- Hands a conversation's lock on: when its owner lets go, or when a waiter finds the lease over.
-- KEYS: lock, queue
-- ARGV: token, lease in ms, seconds after which an abandoned lock is forgotten, liveness (1 | 0), release (1 | 0)
-- Returns: {1 when the token owns the lock now | 0 when it waits | -1 when it does neither, ms that the lease has}
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local token, lease, forget, liveness, release = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1', ARGV[5] == '1'

local owner = redis.call('HGET', KEYS[1], 'owner')
local left = tonumber(redis.call('HGET', KEYS[1], 'until') or '0') - now
if release then
  redis.call('LREM', KEYS[2], 0, token)
  if owner ~= token then
    return {-1, left}
  end
else
  if owner == token then
    return {1, left}
  end
  if owner and left > 0 then
    return {redis.call('LPOS', KEYS[2], token) and 0 or -1, left}
  end
end
local heir = redis.call('LPOP', KEYS[2])
while heir do
  if heir == token then
    break
  end
  if redis.call('PUBLISH', string.match(heir, '^(.*)/%d+$'), heir) > 0 or not liveness then
    break
  end
  heir = redis.call('LPOP', KEYS[2])
end
if not heir then
  redis.call('DEL', KEYS[1])
  return {-1, 0}
end
redis.call('HSET', KEYS[1], 'owner', heir, 'until', now + lease)
redis.call('EXPIRE', KEYS[1], forget)
if heir == token then
  return {1, lease}
end
return {redis.call('LPOS', KEYS[2], token) and 0 or -1, lease}
