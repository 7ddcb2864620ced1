#!lua
-- Notes that what a file says of an event is what it says already, so that the next change of the file
-- counts.
--
-- KEYS  1 event
-- ARGV  1 revision that was compared, 2 digests of what was applied from files, newest first
-- Returns 1; 0 when the event has another revision
if redis.call('HGET', KEYS[1], 'revision') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'applied', ARGV[2])
return 1
