-- Takes a conversation's lock and, once it is taken, reads what a turn begins with.
-- Uses: acquire, load
-- KEYS: lock, queue, replies, events, meta, checkpoints
-- ARGV: 1–4 as `acquire` has them, 5 client message id or '', 6–7 as `load` has them
-- Returns: as `acquire`, and when taken {…, earlier reply to the message or nil, what `load` returns unless there is one}
local answer = acquire({KEYS[1], KEYS[2]}, {ARGV[1], ARGV[2], ARGV[3], ARGV[4]})
if answer[1] == 1 then
  answer[3] = ARGV[5] ~= '' and redis.call('HGET', KEYS[3], ARGV[5])
  if not answer[3] then
    answer[4] = load({KEYS[4], KEYS[5], KEYS[6]}, {ARGV[6], ARGV[7]})
  end
end
return answer
