-- Prolongs the lease of a lock's owner.
-- KEYS: lock
-- ARGV: token, lease in ms, seconds after which an abandoned lock is forgotten
-- Returns: 1 when prolonged, 0 when the lock belongs to another
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then
  return 0
end
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], 'until', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) + tonumber(ARGV[2]))
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
