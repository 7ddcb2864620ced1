#!lua
-- Places a batch of orders in one shard: stores each as pending and appends it to the stream.
-- Has no flags on purpose: when Redis is out of memory it is refused before it starts.
--
-- KEYS  1 order stream, 2 counts, 3 index of buckets; then the bucket of each run of orders that lie in
--       one; then the idempotency record of each order that has one
-- ARGV  1 most orders that may wait in the stream, 2 lifetime of an idempotency record in seconds,
--       3 the key of the stock, in the slot of KEYS: it is only read, and what stands in KEYS counts as
--       written, which the gateway's user may not do to stock; 4 number of runs, then the number of
--       orders in each run; then for each order its id, then for each its record; then, unless all of
--       them would be empty, for each the fingerprint of its request ("" without an idempotency key),
--       then for each its traceparent ("" when untraced)
-- Returns one word for each order, separated by spaces:
--       placed            stored and in line, or already stored by an earlier try
--       full              too many orders wait
--       soldout:T:N       of ticket T only N are left
--       nostock:T         ticket T has no books: this is not the data that it is sold from
--       duplicate:ID      the idempotency key already belongs to order ID, same request
--       reused            the idempotency key already belongs to another request
-- Errors none of its own: all checks come first, then only writes that can't fail.
--
-- It runs for every order, so what it costs was measured: each argument 0.1 µs, each command 0.5 µs
-- and more (docs/performance.md).
local call, KEYS, ARGV = redis.call, KEYS, ARGV
--@include items
--@include order-record

local STREAM, COUNTS, BUCKETS, STOCK = KEYS[1], KEYS[2], KEYS[3], ARGV[3]
local room, ttl = tonumber(ARGV[1]) - call('XLEN', STREAM), ARGV[2]
-- What stands before the key of the first bucket, and before the numbers of orders.
local BUCKETS_AT, SIZES_AT = 3, 4
local RUNS = tonumber(ARGV[4])

-- Placing takes no stock, so what is read once, and what is short of it, holds throughout the call.
local remaining = remembered(function(ticket)
  return tonumber(call('HGET', STOCK, ticket .. ':remaining')) or false
end)

local shortage = remembered(function(items)
  local want = wanted(items)
  for i = 1, want.n do
    local left = remaining(want[i])
    if not left then return 'nostock:' .. want[i] end
    if left < want.qty[i] then return 'soldout:' .. want[i] .. ':' .. left end
  end
  return false
end)

local function refusal(record)
  if room < 1 then return 'full' end
  return shortage(items_of(record))
end

local ORDERS = 0
for run = 1, RUNS do ORDERS = ORDERS + ARGV[SIZES_AT + run] end
local IDS_AT = SIZES_AT + RUNS
local ORDERS_AT = IDS_AT + ORDERS
local FINGERPRINTS_AT = ORDERS_AT + ORDERS
local TRACES_AT = FINGERPRINTS_AT + ORDERS
local KNOWN_AT = BUCKETS_AT + RUNS
local known = #KEYS > KNOWN_AT and call('MGET', unpack(KEYS, KNOWN_AT + 1))

-- Idempotency records and orders that this very call will write: a double click, or a repeated try,
-- may arrive in one batch.
local fresh, stored = {}, {}
local keys_used, key_number = {}, 0

-- The next idempotency key and what is known of it; nil when the order has none.
local function next_key(fingerprint)
  if not fingerprint or fingerprint == '' then return nil end
  key_number = key_number + 1
  local key = KEYS[KNOWN_AT + key_number]
  return key, fresh[key] or known[key_number]
end

-- The answer to a request whose key was used before; nil when it is the same order.
local function first_answer(record, fingerprint, id)
  local first_id, first = string.match(record, '^(%S+) (%S+)$')
  if first ~= fingerprint then return 'reused' end
  if first_id ~= id then return 'duplicate:' .. first_id end
end

-- The word for an order; nil when it is to be stored. `before` is its record, when there is one.
local function decide(i, before)
  local id, fingerprint = ARGV[IDS_AT + i], ARGV[FINGERPRINTS_AT + i]
  local key, used = next_key(fingerprint)
  local word = used and first_answer(used, fingerprint, id)
  if word then return word end
  if before or stored[id] then return 'placed' end
  word = refusal(ARGV[ORDERS_AT + i])
  if word then return word end
  room = room - 1
  stored[id] = true
  if key then
    fresh[key] = id .. ' ' .. fingerprint
    keys_used[#keys_used + 1] = key
  end
end

local words, placed, last = {}, {}, 0
-- For each run the ids and records that are to be stored, in turn.
local writes = {}
for run = 1, RUNS do
  local first, write = last + 1, {}
  last = last + ARGV[SIZES_AT + run]
  -- None of them is stored already, as a rule.
  local before = call('HMGET', KEYS[BUCKETS_AT + run], unpack(ARGV, IDS_AT + first, IDS_AT + last))
  for i = first, last do
    local word = decide(i, before[i - first + 1])
    if not word then
      placed[#placed + 1] = i
      write[#write + 1] = ARGV[IDS_AT + i]
      write[#write + 1] = ARGV[ORDERS_AT + i]
    end
    words[i] = word or 'placed'
  end
  writes[run] = write
end

for run = 1, RUNS do
  if #writes[run] > 0 then
    local bucket = KEYS[BUCKETS_AT + run]
    -- Asked first: adding what is there already takes longer.
    if call('EXISTS', bucket) == 0 then call('ZADD', BUCKETS, 0, bucket) end
    call('HSET', bucket, unpack(writes[run]))
  end
end
for k = 1, #keys_used do call('SET', keys_used[k], fresh[keys_used[k]], 'EX', ttl) end
for p = 1, #placed do
  local i = placed[p]
  local id, trace = ARGV[IDS_AT + i], ARGV[TRACES_AT + i]
  if trace and trace ~= '' then
    call('XADD', STREAM, '*', 'v', '1', 'order', id, 'traceparent', trace)
  else
    call('XADD', STREAM, '*', 'v', '1', 'order', id)
  end
end
if #placed > 0 then call('HINCRBY', COUNTS, 'placed', #placed) end
return table.concat(words, ' ')
