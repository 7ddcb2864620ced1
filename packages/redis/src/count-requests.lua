#!lua
-- Counts requests of clients, each in its own fixed window. One call, so that no counter without an
-- expiry can be left behind.
--
-- KEYS  the counter of each request; may contain duplicates
-- ARGV  1 length of the window in milliseconds, then for each request 1, or -1 to take one back
-- Returns { requests in the window, milliseconds until it ends } for each, in order
local call, counts = redis.call, {}

local function count(key)
  local requests = call('INCR', key)
  if requests == 1 then call('PEXPIRE', key, ARGV[1]) end
  return { requests, call('PTTL', key) }
end

-- If the window has ended meanwhile, there is nothing to take back from.
local function take_back(key)
  local ends_in = call('PTTL', key)
  return { ends_in > 0 and call('DECR', key) or 0, ends_in }
end

for i = 1, #KEYS do
  counts[i] = ARGV[i + 1] == '1' and count(KEYS[i]) or take_back(KEYS[i])
end
return counts
