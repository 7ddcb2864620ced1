-- For --@library, before all others: what scripts use of Redis and Lua. A library can't see them while it
-- is loaded, so each call begins with begin().
local call, safe_call, concat, floor, max, min
local sub, find, match, gmatch, gsub, format

local function begin()
  call, safe_call, concat = redis.call, redis.pcall, table.concat
  floor, max, min = math.floor, math.max, math.min
  sub, find, match, gmatch = string.sub, string.find, string.match, string.gmatch
  gsub, format = string.gsub, string.format
end

-- The time in ms.
local function now_ms()
  local now = call('TIME')
  return now[1] * 1000 + floor(now[2] / 1000)
end
