#!lua flags=allow-oom
-- Moves one entry that can't be settled to the dead letters; its order, when it is still pending,
-- is rejected with reason failed. Nothing happens when somebody else has finished the entry.
--
-- KEYS  1 order stream, 2 dead letters, 3 counts, 4 key of the order (the stream when there is none)
-- ARGV  1 consumer group, 2 entry id, 3 fields of the entry as JSON, 4 order id or "", 5 error,
--       6 deliveries, 7 channel of the order
-- Returns 1 when the entry was moved, 0 when it was not pending any more
local call, pcall = redis.call, redis.pcall
local STREAM, DEAD, COUNTS, ORDER = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local GROUP, ENTRY = ARGV[1], ARGV[2]

if #call('XPENDING', STREAM, GROUP, ENTRY, ENTRY, 1) == 0 then return 0 end
local pending = ARGV[4] ~= '' and pcall('HGET', ORDER, 'status') == 'pending'

call('XADD', DEAD, '*', 'entry', ENTRY, 'fields', ARGV[3], 'order', ARGV[4], 'error', ARGV[5],
  'deliveries', ARGV[6])
if pending then
  local time = call('TIME')
  local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
  call('HSET', ORDER, 'status', 'rejected', 'settled', now, 'reason', 'failed')
  call('HINCRBY', COUNTS, 'rejected', 1)
  call('SPUBLISH', ARGV[7], 'rejected')
end
call('XACK', STREAM, GROUP, ENTRY)
call('XDEL', STREAM, ENTRY)
return 1
