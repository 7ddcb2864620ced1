#!lua flags=no-writes,allow-oom
-- Reads the numbers of orders of a shard together with the end of its order log, at one instant.
--
-- KEYS  1 counts, 2 archive, 3 order log
-- Returns the id of the newest entry that the log has ever had, 0-0 when it is new; then the fields and
--       values of counts, and those of the archive, as two lists
--@include log-readers
return { end_of(KEYS[3]), redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]) }
