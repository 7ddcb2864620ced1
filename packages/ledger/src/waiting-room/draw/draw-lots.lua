#!lua
-- Gives places that are in a closed lobby their numbers, and opens the line when they were the last ones.
--
-- KEYS  1 to 8 the line (see line.lua)
-- ARGV  for each place its id and its number
-- Returns what the line is in then
--@library ../../orders/builtins
--@library ../line
begin()
use_line(KEYS)

local draw_at = tonumber(call('HGET', LINE, 'drawAt'))
if PHASE ~= 'drawing' or not draw_at or NOW < draw_at then return PHASE end
for at = 1, #ARGV, 2 do
  local place, number = ARGV[at], ARGV[at + 1]
  -- Whoever has left since has no record, or a new one at the end of the line.
  if find(call('HGET', PLACES, place) or '', '^l ') then
    call('HSET', PLACES, place, 'w ' .. number .. ' -')
    call('ZADD', WAITING, number, place)
  end
  call('ZREM', LOBBY, place)
end
if call('ZCARD', LOBBY) == 0 then
  enter('open')
  call('HSET', LINE, 'drawn', '1')
end
return PHASE
