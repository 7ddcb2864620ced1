#!lua
-- Puts a dead letter back into the order stream unchanged. Its order, rejected as failed when the
-- entry was given up, becomes pending again. Atomic and idempotent.
--
-- KEYS  1 order stream, 2 dead letters, 3 counts, 4 order log, 5 bucket of the order
-- ARGV  1 id of the dead letter, 2 id of the order, 3 channel on which it is published, 4 readers of
--       the order log (only read); then the fields of the entry
-- Returns "replayed", "gone" (no such dead letter), or "order:missing", "order:malformed" or
--       "order:settled" when there is no order, or nothing is left to settle
--@library ../orders/builtins
--@library ../orders/order-record
--@library ../log/order-log
begin()

local STREAM, DEAD, COUNTS, LOG, BUCKET = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local LETTER, ORDER, CHANNEL = ARGV[1], ARGV[2], ARGV[3]

if #call('XRANGE', DEAD, LETTER, LETTER) == 0 then return 'gone' end
local record = safe_call('HGET', BUCKET, ORDER)
if not record then return 'order:missing' end
if type(record) == 'table' then return 'order:malformed' end
local before = reopened(record)
if not before and not pending_head(record) then return 'order:settled' end
local must_log = before and is_logged(ARGV[4])

if before then
  call('HSET', BUCKET, ORDER, before)
  call('HINCRBY', COUNTS, 'rejected', -1)
  call('SPUBLISH', CHANNEL, ORDER)
end
if must_log then log_changes(LOG, { logged_change(ORDER, STATE.failed, STATE.pending, 'replay') }) end
call('XADD', STREAM, '*', unpack(ARGV, 5))
call('XDEL', DEAD, LETTER)
return 'replayed'
