#!lua
-- Applies the catalog of one shard: all of it or nothing. Run any number of times, by any number of
-- processes, before or after sales, it never resets or doubles stock.
--
-- KEYS  1 catalog, 2 stock
-- ARGV  1 "check" or "apply", 2 version, 3 digest of the whole catalog, 4 document (JSON);
--       then for each ticket type: id, capacity
-- Returns "applied", "unchanged" (same version and digest), "newer:V" (version V is in force),
--       "conflict" (same version, other content), or "refused" and for each capacity that is below
--       what is sold and held " ticket:capacity:sold"
local call = redis.call
local CATALOG, STOCK = KEYS[1], KEYS[2]
local version = tonumber(ARGV[2])

local stored = call('HMGET', CATALOG, 'version', 'digest')
local stored_version = tonumber(stored[1])
if stored_version then
  if stored_version > version then return 'newer:' .. stored[1] end
  if stored_version == version then
    return stored[2] == ARGV[3] and 'unchanged' or 'conflict'
  end
end

local fields, refused = {}, {}
for i = 5, #ARGV, 2 do
  local ticket, capacity = ARGV[i], tonumber(ARGV[i + 1])
  local row = call('HMGET', STOCK, ticket .. ':capacity', ticket .. ':remaining',
    ticket .. ':held', ticket .. ':sold')
  local remaining, held, sold = tonumber(row[2]) or 0, tonumber(row[3]) or 0, tonumber(row[4]) or 0
  remaining = remaining + capacity - (tonumber(row[1]) or 0)
  if remaining < 0 then
    refused[#refused + 1] = ' ' .. ticket .. ':' .. ARGV[i + 1] .. ':' .. (sold + held)
  end
  for book, count in pairs({ capacity = capacity, remaining = remaining, held = held, sold = sold }) do
    fields[#fields + 1] = ticket .. ':' .. book
    fields[#fields + 1] = string.format('%d', count)
  end
end
if #refused > 0 then return 'refused' .. table.concat(refused) end

if ARGV[1] == 'apply' then
  for i = 1, #fields, 2 do call('HSET', STOCK, fields[i], fields[i + 1]) end
  call('HSET', CATALOG, 'version', ARGV[2], 'digest', ARGV[3], 'document', ARGV[4])
end
return 'applied'
