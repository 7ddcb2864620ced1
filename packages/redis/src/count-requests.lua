#!lua
-- Counts requests of clients, each in its own fixed window. One call, so that no counter without an
-- expiry can be left behind.
--
-- KEYS  the counter of each client
-- ARGV  1 length of the window in milliseconds, then for each request the index of its client in KEYS,
--       and 1, or -1 to take one back
-- Returns { requests in the window, milliseconds until it ends } for each request, in order
local call = redis.call

local windows, counts, changed = {}, {}, {}
local function window(place)
  local known = windows[place]
  if known == nil then
    local key = KEYS[tonumber(place)]
    known = { requests = tonumber(call('GET', key) or '0'), ends_in = call('PTTL', key), change = 0 }
    if known.ends_in <= 0 then known = { requests = 0, ends_in = tonumber(ARGV[1]), change = 0, is_new = true } end
    known.key = key
    windows[place] = known
    changed[#changed + 1] = known
  end
  return known
end

for i = 2, #ARGV, 2 do
  local w, change = window(ARGV[i]), tonumber(ARGV[i + 1])
  -- If the window has ended meanwhile, there is nothing to take back from.
  if w.requests + change >= 0 then
    w.requests, w.change = w.requests + change, w.change + change
  end
  counts[#counts + 1] = { w.requests, w.ends_in }
end
for _, w in ipairs(changed) do
  if w.is_new then
    if w.change > 0 then call('SET', w.key, w.change, 'PX', w.ends_in) end
  elseif w.change ~= 0 then
    call('INCRBY', w.key, w.change)
  end
end
return counts
