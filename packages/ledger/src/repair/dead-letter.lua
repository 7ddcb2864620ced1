#!lua flags=allow-oom
-- Moves an entry that can't be settled to the dead letters; its order, if still pending, is rejected
-- with reason failed. Does nothing when another worker has finished the entry.
--
-- KEYS  1 order stream, 2 dead letters, 3 counts, 4 bucket of the order
-- ARGV  1 consumer group, 2 entry id, 3 fields of the entry as JSON, 4 order id or "", 5 error,
--       6 deliveries, 7 channel on which the order id is published
-- Returns 1 when the entry was moved, 0 when it was no longer pending
local call, pcall = redis.call, redis.pcall
--@include ../orders/order-record

local STREAM, DEAD, COUNTS, BUCKET = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local GROUP, ENTRY, ORDER = ARGV[1], ARGV[2], ARGV[4]

if #call('XPENDING', STREAM, GROUP, ENTRY, ENTRY, 1) == 0 then return 0 end
local record = pcall('HGET', BUCKET, ORDER)

call('XADD', DEAD, '*', 'entry', ENTRY, 'fields', ARGV[3], 'order', ORDER, 'error', ARGV[5],
  'deliveries', ARGV[6])
if type(record) == 'string' and is_pending(record) then
  call('HSET', BUCKET, ORDER, with_state(record, state_now(STATE.failed)))
  call('HINCRBY', COUNTS, 'rejected', 1)
  call('SPUBLISH', ARGV[7], ORDER)
end
call('XACK', STREAM, GROUP, ENTRY)
call('XDEL', STREAM, ENTRY)
return 1
