#!lua
-- Counts one more request of a client. One call, so that a counter without an end can't be left behind.
--   KEYS[1]  the counter
--   ARGV[1]  length of the window in milliseconds
-- Returns { requests in the window, milliseconds until it ends }.
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { count, redis.call('PTTL', KEYS[1]) }
