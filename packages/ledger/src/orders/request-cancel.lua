#!lua
-- Asks for a held order to be cancelled, without the right to change any stock: brings its deadline
-- forward to now and notes who asked. Whoever lets holds expire then takes it like any other that is
-- due, and cancels it (see finish.lua).
--
-- KEYS  1 bucket of the order, 2 holds
-- ARGV  1 order id, 2 who asks: a cause
-- Returns the letter of the order's state; "" when there is no such order
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--@library builtins
--@library order-record
begin()

local BUCKET, HOLDS, ID, CAUSE = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
-- State, its time, deadline, cause, tags, position after the head.
local HELD_HEAD = '^%["' .. STATE.held .. '(%d+)/(%d+)(=?[%w_.:%-]*)(@?[%w_%-]*~?[%w_%-]*)",()'

local record = call('HGET', BUCKET, ID)
if not record then return '' end
local since, deadline, cause, tags, at = match(record, HELD_HEAD)
local now = now_ms()
-- What was asked before, and what is due anyway, stays as it is.
if not at or cause ~= '' or tonumber(deadline) <= now then return match(record, '^%["(%a)') or '' end
local head = format('%s%s/%d=%s%s', STATE.held, since, now, CAUSE, tags)
call('HSET', BUCKET, ID, with_head(record, at, head))
call('ZADD', HOLDS, format('%d', now), ID)
return STATE.held
