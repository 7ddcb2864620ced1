#!lua
-- Lets one of all workers begin to remove refused orders, when nobody has for a while.
--
-- KEYS  1 archive, 2 index of buckets
-- ARGV  1 time between two sweeps, in ms
-- Returns 1 when the caller is to begin, otherwise 0; also without any orders, so that nothing is written
--       into a Redis that has lost its data
if #redis.call('ZRANGE', KEYS[2], 0, 0) == 0 then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local last = tonumber(redis.call('HGET', KEYS[1], 'sweptAt'))
-- A time in the future comes from a clock that was wrong.
if last and last <= now and now - last < tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'sweptAt', string.format('%d', now))
return 1
