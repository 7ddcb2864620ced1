#!lua
-- Lets one of all workers begin to retire refused orders, when nobody has for a while.
--
-- KEYS  1 archive, 2 index of buckets
-- ARGV  1 time between two beginnings, in ms
-- Returns 1 when the caller is to begin, otherwise 0; also without any orders, so that nothing is written
--       into a Redis that has lost its data
--@library ../orders/builtins
begin()

if #call('ZRANGE', KEYS[2], 0, 0) == 0 then return 0 end
local now = now_ms()
local last = tonumber(call('HGET', KEYS[1], 'retiredAt'))
-- A time in the future comes from a clock that was wrong.
if last and last <= now and now - last < tonumber(ARGV[1]) then return 0 end
call('HSET', KEYS[1], 'retiredAt', format('%d', now))
return 1
