#!lua
-- Puts a dead letter back into the order stream, as it was. Its order, which was rejected as failed
-- when the entry was given up, is pending again. One atomic step; run twice it does nothing more.
--
-- KEYS  1 order stream, 2 dead letters, 3 counts, 4 key of the order
-- ARGV  1 id of the dead letter, 2 channel of the order; then the fields of the entry
-- Returns "replayed", "gone" (no such dead letter), or "order:S" when the order has the status S
--       ("missing" without an order) and nothing is left to settle
local call, pcall = redis.call, redis.pcall
local STREAM, DEAD, COUNTS, ORDER = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local LETTER = ARGV[1]

if #call('XRANGE', DEAD, LETTER, LETTER) == 0 then return 'gone' end
local record = pcall('HMGET', ORDER, 'status', 'reason')
if record.err then return 'order:malformed' end
local status, reason = record[1] or 'missing', record[2]
local failed = status == 'rejected' and reason == 'failed'
if not failed and status ~= 'pending' then return 'order:' .. status end

if failed then
  call('HSET', ORDER, 'status', 'pending')
  call('HDEL', ORDER, 'settled', 'reason')
  call('HINCRBY', COUNTS, 'rejected', -1)
  call('SPUBLISH', ARGV[2], 'pending')
end
call('XADD', STREAM, '*', unpack(ARGV, 3))
call('XDEL', DEAD, LETTER)
return 'replayed'
