#!lua
-- Claims an idempotency key for an order of one shard.
--
-- KEYS  1 claims on the key
-- ARGV  1 order id, 2 shard of the order, 3 lifetime in seconds
-- Returns 1, or 0 when an order of another shard has claimed the key
local call = redis.call
-- All claims belong to one shard, so checking one is enough.
local claims = call('HVALS', KEYS[1])
if claims[1] and claims[1] ~= ARGV[2] then return 0 end
call('HSET', KEYS[1], ARGV[1], ARGV[2])
call('EXPIRE', KEYS[1], ARGV[3])
return 1
