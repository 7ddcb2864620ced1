#!lua
-- Discards the catalog prepared in one shard and puts back on sale what it took off.
--
-- KEYS  1 catalog, 2 stock
-- ARGV  1 digest of the catalog
-- Returns 1, or 0 when it was not prepared here
local call = redis.call
local CATALOG, STOCK = KEYS[1], KEYS[2]

local stored = call('HGET', CATALOG, 'pending')
local pending = stored and cjson.decode(stored)
if not pending or pending.digest ~= ARGV[1] then return 0 end

for _, row in ipairs(pending.lowered) do
  local ticket, less = row[1], row[2]
  for _, book in ipairs({ ':capacity', ':remaining' }) do
    local count = tonumber(call('HGET', STOCK, ticket .. book)) or 0
    call('HSET', STOCK, ticket .. book, string.format('%d', count + less))
  end
end
call('HDEL', CATALOG, 'pending')
return 1
