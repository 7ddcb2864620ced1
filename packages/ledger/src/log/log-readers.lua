-- Included by the scripts of the order log: the positions of its readers, and trimming. The hash of
-- readers has two fields for each: its position by its name, and the time at which it registered (Unix,
-- in ms) by its name and this suffix.
local SINCE = ':since'

-- Whether one id of an entry is below another.
local function is_below(a, b)
  local a_ms, a_seq = string.match(a, '^(%d+)-(%d+)$')
  local b_ms, b_seq = string.match(b, '^(%d+)-(%d+)$')
  a_ms, b_ms = tonumber(a_ms), tonumber(b_ms)
  return a_ms < b_ms or a_ms == b_ms and tonumber(a_seq) < tonumber(b_seq)
end

-- The least position of all readers; nil when there is none. `positions` is the reply of HGETALL.
local function least_of(positions)
  local least
  for i = 1, #positions, 2 do
    local is_position = string.sub(positions[i], -#SINCE) ~= SINCE
    if is_position and (not least or is_below(positions[i + 1], least)) then
      least = positions[i + 1]
    end
  end
  return least
end

-- The name of a reader that is not done with the log up to an entry; nil when all are.
local function reader_behind(positions, entry)
  for i = 1, #positions, 2 do
    local is_position = string.sub(positions[i], -#SINCE) ~= SINCE
    if is_position and is_below(positions[i + 1], entry) then return positions[i] end
  end
end

-- The id of the newest entry the log has ever had; 0-0 when it is new.
local function end_of(log)
  local info = redis.pcall('XINFO', 'STREAM', log)
  if info.err then return '0-0' end
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then return info[i + 1] end
  end
  return '0-0'
end

-- At most this many entries are removed in one call, so that it blocks Redis for a few ms only.
local MOST_TRIMMED = 10000

-- Removes the entries up to and including `least`. Returns 1 when there are more to remove.
local function trim(log, least)
  local trimmed = redis.call('XTRIM', log, 'MINID', '~', least, 'LIMIT', MOST_TRIMMED)
  -- It removes whole nodes of the stream only, of about a hundred entries, and so stops short of both.
  if trimmed > MOST_TRIMMED / 2 then return 1 end
  redis.call('XTRIM', log, 'MINID', '=', least)
  redis.call('XDEL', log, least)
  return 0
end
