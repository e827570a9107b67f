-- Reads the last events of a conversation.
-- KEYS: events
-- ARGV: greatest number of events to return
-- Returns: {number of events stored, event, …}
local reply = redis.call('LRANGE', KEYS[1], -tonumber(ARGV[1]), -1)
table.insert(reply, 1, redis.call('LLEN', KEYS[1]))
return reply
