#!lua flags=allow-oom
-- What has become of places. Asking begins a turn that has come, returns to the front who has missed one, and takes
-- back that somebody is away.
--
-- KEYS  1 to 8 the line (see line.lua)
-- ARGV  1 how long a turn is in ms; then the id of each place
-- Returns one word for each place: its record (see place-record.ts), while it waits followed by "/" and how many are
--       before it; "" when it is not in the line
--@library ../orders/builtins
--@library line
begin()
use_line(KEYS)

local turn_ms = tonumber(ARGV[1])
local records = call('HMGET', PLACES, unpack(ARGV, 2))
-- Two tabs may ask in the same batch.
local seen, words = {}, {}
for i = 1, #records do
  local place = ARGV[i + 1]
  -- Written out: the first answer may have removed the place.
  local record = records[i]
  if seen[place] then record = call('HGET', PLACES, place) end
  seen[place] = true
  words[i] = ask(place, record, turn_ms)
end
return words
