#!lua flags=allow-oom
-- Keeps what a process of the waiting room has seen of a line last, and now and then what its history needs of it.
--
-- KEYS  1 the report, 2 the history, a list with the newest last
-- ARGV  1 the report, 2 how long it is kept, 3 what the history keeps: counts separated by spaces, 4 least time between
--       two of these (both in ms), 5 how many of them are kept
-- Returns 1 when the history has got longer, otherwise 0
--@library ../orders/builtins
begin()

local now = now_ms()
call('SET', KEYS[1], format('%d %s', now, ARGV[1]), 'PX', ARGV[2])

local last_at, last = match(call('LINDEX', KEYS[2], '-1') or '', '^(%d+) (.*)$')
-- While nothing changes, what was kept last still stands; and of a line in which nobody ever was, nothing is kept. A time in the future comes from a clock that was wrong.
local is_soon = last_at and tonumber(last_at) <= now and now - last_at < tonumber(ARGV[4])
local is_news = last ~= ARGV[3] and (last or find(ARGV[3], '[1-9]'))
if not is_news or is_soon then return 0 end
call('RPUSH', KEYS[2], format('%d %s', now, ARGV[3]))
call('LTRIM', KEYS[2], format('-%s', ARGV[5]), '-1')
return 1
