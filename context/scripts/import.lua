-- Fills a conversation with events kept in another format, unless it has events already.
-- KEYS: events, meta
-- ARGV: 1 index of the current session's first event, 2 seconds to live or 0, 3… events
-- Returns: number of events stored
if redis.call('EXISTS', KEYS[1]) == 0 then
  for index = 3, #ARGV do
    redis.call('RPUSH', KEYS[1], ARGV[index])
  end
  redis.call('HSET', KEYS[2], 'session_start', ARGV[1])
  if tonumber(ARGV[2]) > 0 then
    redis.call('EXPIRE', KEYS[1], ARGV[2])
    redis.call('EXPIRE', KEYS[2], ARGV[2])
  end
end
return redis.call('LLEN', KEYS[1])
