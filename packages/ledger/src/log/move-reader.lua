#!lua flags=allow-oom
-- Notes how far a reader is done with the order log, and removes the entries that all readers are done
-- with. Runs even when Redis is out of memory, because it frees some.
--
-- KEYS  1 order log, 2 readers
-- ARGV  1 name of the reader, 2 id of the last entry that it is done with
-- Returns "unknown" (no such reader), "missing" (the log has no such entry, so it was not read here), or
--       "moved" or "more": "more" when there are still entries to remove, so that the call must be
--       repeated. A position below the present one changes nothing.
--@include log-readers
local LOG, READERS, READER, POSITION = KEYS[1], KEYS[2], ARGV[1], ARGV[2]

local positions = redis.call('HGETALL', READERS)
local before
for i = 1, #positions, 2 do
  if positions[i] == READER then
    before = positions[i + 1]
    if is_below(before, POSITION) then positions[i + 1] = POSITION end
  end
end
if not before then return 'unknown' end
if is_below(before, POSITION) then
  if #redis.call('XRANGE', LOG, POSITION, POSITION) == 0 then return 'missing' end
  redis.call('HSET', READERS, READER, POSITION)
end
return trim(LOG, least_of(positions)) == 1 and 'more' or 'moved'
