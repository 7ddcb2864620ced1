#!lua flags=allow-oom
-- Notes that somebody has closed the page.
--
-- KEYS  1 to 8 the line (see line.lua)
-- ARGV  1 id of the place
-- Returns 1, or 0 when there is no such place, or nothing to wait for in its state
--@library ../orders/builtins
--@library line
begin()
use_line(KEYS)

local record = call('HGET', PLACES, ARGV[1])
if not record or not find(record, '^[ldwt] ') then return 0 end
call('ZADD', AWAY, text(NOW), ARGV[1])
return 1
