#!lua
-- Counts requests of clients, each in a window of its own. One call, so that a counter without an end
-- can't be left behind.
--
-- KEYS  the counter of each request; the same one may be there several times
-- ARGV  1 length of the window in milliseconds, then for each request 1, or -1 to take one back
-- Returns for each in turn { requests in its window, milliseconds until it ends }
local call, counts = redis.call, {}

local function count(key)
  local requests = call('INCR', key)
  if requests == 1 then call('PEXPIRE', key, ARGV[1]) end
  return { requests, call('PTTL', key) }
end

-- When its window has ended meanwhile, there is none that it was counted in.
local function take_back(key)
  local ends_in = call('PTTL', key)
  return { ends_in > 0 and call('DECR', key) or 0, ends_in }
end

for i = 1, #KEYS do
  counts[i] = ARGV[i + 1] == '1' and count(KEYS[i]) or take_back(KEYS[i])
end
return counts
