#!lua flags=allow-oom
-- Empties the shard of rehearsals in one step: orders, their payments, stream, dead letters, indexes, sums
-- and log go, and all tickets are back on sale. What a worker holds in its hands is acknowledged: it then
-- finds no order.
-- A shard with many buckets is emptied in several calls, the oldest orders first.
--
-- KEYS  1 order stream, 2 stock, 3 books of pools, 4 index of buckets, 5 events, 6 order log; then what is
--       deleted as it is
-- ARGV  1 consumer group, 2 what the key of each event's limits begins with, 3 buckets to delete in this call,
--       4 what the keys of payments begin with; the second of the bucket follows; 5 what the keys of codes
--       begin with, then those of lines; the id of the event follows
-- Returns the number of orders deleted, and whether all is done: 1, or 0 when there are more buckets.
local call, KEYS, ARGV = redis.call, KEYS, ARGV
local STREAM, STOCK, POOLS, BUCKETS, EVENTS, LOG = unpack(KEYS, 1, 6)
local DELETED_AT = 6
local GROUP, BOUGHT, MOST, PAYMENTS = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local CODES, LINES_AT = ARGV[5], 5
local PAGE = 1000

-- The ids of all entries that a worker has and did not settle yet.
local function in_hands()
  local ids, from = {}, '-'
  while true do
    local page = redis.pcall('XPENDING', STREAM, GROUP, from, '+', PAGE)
    -- No group: no worker was ever here.
    if page.err then return ids end
    for i = 1, #page do ids[#ids + 1] = page[i][1] end
    if #page < PAGE then return ids end
    from = '(' .. ids[#ids]
  end
end

-- The books as they were before anybody ordered.
local function full(key)
  local books = {}
  local row = call('HGETALL', key)
  for i = 1, #row, 2 do
    local goods = string.match(row[i], '^(.*):capacity$')
    if goods then
      local values = { goods .. ':remaining', row[i + 1], goods .. ':held', '0', goods .. ':sold', '0' }
      for v = 1, #values do books[#books + 1] = values[v] end
    end
  end
  return books
end

local function write(key, books)
  for i = 1, #books, PAGE do
    call('HSET', key, unpack(books, i, math.min(i + PAGE - 1, #books)))
  end
end

-- Codes as they were before anybody used them.
local function unuse(key)
  local row = call('HGETALL', key)
  for i = 1, #row, 2 do
    if string.match(row[i], ':used$') then call('HSET', key, row[i], '0') end
  end
end

local buckets = call('ZRANGE', BUCKETS, 0, MOST - 1)
local is_last = call('ZCARD', BUCKETS) <= MOST
local ids, stock, pools = in_hands(), full(STOCK), full(POOLS)
local events = call('ZRANGE', EVENTS, 0, -1)
local orders = 0
for i = 1, #buckets do orders = orders + call('HLEN', buckets[i]) end

for i = 1, #buckets do
  call('UNLINK', buckets[i], PAYMENTS .. string.match(buckets[i], '[^:]*$'))
end
if not is_last then
  call('ZREMRANGEBYRANK', BUCKETS, 0, MOST - 1)
  return { orders, 0 }
end
for i = 1, #ids, PAGE do
  call('XACK', STREAM, GROUP, unpack(ids, i, math.min(i + PAGE - 1, #ids)))
end
-- Trimmed, not deleted: workers wait on the stream, and readers of the log keep their positions.
call('XTRIM', STREAM, 'MAXLEN', 0)
call('XTRIM', LOG, 'MAXLEN', 0)
call('UNLINK', BUCKETS, unpack(KEYS, DELETED_AT + 1))
for i = 1, #events do
  call('UNLINK', BOUGHT .. events[i])
  for p = LINES_AT + 1, #ARGV do call('UNLINK', ARGV[p] .. events[i]) end
  unuse(CODES .. events[i])
end
write(STOCK, stock)
write(POOLS, pools)
return { orders, 1 }
