-- For --@library, after builtins: the admissions of places in lines (see place-record.ts). An order takes the
-- turn of its place in the step that stores it, and gives it back when it ends without tickets before the turn
-- does. A call begins with open_lines; write_lines writes what has changed.

local LINES, LINE_PLACES, LINE_TURNS, changed_lines

-- What the keys of lines, of their places and of their turns begin with.
local function open_lines(lines, places, turns)
  LINES, LINE_PLACES, LINE_TURNS, changed_lines = lines, places, turns, {}
end

-- The record of a place as it is after what this call has done, "" when there is none.
local function place_record(event, place)
  local line = changed_lines[event]
  return line and line.record[place] or call('HGET', LINE_PLACES .. event, place) or ''
end

local function change_place(event, place, record, ends_at)
  local line = changed_lines[event]
  if not line then
    line = { record = {}, ends_at = {}, served = 0 }
    changed_lines[event] = line
  end
  line.record[place], line.ends_at[place] = record, ends_at
  line.served = line.served + (ends_at and -1 or 1)
end

-- Whether the line of an event that is opened by need has been opened.
local function is_line_open(event) return call('HGET', LINES .. event, 'opened') == '1' end

-- The turn of the place that a tag names, if it goes on; else nil.
local function turn_of(event, tag, now)
  local place = sub(tag, 2)
  local number, flags, ends_at, extensions =
    match(place_record(event, place), '^t (%d+) (%S+) (%d+) 1 (%d+)$')
  if not number or tonumber(ends_at) <= now then return nil end
  return {
    event = event, place = place, number = number, flags = flags, ends_at = ends_at,
    extensions = extensions,
  }
end

-- Whether the place that a tag names is served by the order `id`.
local function is_served_by(event, tag, id)
  return match(place_record(event, sub(tag, 2)), '^s %d+ %S+ %d+ (%S+)') == id
end

-- The order `id` takes a turn.
local function take_turn(turn, id)
  change_place(turn.event, turn.place, format('s %s %s %s %s %s', turn.number, turn.flags, turn.ends_at,
    id, turn.extensions))
end

-- The order `id` gives the turn of its place back, if it has taken it and the turn would still go on.
local function give_turn_back(event, tag, id, now)
  local place = sub(tag, 2)
  local number, flags, ends_at, taken_by, extensions =
    match(place_record(event, place), '^s (%d+) (%S+) (%d+) (%S+) ?(%d*)$')
  if taken_by ~= id or tonumber(ends_at) <= now then return end
  if extensions == '' then extensions = '0' end
  change_place(event, place, format('t %s %s %s 1 %s', number, flags, ends_at, extensions), ends_at)
end

local function write_lines()
  for event, line in pairs(changed_lines) do
    local records, over, going_on = {}, {}, {}
    for place, record in pairs(line.record) do
      local ends_at = line.ends_at[place]
      records[#records + 1] = place
      records[#records + 1] = record
      if ends_at then
        going_on[#going_on + 1] = ends_at
        going_on[#going_on + 1] = place
      else
        over[#over + 1] = place
      end
    end
    call('HSET', LINE_PLACES .. event, unpack(records))
    if #over > 0 then call('ZREM', LINE_TURNS .. event, unpack(over)) end
    if #going_on > 0 then call('ZADD', LINE_TURNS .. event, unpack(going_on)) end
    if line.served ~= 0 then
      call('HINCRBY', LINES .. event, 'served', format('%d', line.served))
    end
  end
end
