#!lua flags=allow-oom
-- Registers a reader of the order log, whose position becomes the log's present end: every later
-- change is logged for it. Does nothing when it is registered already.
--
-- KEYS  1 order log, 2 readers
-- ARGV  1 name of the reader
-- Returns its position
--@include log-readers
local LOG, READERS, READER = KEYS[1], KEYS[2], ARGV[1]

local position = redis.call('HGET', READERS, READER)
if position then return position end
position = end_of(LOG)
redis.call('HSET', READERS, READER, position, READER .. SINCE, position)
return position
