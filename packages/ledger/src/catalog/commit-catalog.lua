#!lua
-- Puts the catalog prepared in one shard into force.
--
-- KEYS  1 catalog, 2 stock
-- ARGV  1 digest of the catalog
-- Returns "applied", "unchanged" (already in force), or "gone" (not prepared here)
local call = redis.call
local CATALOG, STOCK = KEYS[1], KEYS[2]

local stored = call('HMGET', CATALOG, 'digest', 'pending')
local pending = stored[2] and cjson.decode(stored[2])
if not pending or pending.digest ~= ARGV[1] then
  return stored[1] == ARGV[1] and 'unchanged' or 'gone'
end

for _, row in ipairs(pending.stock) do
  local ticket, capacity = row[1], row[2]
  local books = call('HMGET', STOCK, ticket .. ':capacity', ticket .. ':remaining',
    ticket .. ':held', ticket .. ':sold')
  local more = capacity - (tonumber(books[1]) or 0)
  for book, count in pairs({
    capacity = capacity,
    remaining = (tonumber(books[2]) or 0) + more,
    held = tonumber(books[3]) or 0,
    sold = tonumber(books[4]) or 0,
  }) do
    call('HSET', STOCK, ticket .. ':' .. book, string.format('%d', count))
  end
end
call('HSET', CATALOG, 'version', pending.version, 'digest', pending.digest,
  'document', pending.document)
call('HDEL', CATALOG, 'pending')
return 'applied'
