#!lua
-- Gives places in a line: in the lobby, at its end or, to many of one network, later. Opens lobby and line when it is
-- time. Deliberately has no flags, so that Redis refuses it before it starts when out of memory.
--
-- KEYS  1 to 8 the line (see line.lua), 9 its draw
-- ARGV  1 when it opens ("" when it is automatic), 2 when its lobby opens ("" for none) (Unix, in ms), 3 seed of the
--       draw and 4 its hash, if the lobby opens now, 5 how long a turn is in ms, 6 places of one network after which
--       further ones are slowed, 7 places in all at most; then for each place its id and the tag of its network, or ""
-- Returns one word for each place:
--       off               nobody needs to wait
--       full              the line has too many places
--       +RECORD[/BEFORE]  it is new
--       RECORD[/BEFORE]   it was known; as ask-places answers
--@library ../orders/builtins
--@library line
begin()
use_line(KEYS)

local ARGV = ARGV
local OPENS_AT, TURN_MS = tonumber(ARGV[1]), tonumber(ARGV[5])
local PER_NETWORK, MOST, JOINS_AT = tonumber(ARGV[6]), tonumber(ARGV[7]), 7
-- How much later each further place of a network gets its number, and the last ones; how long a draw takes.
local SLOWER_MS, SLOWEST_MS, DRAW_MS = 10000, 300000, 3000

open_when_due(OPENS_AT, tonumber(ARGV[2]), KEYS[9], ARGV[3], ARGV[4])

-- By how much a new place is slowed, in ms.
local function delay_of(network)
  if network == '' then return 0 end
  local beyond = call('HINCRBY', NETWORKS, network, 1) - PER_NETWORK
  return beyond > 0 and min(beyond * SLOWER_MS, SLOWEST_MS) or 0
end

local function join(place, network)
  local delay = delay_of(network)
  local order = call('HINCRBY', LINE, 'joined', 1)
  if delay > 0 then
    local from = PHASE == 'lobby' and OPENS_AT and max(NOW, OPENS_AT + DRAW_MS) or NOW
    local due = text(from + delay)
    call('HSET', PLACES, place, 'd ' .. due)
    call('ZADD', SLOWED, due, place)
    return '+d ' .. due
  end
  if PHASE == 'lobby' then
    call('HSET', PLACES, place, 'l ' .. text(NOW))
    call('ZADD', LOBBY, text(order), place)
    return '+l ' .. text(NOW)
  end
  return '+' .. wait_at_end(place) .. '/' .. call('ZRANK', WAITING, place)
end

local places = {}
for at = JOINS_AT + 1, #ARGV, 2 do places[#places + 1] = ARGV[at] end
local records = call('HMGET', PLACES, unpack(places))
local room = MOST - call('HLEN', PLACES)

-- Two tabs may ask in the same batch.
local seen, words = {}, {}
for i, place in ipairs(places) do
  -- Written out: the first answer may have removed the place.
  local record = records[i]
  if seen[place] then record = call('HGET', PLACES, place) end
  seen[place] = true
  local word = ask(place, record, TURN_MS)
  if word ~= '' then words[i] = word
  elseif PHASE == 'none' then words[i] = 'off'
  elseif room < 1 then words[i] = 'full'
  else
    words[i] = join(place, ARGV[JOINS_AT + 2 * i])
    room = room - 1
  end
end
return words
