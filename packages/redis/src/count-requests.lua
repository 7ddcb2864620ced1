#!lua
-- Counts requests of clients, each in a window of its own. One call, so that a counter without an end
-- can't be left behind.
--
-- KEYS  the counter of each request; the same one may be there several times
-- ARGV  1 length of the window in milliseconds, then for each request 1, or -1 to take one back
-- Returns for each in turn { requests in its window, milliseconds until it ends }
local call, counts = redis.call, {}
for i = 1, #KEYS do
  local key, change = KEYS[i], ARGV[i + 1]
  -- What is given back after its window has ended was counted in no window that still is.
  if change == '1' or call('EXISTS', key) == 1 then
    local count = call('INCRBY', key, change)
    if count == 1 and change == '1' then call('PEXPIRE', key, ARGV[1]) end
    counts[i] = { count, call('PTTL', key) }
  else
    counts[i] = { 0, 0 }
  end
end
return counts
