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
local time = redis.call('TIME')
local since = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('HSET', READERS, READER, position, READER .. SINCE, since)
return position
