#!lua
-- Replaces the record of an order, or of its payment, unless it has changed since it was read.
--
-- KEYS  1 hash of the records
-- ARGV  1 order id, 2 the record as read, 3 the new record
-- Returns 1 when replaced, otherwise 0
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
