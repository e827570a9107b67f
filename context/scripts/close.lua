-- Stores a turn and, if it was stored, hands the conversation's lock on.
-- Uses: save, advance
-- KEYS: as `save` has them, then the lock's queue
-- ARGV: 1–4 as `advance` has them, 5… as `save` has them
-- Returns: what `save` returns
local saved = save(KEYS, {unpack(ARGV, 5)})
if saved[1] == 'STORED' then
  advance({KEYS[4], KEYS[8]}, {ARGV[1], ARGV[2], ARGV[3], ARGV[4], '1'})
end
return saved
