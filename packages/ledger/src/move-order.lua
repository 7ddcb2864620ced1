#!lua
-- Moves an order of data format 1 into its bucket.
--
-- KEYS  1 the hash of the order, 2 bucket of the order
-- ARGV  1 order id, 2 the record of the order
-- Returns 1
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('DEL', KEYS[1])
return 1
