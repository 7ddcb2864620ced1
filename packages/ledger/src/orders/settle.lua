#!lua flags=allow-oom
-- Settles a batch of stream entries in one shard: for each order that is still pending, takes the
-- stock of all its items or of none, writes its final status, counts and publishes it, and removes
-- the entry from the stream. Atomic and idempotent: neither a crash before it nor a second delivery
-- after it has any effect. Runs even when Redis is out of memory, or the backlog could never drain.
--
-- KEYS  1 order stream, 2 stock, 3 counts; then the bucket of each run of consecutive entries whose
--       orders are in one bucket
-- ARGV  1 consumer group, 2 channel on which the order ids are published, 3 "consecutive" when the
--       stream has no other entry between the first and the last, else "", 4 number of runs, then the
--       number of entries in each run; then the id of each entry, then the order id of each entry
-- Returns one letter for each entry:
--       c confirmed        r rejected, sold out       a already settled
--       m no such order    b malformed record         u a ticket has no stock here
--       l left to a newer version, which wrote a state that this one does not know
--       Entries with m, b, u or l are left unchanged.
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
local call, pcall, KEYS, ARGV = redis.call, redis.pcall, KEYS, ARGV
--@include items
--@include order-record

local STREAM, STOCK, COUNTS, GROUP, CHANNEL = KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2]
-- Positions before the first bucket key and before the run sizes.
local BUCKETS_AT, SIZES_AT = 3, 4
local IS_CONSECUTIVE, RUNS = ARGV[3] == 'consecutive', tonumber(ARGV[4])
local ENTRIES = 0
for run = 1, RUNS do ENTRIES = ENTRIES + ARGV[SIZES_AT + run] end
local IDS_AT = SIZES_AT + RUNS
local ORDERS_AT = IDS_AT + ENTRIES
-- For fewer entries, deleting them is faster than checking whether they can be trimmed.
local FEWEST_TO_CUT = 4

-- The books of each ticket in the batch: read once, changed here, written once.
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

-- The books that some items draw on and by how much, or the letter of the failure.
local bill_of = remembered(function(items)
  local want = wanted(items)
  if not want then return 'b' end
  local bill = { n = want.n, qty = want.qty }
  for i = 1, want.n do
    bill[i] = book(want[i])
    if not bill[i] then return 'u' end
  end
  return bill
end)

local function take(bill)
  local n, qty = bill.n, bill.qty
  for i = 1, n do
    if bill[i].remaining < qty[i] then return 'r' end
  end
  for i = 1, n do
    local entry, taken = bill[i], qty[i]
    entry.remaining, entry.taken = entry.remaining - taken, entry.taken + taken
  end
  return 'c'
end

local decided = {}
local function decide(order, record)
  if decided[order] then return 'a' end
  if not record then return 'm' end
  if not is_pending(record) then
    return is_settled(record) and 'a' or has_state(record) and 'l' or 'b'
  end
  local items = items_of(record)
  local bill = items and bill_of(items) or 'b'
  if bill == 'b' or bill == 'u' then return bill end
  decided[order] = true
  return take(bill)
end

-- Locating an entry within its stream node costs more than everything else done to it. Batches are
-- settled in the order they were read, so they are usually the head of the stream, and XTRIM removes
-- all but the last entry, node by node.
local function remove(ids)
  local n, last = #ids, ids[#ids]
  local acknowledged = call('XACK', STREAM, GROUP, unpack(ids))
  local is_head = IS_CONSECUTIVE and n == ENTRIES and n >= FEWEST_TO_CUT and acknowledged == n
    and #call('XRANGE', STREAM, '-', '(' .. ids[1], 'COUNT', 1) == 0
  if is_head then call('XTRIM', STREAM, 'MINID', '=', last) end
  call('XDEL', STREAM, unpack(ids, is_head and n or 1))
end

-- The new state for each letter, and how many orders get it.
local STATES = { c = state_now(STATE.confirmed), r = state_now(STATE.sold_out) }
local counted = { c = 0, r = 0 }
local letters, finished, settled, last = {}, {}, {}, 0
-- For each run, the ids and new records of the orders settled now, alternating.
local writes = {}
for run = 1, RUNS do
  local first, write, bucket = last + 1, {}, KEYS[BUCKETS_AT + run]
  last = last + ARGV[SIZES_AT + run]
  local records = pcall('HMGET', bucket, unpack(ARGV, ORDERS_AT + first, ORDERS_AT + last))
  for i = first, last do
    local order, record = ARGV[ORDERS_AT + i], records[i - first + 1]
    local letter = records.err and 'b' or decide(order, record)
    local state = STATES[letter]
    if state then
      counted[letter] = counted[letter] + 1
      settled[#settled + 1] = order
      write[#write + 1] = order
      write[#write + 1] = with_state(record, state)
    end
    if state or letter == 'a' then finished[#finished + 1] = ARGV[IDS_AT + i] end
    letters[i] = letter
  end
  writes[run] = write
end

for run = 1, RUNS do
  if #writes[run] > 0 then call('HSET', KEYS[BUCKETS_AT + run], unpack(writes[run])) end
end
for ticket, entry in pairs(books) do
  if entry and entry.taken > 0 then
    call('HSET', STOCK, ticket .. ':remaining', string.format('%d', entry.remaining),
      ticket .. ':sold', string.format('%d', entry.sold + entry.taken))
  end
end
if counted.c > 0 then call('HINCRBY', COUNTS, 'confirmed', counted.c) end
if counted.r > 0 then call('HINCRBY', COUNTS, 'rejected', counted.r) end
if #settled > 0 then call('SPUBLISH', CHANNEL, table.concat(settled, ' ')) end
if #finished > 0 then remove(finished) end
return table.concat(letters)
