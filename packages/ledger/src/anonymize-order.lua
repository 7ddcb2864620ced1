#!lua
-- Takes the personal data out of the record of a settled order.
--
-- KEYS  1 key of the order
-- ARGV  1 what stands instead
-- Returns 1 when there was personal data, else 0 (no such order, still pending, or done before)
local call, pcall = redis.call, redis.pcall
local record = pcall('HMGET', KEYS[1], 'status', 'email')
if record.err or not record[1] or record[1] == 'pending' or record[2] == ARGV[1] then return 0 end
call('HSET', KEYS[1], 'name', ARGV[1], 'email', ARGV[1], 'payment', ARGV[1])
return 1
