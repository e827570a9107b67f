-- Appends a turn's events to a conversation, publishes them and remembers the turn's reply, all or nothing.
-- KEYS: events, meta, checkpoints, lock, replies, reply order, stream
-- ARGV: 1 save id, 2 number of events the writer had read, 3 lock token or '', 4 seconds to live or 0,
--       5 checkpoint state or '', 6 position in the new events at which a session starts or -1,
--       7 least number of events that a bounded read wants, 8 client message id or '', 9 replies as JSON,
--       10 number of replies kept, 11 sender id, 12 publish (1 | 0),
--       13 index from which a bounded read must begin if what it reads is to be taken back, or '', 14… events
-- Returns: {LOST | STORED, number of events stored}
local events, meta, checkpoints, lock = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local save_id, token, ttl = ARGV[1], ARGV[3], tonumber(ARGV[4])
local count = redis.call('LLEN', events)
if redis.call('HGET', meta, 'save_id') == save_id then
  return {'STORED', count}
end
if token ~= '' and redis.call('HGET', lock, 'owner') ~= token then
  return {'LOST', count}
end
local first_event = 14
for index = first_event, #ARGV do
  redis.call('RPUSH', events, ARGV[index])
  if ARGV[12] == '1' then
    redis.call('XADD', KEYS[7], '*', 'id', save_id .. ':' .. (index - first_event), 'sender_id', ARGV[11],
      'event', ARGV[index])
  end
end
redis.call('HSET', meta, 'save_id', save_id)
local session = tonumber(ARGV[6])
if session >= 0 then
  redis.call('HSET', meta, 'session_start', count + session)
end
if ARGV[13] ~= '' then
  redis.call('HSET', meta, 'undo_from', ARGV[13])
else
  redis.call('HDEL', meta, 'undo_from')
end
local total = count + #ARGV - first_event + 1
-- A checkpoint holds the state that its writer computed; another writer's events in between would be missing from it.
if ARGV[5] ~= '' and count == tonumber(ARGV[2]) then
  redis.call('RPUSH', checkpoints, total .. '|' .. ARGV[5])
  local needed = total - tonumber(ARGV[7])
  while true do
    local second = redis.call('LINDEX', checkpoints, 1)
    if not second or tonumber(string.match(second, '^(%d+)|')) > needed then
      break
    end
    redis.call('LPOP', checkpoints)
  end
end
if ARGV[8] ~= '' then
  redis.call('HSET', KEYS[5], ARGV[8], ARGV[9])
  redis.call('RPUSH', KEYS[6], ARGV[8])
  if redis.call('LLEN', KEYS[6]) > tonumber(ARGV[10]) then
    redis.call('HDEL', KEYS[5], redis.call('LPOP', KEYS[6]))
  end
end
if ttl > 0 then
  for _, key in ipairs({events, meta, checkpoints, KEYS[5], KEYS[6]}) do
    redis.call('EXPIRE', key, ttl)
  end
end
return {'STORED', total}
