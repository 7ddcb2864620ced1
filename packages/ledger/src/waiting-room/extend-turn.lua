#!lua flags=allow-oom
-- Makes a turn longer.
--
-- KEYS  1 to 8 the line (see line.lua)
-- ARGV  1 id of the place, 2 how long a turn is in ms, 3 by how much it gets longer in ms, 4 how often at most,
--       5 event (in the same slot; only read)
-- Returns a word, and the place as ask-places answers:
--       extended
--       no-more-time   it was made longer as often as can be, or the event is not on sale
--       not-your-turn
--@library ../orders/builtins
--@library line
begin()
use_line(KEYS)

local place, longer, most = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local word = ask(place, call('HGET', PLACES, place), tonumber(ARGV[2]))
local number, flags, ends_at, begun, extensions = turn_of(word)
if not number then return { 'not-your-turn', word } end
if extensions >= most or call('HGET', ARGV[5], 'status') ~= 'on_sale' then
  return { 'no-more-time', word }
end
return { 'extended', write_turn(place, number, flags, ends_at + longer, begun, extensions + 1) }
