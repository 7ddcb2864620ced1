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
local places, numbers = {}, {}
for at = 1, #ARGV, 2 do
  places[#places + 1], numbers[#numbers + 1] = ARGV[at], ARGV[at + 1]
end
local records = #places > 0 and call('HMGET', PLACES, unpack(places)) or {}
local fields, scores = {}, {}
for i, place in ipairs(places) do
  -- Whoever has left since has no record, or a new one at the end of the line.
  if find(records[i] or '', '^l ') then
    fields[#fields + 1], fields[#fields + 2] = place, 'w ' .. numbers[i] .. ' -'
    scores[#scores + 1], scores[#scores + 2] = numbers[i], place
  end
end
if #fields > 0 then
  call('HSET', PLACES, unpack(fields))
  call('ZADD', WAITING, unpack(scores))
end
if #places > 0 then call('ZREM', LOBBY, unpack(places)) end
if call('ZCARD', LOBBY) == 0 then
  enter('open')
  call('HSET', LINE, 'drawn', '1')
end
return PHASE
