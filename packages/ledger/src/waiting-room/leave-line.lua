#!lua flags=allow-oom
-- Removes a place from a line, whatever its state.
--
-- KEYS  1 to 8 the line (see line.lua)
-- ARGV  1 id of the place
-- Returns 1, or 0 when there is no such place
--@library ../orders/builtins
--@library line
begin()
use_line(KEYS)

local record = call('HGET', PLACES, ARGV[1])
if not record then return 0 end
remove_place(ARGV[1], record)
return 1
