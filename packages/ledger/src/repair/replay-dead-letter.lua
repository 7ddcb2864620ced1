#!lua
-- Puts a dead letter back into the order stream, as it was. Its order, which was rejected as failed
-- when the entry was given up, is pending again. One atomic step; run twice it does nothing more.
--
-- KEYS  1 order stream, 2 dead letters, 3 counts, 4 bucket of the order
-- ARGV  1 id of the dead letter, 2 id of the order, 3 channel that is told it; then the fields of the
--       entry
-- Returns "replayed", "gone" (no such dead letter), or "order:missing", "order:malformed" or
--       "order:settled" when there is no order, or nothing is left to settle
local call, pcall = redis.call, redis.pcall
--@include ../orders/order-record

local STREAM, DEAD, COUNTS, BUCKET = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local LETTER, ORDER, CHANNEL = ARGV[1], ARGV[2], ARGV[3]

if #call('XRANGE', DEAD, LETTER, LETTER) == 0 then return 'gone' end
local record = pcall('HGET', BUCKET, ORDER)
if not record then return 'order:missing' end
if type(record) == 'table' then return 'order:malformed' end
local before = reopened(record)
if not before and not is_pending(record) then return 'order:settled' end

if before then
  call('HSET', BUCKET, ORDER, before)
  call('HINCRBY', COUNTS, 'rejected', -1)
  call('SPUBLISH', CHANNEL, ORDER)
end
call('XADD', STREAM, '*', unpack(ARGV, 4))
call('XDEL', DEAD, LETTER)
return 'replayed'
