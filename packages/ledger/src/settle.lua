#!lua flags=allow-oom
-- Settles a batch of stream entries in one shard: for each order that is still pending, takes the
-- stock of all its items or of none, writes its final status, counts and publishes it, and removes
-- the entry from the stream. One atomic step: a crash before it changes nothing, a second delivery
-- after it changes nothing. May run when Redis is out of memory, or a backlog would never drain.
--
-- KEYS  1 order stream, 2 stock, 3 counts; then for each entry the key of its order
-- ARGV  1 consumer group; then for each entry: its id, the channel of its order
-- Returns one letter for each entry:
--       c confirmed        r rejected, sold out       a already settled by somebody
--       m no such order    b malformed record         u a ticket has no stock here
--       The entries of m, b and u are left as they are: their order can't be settled.
-- Errors none of its own: all checks come first, then only writes that can't fail.
local call, pcall = redis.call, redis.pcall
--@include items

local STREAM, STOCK, COUNTS, GROUP = KEYS[1], KEYS[2], KEYS[3], ARGV[1]

-- The books of each ticket that the batch touches: read once, changed here, written once.
local books = {}
local function book(ticket)
  local entry = books[ticket]
  if entry == nil then
    local row = call('HMGET', STOCK, ticket .. ':remaining', ticket .. ':sold')
    local remaining, sold = tonumber(row[1]), tonumber(row[2])
    entry = remaining and sold and { remaining = remaining, sold = sold, taken = 0 } or false
    books[ticket] = entry
  end
  return entry
end

local function take(want)
  for i = 1, want.n do
    local entry = book(want[i])
    if not entry then return 'u' end
  end
  for i = 1, want.n do
    if books[want[i]].remaining < want.qty[i] then return 'r' end
  end
  for i = 1, want.n do
    local entry, qty = books[want[i]], want.qty[i]
    entry.remaining, entry.sold = entry.remaining - qty, entry.sold + qty
    entry.taken = entry.taken + qty
  end
  return 'c'
end

local decided = {}
local function decide(order_key)
  if decided[order_key] then return 'a' end
  local record = pcall('HMGET', order_key, 'status', 'items')
  if record.err then return 'b' end
  local status, items = record[1], record[2]
  if not status then return 'm' end
  if status ~= 'pending' then return 'a' end
  local want = items and wanted(items)
  if not want then return 'b' end
  local letter = take(want)
  if letter ~= 'u' then decided[order_key] = true end
  return letter
end

local letters = {}
local entries = #KEYS - 3
for i = 1, entries do letters[i] = decide(KEYS[3 + i]) end

local time = call('TIME')
local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
local finished, confirmed, rejected = {}, 0, 0
for i = 1, entries do
  local letter, order_key = letters[i], KEYS[3 + i]
  if letter == 'c' then
    confirmed = confirmed + 1
    call('HSET', order_key, 'status', 'confirmed', 'settled', now)
    call('SPUBLISH', ARGV[2 * i + 1], 'confirmed')
  elseif letter == 'r' then
    rejected = rejected + 1
    call('HSET', order_key, 'status', 'rejected', 'settled', now, 'reason', 'sold_out')
    call('SPUBLISH', ARGV[2 * i + 1], 'rejected')
  end
  if letter == 'c' or letter == 'r' or letter == 'a' then
    finished[#finished + 1] = ARGV[2 * i]
  end
end

for ticket, entry in pairs(books) do
  if entry and entry.taken > 0 then
    call('HSET', STOCK, ticket .. ':remaining', string.format('%d', entry.remaining),
      ticket .. ':sold', string.format('%d', entry.sold))
  end
end
if confirmed > 0 then call('HINCRBY', COUNTS, 'confirmed', confirmed) end
if rejected > 0 then call('HINCRBY', COUNTS, 'rejected', rejected) end
if #finished > 0 then
  call('XACK', STREAM, GROUP, unpack(finished))
  call('XDEL', STREAM, unpack(finished))
end
return table.concat(letters)
