#!lua
-- Places a batch of orders in one shard: stores each as pending and appends it to the stream.
-- Has no flags on purpose: when Redis is out of memory it is refused before it starts.
--
-- KEYS  1 order stream, 2 stock, 3 counts; then the key of each order;
--       then the idempotency record of each order that has one
-- ARGV  1 most orders that may wait in the stream, 2 lifetime of an idempotency record in seconds,
--       3 number of orders, 4 where the order's id begins in its key, from 1;
--       then for each order: items, total, currency, event, name, email, payment;
--       then, unless all of them would be empty: for each order the fingerprint of its request
--       ("" without an idempotency key), then for each order its traceparent ("" when untraced)
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

local STREAM, STOCK, COUNTS = KEYS[1], KEYS[2], KEYS[3]
local room, ttl = tonumber(ARGV[1]) - call('XLEN', STREAM), ARGV[2]
local ORDERS, ID_AT = tonumber(ARGV[3]), tonumber(ARGV[4])
-- Arguments of an order, and what stands before those of the first one.
local FIELDS, KEYS_AT, ARGS_AT = 7, 3, 4
local FINGERPRINTS_AT = ARGS_AT + FIELDS * ORDERS
local TRACES_AT = FINGERPRINTS_AT + ORDERS

local function id_of(order_key) return string.sub(order_key, ID_AT) end

-- Placing takes no stock, so what is read once, and what is short of it, holds throughout the call.
local remaining_cache, shortages = {}, {}
local function remaining(ticket)
  local left = remaining_cache[ticket]
  if left == nil then
    left = tonumber(call('HGET', STOCK, ticket .. ':remaining')) or false
    remaining_cache[ticket] = left
  end
  return left
end

local function find_shortage(items)
  local want = wanted(items)
  for i = 1, want.n do
    local left = remaining(want[i])
    if not left then return 'nostock:' .. want[i] end
    if left < want.qty[i] then return 'soldout:' .. want[i] .. ':' .. left end
  end
  return false
end

local function shortage(items)
  local known = shortages[items]
  if known == nil then
    known = find_shortage(items)
    shortages[items] = known
  end
  return known
end

-- As a rule nothing was here before: one question for all, and only then one for each.
local repeats = call('EXISTS', unpack(KEYS, KEYS_AT + 1)) > 0
-- Idempotency records and orders that this very call will write: a double click, or a repeated try,
-- may arrive in one batch.
local fresh, stored = {}, {}

-- The answer to a request whose key was used before.
local function first_answer(record_key, fingerprint, order_key)
  local record = fresh[record_key] or repeats and call('GET', record_key)
  if not record then return nil end
  local id, first = string.match(record, '^(%S+) (%S+)$')
  if first ~= fingerprint then return 'reused' end
  if id ~= id_of(order_key) then return 'duplicate:' .. id end
end

local function refusal(items)
  if room < 1 then return 'full' end
  return shortage(items)
end

local words, writes, records = {}, {}, {}
local record_at = KEYS_AT + ORDERS
for i = 1, ORDERS do
  local order_key, fingerprint = KEYS[KEYS_AT + i], ARGV[FINGERPRINTS_AT + i]
  local record_key, word
  if fingerprint and fingerprint ~= '' then
    record_at = record_at + 1
    record_key = KEYS[record_at]
    word = first_answer(record_key, fingerprint, order_key)
  end
  if not word and not stored[order_key] and not (repeats and call('EXISTS', order_key) == 1) then
    word = refusal(ARGV[ARGS_AT + FIELDS * (i - 1) + 1])
    if not word then
      room = room - 1
      stored[order_key] = true
      writes[#writes + 1] = i
      if record_key then
        records[i] = record_key
        fresh[record_key] = id_of(order_key) .. ' ' .. fingerprint
      end
    end
  end
  words[i] = word or 'placed'
end

for w = 1, #writes do
  local i = writes[w]
  local order_key, at, trace = KEYS[KEYS_AT + i], ARGS_AT + FIELDS * (i - 1), ARGV[TRACES_AT + i]
  call('HSET', order_key, 'status', 'pending', 'items', ARGV[at + 1], 'total', ARGV[at + 2],
    'currency', ARGV[at + 3], 'event', ARGV[at + 4], 'name', ARGV[at + 5],
    'email', ARGV[at + 6], 'payment', ARGV[at + 7])
  local record_key = records[i]
  if record_key then call('SET', record_key, fresh[record_key], 'EX', ttl) end
  if trace and trace ~= '' then
    call('XADD', STREAM, '*', 'v', '1', 'order', id_of(order_key), 'traceparent', trace)
  else
    call('XADD', STREAM, '*', 'v', '1', 'order', id_of(order_key))
  end
end
if #writes > 0 then call('HINCRBY', COUNTS, 'placed', #writes) end
return table.concat(words, ' ')
