#!lua flags=allow-oom
-- Takes a reader of the order log off its list, and removes the entries that only it had not read. With
-- the last reader, the log itself is removed, and nothing is logged any more.
--
-- KEYS  1 order log, 2 readers
-- ARGV  1 name of the reader
-- Returns "removed", "unknown" (no such reader), or "more" when there are still entries to remove, so
--       that the call must be repeated
--@include log-readers
local LOG, READERS, READER = KEYS[1], KEYS[2], ARGV[1]

local was_there = redis.call('HDEL', READERS, READER, READER .. SINCE) > 0
local least = least_of(redis.call('HGETALL', READERS))
if not least then
  redis.call('UNLINK', LOG)
elseif trim(LOG, least) == 1 then
  return 'more'
end
return was_there and 'removed' or 'unknown'
