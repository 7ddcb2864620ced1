-- For --@library, after builtins: the index of the events of a shard.

-- The number of the next change in the index, one more than the highest.
local function next_change(index)
  local last = call('ZRANGE', index, -1, -1, 'WITHSCORES')
  return format('%d', (tonumber(last[2]) or 0) + 1)
end
