#!lua flags=allow-oom
-- Works on a line, as much as can be done in a few ms: opens lobby and line when it is time, ends turns that are over,
-- gives slowed places their numbers, removes who has been away for too long, and admits from the front.
--
-- KEYS  1 to 8 the line (see line.lua), 9 its draw
-- ARGV  1 when it opens ("" when it is automatic), 2 when its lobby opens ("" for none) (Unix, in ms), 3 seed of the
--       draw and 4 its hash, if the lobby opens now, 5 people to admit a second, 6 turns under way at most, 7 how long
--       a turn waits for somebody to begin it, 8 how long somebody may be away, 9 time between two steps (all in ms),
--       10 how many had ordered when 6 was known: those who have since need what is counted there
-- Returns "recent" when another process has stepped just now; otherwise a list: "stepped", what the line is in, how
--       many were admitted, have missed their turn, got a number and were removed, whether there is more to do (1 or 0),
--       and the time in ms
--@library ../orders/builtins
--@library line
begin()
use_line(KEYS)

local ARGV, DRAW = ARGV, KEYS[9]
local PER_SECOND, MOST_TURNS = tonumber(ARGV[5]), tonumber(ARGV[6])
local CLAIM_MS, AWAY_MS, STEP_MS = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
-- Of each kind of work, in one step; and how much of the time since the last one counts for the pace.
local MOST, MOST_ADMITTED, LONGEST_MS = 500, 1000, 1000

local known = call('HMGET', LINE, 'stepAt', 'credit', 'serving', 'served')
local step_at, credit, serving = tonumber(known[1]), tonumber(known[2]) or 0, tonumber(known[3]) or 0
-- A time in the future comes from a clock that was wrong.
if step_at and step_at > NOW then step_at = nil end
if step_at and NOW - step_at < STEP_MS then return { 'recent' } end

open_when_due(tonumber(ARGV[1]), tonumber(ARGV[2]), DRAW, ARGV[3], ARGV[4])

local has_more = false
-- The first of an index whose score is at most `until_ms`, and their records.
local function due(index, until_ms)
  local places = call('ZRANGE', index, '-inf', text(until_ms), 'BYSCORE', 'LIMIT', '0', text(MOST))
  if #places == 0 then return places end
  has_more = has_more or #places == MOST
  return places, call('HMGET', PLACES, unpack(places))
end

local missed, numbered, removed, admitted = 0, 0, 0, 0

local function end_turns()
  local places, records = due(TURNS, NOW)
  for i, place in ipairs(places) do
    local number, flags = turn_of(records[i] or '')
    if number then
      missed = missed + 1
      if not miss_turn(place, number, flags) then removed = removed + 1 end
    end
  end
end

local function number_slowed()
  local places, records = due(SLOWED, NOW)
  for i, place in ipairs(places) do
    if find(records[i] or '', '^d ') then
      call('ZREM', SLOWED, place)
      wait_at_end(place)
      numbered = numbered + 1
    end
  end
end

local function remove_away()
  local places, records = due(AWAY, NOW - AWAY_MS)
  for i, place in ipairs(places) do
    if find(records[i] or '', '^[ldwt] ') then
      remove_place(place, records[i])
      removed = removed + 1
    else
      -- Has ordered since.
      call('ZREM', AWAY, place)
    end
  end
end

-- How many to admit now, by the pace. What is left of one person counts for the next step.
local function allowance()
  local elapsed = step_at and min(NOW - step_at, LONGEST_MS) or STEP_MS
  local all = credit + PER_SECOND * elapsed / 1000
  local whole = floor(all)
  credit = all - whole
  return whole
end

local function admit(most)
  if most < 1 then return end
  local places = call('ZRANGE', WAITING, '0', text(most - 1))
  local records, ends = call('HMGET', PLACES, unpack(places)), text(NOW + CLAIM_MS)
  local fields, scores = {}, {}
  for i, place in ipairs(places) do
    local number, flags = match(records[i], '^w (%d+) (%S+)')
    fields[2 * i - 1], fields[2 * i] = place, format('t %s %s %s 0 0', number, flags, ends)
    scores[2 * i - 1], scores[2 * i] = ends, place
    serving = max(serving, tonumber(number))
  end
  call('HSET', PLACES, unpack(fields))
  call('ZADD', TURNS, unpack(scores))
  call('ZREM', WAITING, unpack(places))
  admitted = #places
  count('admitted', admitted)
end

end_turns()
if PHASE == 'drawing' or PHASE == 'open' then number_slowed() end
remove_away()

local ordered_since = max(0, (tonumber(known[4]) or 0) - tonumber(ARGV[10]))
local room = MOST_TURNS - ordered_since - call('ZCARD', TURNS)
local can_admit = PHASE == 'open' and PER_SECOND > 0 and room > 0 and call('ZCARD', WAITING) > 0
if can_admit then
  admit(min(allowance(), room, MOST_ADMITTED))
end
-- Nothing is written for a line in which nothing goes on.
if can_admit or missed + numbered + removed > 0 then
  call('HSET', LINE, 'stepAt', text(NOW), 'credit', format('%.3f', credit), 'serving', text(serving))
end
return { 'stepped', PHASE, admitted, missed, numbered, removed, has_more and 1 or 0, text(NOW) }
