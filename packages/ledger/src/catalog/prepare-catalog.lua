#!lua
-- Prepares a catalog in one shard: checks it, stores it as pending, and takes off sale at once the
-- tickets that a lowered capacity removes. From then on no sale can get in its way: once all shards
-- are prepared, any process can commit it in each of them at any time.
--
-- KEYS  1 catalog, 2 stock
-- ARGV  1 version, 2 digest of the whole catalog, 3 document (JSON);
--       then for each ticket type: id, capacity
-- Returns "prepared" (also when it already was), "unchanged" (same version and digest in force),
--       "newer:V" (version V is in force), "conflict" (same version in force, different content),
--       "pending:DIGEST:AGE" (another catalog was prepared AGE ms ago and is unfinished), or
--       "refused", with " ticket:capacity:sold" for each capacity below what is sold and held
local call = redis.call
local CATALOG, STOCK = KEYS[1], KEYS[2]
local version, digest = tonumber(ARGV[1]), ARGV[2]

local stored = call('HMGET', CATALOG, 'version', 'digest', 'pending')
local in_force = tonumber(stored[1])
if in_force and in_force > version then return 'newer:' .. stored[1] end
if in_force == version then return stored[2] == digest and 'unchanged' or 'conflict' end

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if stored[3] then
  local pending = cjson.decode(stored[3])
  if pending.digest == digest then return 'prepared' end
  return string.format('pending:%s:%d', pending.digest, now - pending.at)
end

local stock, lowered, refused, fields = {}, {}, {}, {}
for i = 4, #ARGV, 2 do
  local ticket, capacity = ARGV[i], tonumber(ARGV[i + 1])
  stock[#stock + 1] = { ticket, capacity }
  local row = call('HMGET', STOCK, ticket .. ':capacity', ticket .. ':remaining',
    ticket .. ':held', ticket .. ':sold')
  local less, remaining = (tonumber(row[1]) or 0) - capacity, tonumber(row[2]) or 0
  if less > remaining then
    local sold = (tonumber(row[3]) or 0) + (tonumber(row[4]) or 0)
    refused[#refused + 1] = string.format(' %s:%d:%d', ticket, capacity, sold)
  elseif less > 0 then
    lowered[#lowered + 1] = { ticket, less }
    fields[#fields + 1] = { ticket .. ':capacity', capacity }
    fields[#fields + 1] = { ticket .. ':remaining', remaining - less }
  end
end
if #refused > 0 then return 'refused' .. table.concat(refused) end

for _, field in ipairs(fields) do call('HSET', STOCK, field[1], string.format('%d', field[2])) end
call('HSET', CATALOG, 'pending', cjson.encode({
  version = ARGV[1], digest = digest, document = ARGV[3], at = now, stock = stock, lowered = lowered,
}))
return 'prepared'
