#!lua flags=no-writes,allow-oom
-- Reads an order and its payment at one instant.
--
-- KEYS  1 bucket of the order, 2 payments of the same second
-- ARGV  1 order id
-- Returns the record of the order or "", that of its payment or "", and the time in ms
local order = redis.call('HGET', KEYS[1], ARGV[1])
local payment = redis.call('HGET', KEYS[2], ARGV[1])
local now = redis.call('TIME')
return { order or '', payment or '', now[1] .. string.format('%03d', math.floor(now[2] / 1000)) }
