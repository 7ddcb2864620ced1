-- For --@library, after builtins: the line of an event. A place is one record (see place-record.ts) and a member of
-- the sorted set of its state, in the same step; whoever has closed the page is in line-away as well.
-- A call begins with use_line(KEYS), which takes the first eight keys: the line, its places, its lobby, who waits, who
-- has a turn, who is slowed, who is away, and how many places each network has asked for.

local LINE, PLACES, LOBBY, WAITING, TURNS, SLOWED, AWAY, NETWORKS
-- The time in ms, what the line is in ("none", "lobby", "drawing" or "open"), and whether anybody is away.
local NOW, PHASE, IS_ANYBODY_AWAY

-- Whoever returns to the front has a score below all numbers: his number less this.
local FRONT = 2 ^ 40

local function use_line(keys)
  LINE, PLACES, LOBBY, WAITING, TURNS, SLOWED, AWAY, NETWORKS = unpack(keys, 1, 8)
  NOW = now_ms()
  PHASE = call('HGET', LINE, 'phase') or 'none'
  IS_ANYBODY_AWAY = call('ZCARD', AWAY) > 0
end

-- An integer as text: numbers alone lose digits beyond 14.
local function text(number) return format('%d', number) end

local function count(sum, by) call('HINCRBY', LINE, sum, by) end

local function enter(phase)
  PHASE = phase
  call('HSET', LINE, 'phase', phase)
end

-- From now on people are admitted, or will be once the lots are drawn.
local function enter_opened(phase)
  enter(phase)
  call('HSET', LINE, 'opened', '1', 'openedAt', text(NOW))
end

-- Whoever is in the lobby at this moment takes part in the draw, and whoever comes later is behind. Until the numbers
-- are written the set of the lobby stays as it is: its lots are published.
local function close_lobby()
  enter_opened('drawing')
  local places = call('ZCARD', LOBBY)
  call('HSET', LINE, 'places', text(places), 'last', text(places))
end

-- Opens lobby and line when it is time. `opens_at` is nil for an automatic line, `lobby_from` without a lobby. `seed`
-- and its hash are used if the lobby opens now.
local function open_when_due(opens_at, lobby_from, draw, seed, seed_hash)
  local is_open = opens_at and NOW >= opens_at
  if PHASE == 'lobby' then
    if is_open then close_lobby() end
  elseif PHASE == 'none' and is_open then
    enter_opened('open')
  elseif PHASE == 'none' and opens_at and lobby_from and NOW >= lobby_from then
    enter('lobby')
    call('HSET', LINE, 'lobbyAt', text(NOW), 'seedHash', seed_hash)
    call('HSET', draw, 'seed', seed)
  end
end

-- The next number.
local function next_number() return text(call('HINCRBY', LINE, 'last', 1)) end

local function wait_at_end(place)
  local number = next_number()
  local record = 'w ' .. number .. ' -'
  call('HSET', PLACES, place, record)
  call('ZADD', WAITING, number, place)
  return record
end

-- The parts of the record of a turn, the third and the fifth as numbers; nil for other records.
local function turn_of(record)
  local number, flags, ends_at, begun, extensions = match(record, '^t (%d+) (%S+) (%d+) (%d) (%d+)')
  return number, flags, tonumber(ends_at), begun, tonumber(extensions)
end

local function write_turn(place, number, flags, ends_at, begun, extensions)
  local ends = text(ends_at)
  local record = format('t %s %s %s %s %d', number, flags, ends, begun, extensions)
  call('HSET', PLACES, place, record)
  call('ZADD', TURNS, ends, place)
  return record
end

-- Ends a turn that is over. Returns the new record, or nil when the place is gone because a turn was missed before.
local function miss_turn(place, number, flags)
  call('ZREM', TURNS, place)
  if IS_ANYBODY_AWAY then call('ZREM', AWAY, place) end
  count('missed', 1)
  if flags == '-' then
    local record = format('m %s - %s', number, text(NOW))
    call('HSET', PLACES, place, record)
    return record
  end
  call('HDEL', PLACES, place)
  count('left', 1)
end

-- Removes a place with the record.
local function remove_place(place, record)
  local letter = sub(record, 1, 1)
  if letter == 'w' then call('ZREM', WAITING, place)
  elseif letter == 't' then call('ZREM', TURNS, place)
  elseif letter == 'd' then call('ZREM', SLOWED, place)
  elseif letter == 'l' and PHASE == 'lobby' then call('ZREM', LOBBY, place)
  end
  if IS_ANYBODY_AWAY then call('ZREM', AWAY, place) end
  call('HDEL', PLACES, place)
  -- Whoever was served is counted as that.
  if letter ~= 's' then count('left', 1) end
end

-- What a place has become, for somebody who asks for it: its record and, while it waits, "/" and how many are before
-- it; "" without a record. Begins a turn that has come; returns to the front who has missed one.
local function ask(place, record, turn_ms)
  if not record then return '' end
  local number, flags, ends_at, begun, extensions = turn_of(record)
  if number and ends_at <= NOW then
    record = miss_turn(place, number, flags)
    if not record then return '' end
  elseif number and begun == '0' then
    record = write_turn(place, number, flags, NOW + turn_ms, '1', extensions)
  end
  local missed = PHASE == 'open' and match(record, '^m (%d+) %-')
  if missed then
    record = 'w ' .. missed .. ' m'
    call('HSET', PLACES, place, record)
    call('ZADD', WAITING, text(missed - FRONT), place)
  end
  if IS_ANYBODY_AWAY then call('ZREM', AWAY, place) end
  if sub(record, 1, 1) ~= 'w' then return record end
  return record .. '/' .. call('ZRANK', WAITING, place)
end
