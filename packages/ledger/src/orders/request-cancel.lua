#!lua
-- Asks for a held order to be cancelled, without the right to change any stock: brings its deadline
-- forward to now and notes who asked. Whoever lets holds expire then takes it like any other that is
-- due, and cancels it (see finish.lua). While its payment is under way, only who asked is noted, and
-- payments must look at it at once: they end the payment first, and then the hold.
--
-- KEYS  1 bucket of the order, 2 holds, 3 payments due
-- ARGV  1 order id, 2 who asks: a cause
-- Returns the letter of the order's state; "" when there is no such order
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--@library builtins
--@library order-record
begin()

local BUCKET, HOLDS, PAYMENTS_DUE, ID, CAUSE = KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2]
-- State, its time, deadline, cause, tags, position after the head.
local CAUSE_AND_TAGS = '(=?[%w_.:%-]*)(@?[%w_%-]*~?[%w_%-]*!?[%w_%-]*%+?[%u%d%-]*%.?%d*)",()'
local HELD_HEAD = '^%["' .. STATE.held .. '(%d+)/(%d+)' .. CAUSE_AND_TAGS
-- The same with the deadline and the end of the open payment as one.
local PAYING_HEAD = '^%["' .. STATE.paying .. '(%d+)/(%d+/%d+)' .. CAUSE_AND_TAGS

local record = call('HGET', BUCKET, ID)
if not record then return '' end
local now = now_ms()

local function note(state, since, times, tags, at)
  local head = format('%s%s/%s=%s%s', state, since, times, CAUSE, tags)
  call('HSET', BUCKET, ID, with_head(record, at, head))
end

local since, times, cause, tags, at = match(record, PAYING_HEAD)
if at then
  if cause == '' then note(STATE.paying, since, times, tags, at) end
  call('ZADD', PAYMENTS_DUE, format('%d', now), ID)
  return STATE.paying
end
since, times, cause, tags, at = match(record, HELD_HEAD)
-- What was asked before, and what is due anyway, stays as it is.
if not at or cause ~= '' or tonumber(times) <= now then return match(record, '^%["(%a)') or '' end
note(STATE.held, since, format('%d', now), tags, at)
call('ZADD', HOLDS, format('%d', now), ID)
return STATE.held
