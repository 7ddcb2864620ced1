#!lua
-- Puts a dead letter back into the order stream unchanged. Its order, rejected as failed when the
-- entry was given up, becomes pending again, and takes the turn of its place in the line again. Atomic and
-- idempotent.
--
-- KEYS  1 order stream, 2 dead letters, 3 counts, 4 order log, 5 bucket of the order
-- ARGV  1 id of the dead letter, 2 id of the order, 3 channel on which it is published, 4 readers of
--       the order log (only read), 5 to 7 what the keys of lines, of their places and of their turns begin
--       with; then the fields of the entry
-- Returns "replayed", "gone" (no such dead letter), "order:missing", "order:malformed" or
--       "order:settled" when there is no order, or nothing is left to settle, or "order:turn" when its place
--       has another order, or no turn any more
--@library ../orders/builtins
--@library ../orders/order-record
--@library ../waiting-room/admission
--@library ../log/order-log
begin()
open_lines(ARGV[5], ARGV[6], ARGV[7])

local STREAM, DEAD, COUNTS, LOG, BUCKET = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local LETTER, ORDER, CHANNEL = ARGV[1], ARGV[2], ARGV[3]
local FIELDS_AT = 8

if #call('XRANGE', DEAD, LETTER, LETTER) == 0 then return 'gone' end
local record = safe_call('HGET', BUCKET, ORDER)
if not record then return 'order:missing' end
if type(record) == 'table' then return 'order:malformed' end
local before = reopened(record)
if not before and not pending_head(record) then return 'order:settled' end

-- Whether its order has the turn that it needs, and the turn that it takes for that.
local function turn_for(pending)
  local event, place = place_of_pending(pending)
  if not event or is_served_by(event, place, ORDER) then return true end
  local turn = turn_of(event, place, now_ms())
  return turn ~= nil, turn
end

local can_replay, turn = true, nil
if before then can_replay, turn = turn_for(before) end
if not can_replay then return 'order:turn' end
if turn then take_turn(turn, ORDER) end
local must_log = before and is_logged(ARGV[4])

if before then
  call('HSET', BUCKET, ORDER, before)
  call('HINCRBY', COUNTS, 'rejected', -1)
  call('SPUBLISH', CHANNEL, ORDER)
end
write_lines()
if must_log then log_changes(LOG, { logged_change(ORDER, STATE.failed, STATE.pending, 'replay') }) end
call('XADD', STREAM, '*', unpack(ARGV, FIELDS_AT))
call('XDEL', DEAD, LETTER)
return 'replayed'
