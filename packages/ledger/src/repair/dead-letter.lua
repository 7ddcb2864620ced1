#!lua flags=allow-oom
-- Moves an entry that can't be settled to the dead letters; its order, if still pending, is rejected
-- with reason failed and gives the turn of its place in the line back. Does nothing when another worker
-- has finished the entry.
--
-- KEYS  1 order stream, 2 dead letters, 3 counts, 4 order log, 5 bucket of the order
-- ARGV  1 consumer group, 2 entry id, 3 fields of the entry as JSON, 4 order id or "", 5 error,
--       6 deliveries, 7 channel on which the order id is published, 8 readers of the order log (only
--       read), 9 to 11 what the keys of lines, of their places and of their turns begin with
-- Returns 1 when the entry was moved, 0 when it was no longer pending
--@library ../orders/builtins
--@library ../orders/order-record
--@library ../waiting-room/admission
--@library ../log/order-log
begin()
open_lines(ARGV[9], ARGV[10], ARGV[11])

local STREAM, DEAD, COUNTS, LOG, BUCKET = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local GROUP, ENTRY, ORDER = ARGV[1], ARGV[2], ARGV[4]

if #call('XPENDING', STREAM, GROUP, ENTRY, ENTRY, 1) == 0 then return 0 end
local record = safe_call('HGET', BUCKET, ORDER)
local NOW = now_ms()
local failed = type(record) == 'string' and failed_now(record, NOW)
local must_log = failed and is_logged(ARGV[8])

if failed then
  -- As when it is rejected by settle.
  local event, place = place_of_pending(record)
  if event then give_turn_back(event, place, ORDER, NOW) end
end

call('XADD', DEAD, '*', 'entry', ENTRY, 'fields', ARGV[3], 'order', ORDER, 'error', ARGV[5],
  'deliveries', ARGV[6])
if failed then
  call('HSET', BUCKET, ORDER, failed)
  call('HINCRBY', COUNTS, 'rejected', 1)
  call('SPUBLISH', ARGV[7], ORDER)
end
write_lines()
if must_log then log_changes(LOG, { logged_change(ORDER, STATE.pending, STATE.failed, 'failed') }) end
call('XACK', STREAM, GROUP, ENTRY)
call('XDEL', STREAM, ENTRY)
return 1
