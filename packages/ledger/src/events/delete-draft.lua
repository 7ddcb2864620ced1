#!lua
-- Deletes a draft that nothing was sold of, with the books and rules of its ticket types and pools.
--
-- KEYS  1 event, 2 index of events, 3 stock, 4 pools
-- ARGV  1 event id, 2 revision before
-- Returns one of
--       deleted
--       missing    there is no such event
--       conflict   it has another revision
--       refused    it is not a draft, or something of it is held or sold
-- Its id stays in the index, so that whoever follows the changes learns that it is gone.
--@library ../orders/builtins
--@library event-index
begin()

local EVENT, INDEX, STOCK, POOLS, ID, BEFORE =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], ARGV[1], ARGV[2]

local stored = call('HMGET', EVENT, 'revision', 'status', 'tickets', 'pools')
if not stored[1] then return 'missing' end
if stored[1] ~= BEFORE then return 'conflict' end
if stored[2] ~= 'draft' then return 'refused' end

local removals = {}
-- Whether nothing is held or sold of the books named `name`, which are to be removed then.
local function is_untouched(hash, name)
  local used = call('HMGET', hash, name .. ':held', name .. ':sold')
  removals[#removals + 1] = { hash, name }
  return (tonumber(used[1]) or 0) + (tonumber(used[2]) or 0) == 0
end
for ticket in gmatch(stored[3] or '', '%S+') do
  if not is_untouched(STOCK, ticket) then return 'refused' end
end
for pool in gmatch(stored[4] or '', '%S+') do
  if not is_untouched(POOLS, ID .. '/' .. pool) then return 'refused' end
end

local change = next_change(INDEX)
for _, each in ipairs(removals) do
  local hash, name = each[1], each[2]
  call('HDEL', hash, name .. ':capacity', name .. ':remaining', name .. ':held', name .. ':sold',
    name .. ':rules')
end
local fields = call('HGETALL', EVENT)
for i = 1, #fields, 2 do call('HDEL', EVENT, fields[i]) end
call('ZADD', INDEX, change, ID)
return 'deleted'
