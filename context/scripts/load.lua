-- Reads a conversation from the point that its caller needs.
-- KEYS: events, meta, checkpoints
-- ARGV: scope (all | session | recent), least number of events wanted when recent
-- Returns: {number of events stored, index of the first event returned, checkpoint there or '', event, …}
local count = redis.call('LLEN', KEYS[1])
if count == 0 then
  return {0, 0, ''}
end
local first, checkpoint = 0, ''
if ARGV[1] ~= 'all' then
  first = tonumber(redis.call('HGET', KEYS[2], 'session_start') or '0')
end
if ARGV[1] == 'recent' then
  local wanted = count - tonumber(ARGV[2])
  wanted = math.min(wanted, tonumber(redis.call('HGET', KEYS[2], 'undo_from') or wanted))
  local last = redis.call('LLEN', KEYS[3]) - 1
  for position = last, 0, -1 do
    local candidate = redis.call('LINDEX', KEYS[3], position)
    local index = tonumber(string.match(candidate, '^(%d+)|'))
    if index <= first then
      break
    end
    if index <= wanted then
      first, checkpoint = index, candidate
      break
    end
  end
end
local reply = {count, first, checkpoint}
local size = 1000
for start = first, count - 1, size do
  for _, event in ipairs(redis.call('LRANGE', KEYS[1], start, math.min(start + size, count) - 1)) do
    reply[#reply + 1] = event
  end
end
return reply
