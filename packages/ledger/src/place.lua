#!lua
-- Places a batch of orders in one shard: stores each as pending and appends it to the stream.
-- Has no flags on purpose: when Redis is out of memory it is refused before it starts.
--
-- KEYS  1 order stream, 2 stock, 3 counts;
--       then for each order: its key, its idempotency record (its own key again when it has none)
-- ARGV  1 most orders that may wait in the stream, 2 lifetime of an idempotency record in seconds;
--       then for each order: id, items, total, currency, event, name, email, payment,
--       fingerprint of the request ("" without an idempotency key), traceparent ("" when untraced)
-- Returns one word for each order, separated by spaces:
--       placed            stored and in line, or already stored by an earlier try
--       full              too many orders wait
--       soldout:T:N       of ticket T only N are left
--       nostock:T         ticket T has no books: this is not the data that it is sold from
--       duplicate:ID      the idempotency key already belongs to order ID, same request
--       reused            the idempotency key already belongs to another request
-- Errors none of its own: all checks come first, then only writes that can't fail.
local call = redis.call
--@include items

local STREAM, STOCK, COUNTS = KEYS[1], KEYS[2], KEYS[3]
local FIELDS = 10
local room = tonumber(ARGV[1]) - call('XLEN', STREAM)
local ttl = ARGV[2]

local remaining_cache = {}
local function remaining(ticket)
  local left = remaining_cache[ticket]
  if left == nil then
    left = tonumber(call('HGET', STOCK, ticket .. ':remaining')) or false
    remaining_cache[ticket] = left
  end
  return left
end

local function shortage(items)
  local want = wanted(items)
  for i = 1, want.n do
    local left = remaining(want[i])
    if not left then return 'nostock:' .. want[i] end
    if left < want.qty[i] then return 'soldout:' .. want[i] .. ':' .. left end
  end
end

-- Idempotency records and orders that this very call will write: a double click, or a repeated try,
-- may arrive in one batch.
local fresh, stored = {}, {}

local function decide(order_key, record_key, arg)
  local fingerprint = ARGV[arg + 8]
  if fingerprint ~= '' then
    local record = fresh[record_key] or call('GET', record_key)
    if record then
      local id, first = string.match(record, '^(%S+) (%S+)$')
      if first ~= fingerprint then return 'reused' end
      if id ~= ARGV[arg] then return 'duplicate:' .. id end
    end
  end
  if stored[order_key] or call('EXISTS', order_key) == 1 then return 'placed' end
  if room < 1 then return 'full' end
  local short = shortage(ARGV[arg + 1])
  if short then return short end
  room = room - 1
  stored[order_key] = true
  if fingerprint ~= '' then fresh[record_key] = ARGV[arg] .. ' ' .. fingerprint end
  return 'placed', true
end

local words, writes = {}, {}
local orders = (#KEYS - 3) / 2
for i = 1, orders do
  local order_key, record_key = KEYS[2 + 2 * i], KEYS[3 + 2 * i]
  local arg = 3 + FIELDS * (i - 1)
  local word, new = decide(order_key, record_key, arg)
  words[i] = word
  if new then writes[#writes + 1] = { order_key, record_key, arg } end
end

for i = 1, #writes do
  local order_key, record_key, arg = writes[i][1], writes[i][2], writes[i][3]
  call('HSET', order_key, 'status', 'pending', 'items', ARGV[arg + 1], 'total', ARGV[arg + 2],
    'currency', ARGV[arg + 3], 'event', ARGV[arg + 4], 'name', ARGV[arg + 5],
    'email', ARGV[arg + 6], 'payment', ARGV[arg + 7])
  if fresh[record_key] then call('SET', record_key, fresh[record_key], 'EX', ttl) end
  if ARGV[arg + 9] == '' then
    call('XADD', STREAM, '*', 'v', '1', 'order', ARGV[arg])
  else
    call('XADD', STREAM, '*', 'v', '1', 'order', ARGV[arg], 'traceparent', ARGV[arg + 9])
  end
end
if #writes > 0 then call('HINCRBY', COUNTS, 'placed', #writes) end
return table.concat(words, ' ')
