#!lua
-- Places a batch of orders in one shard: stores each as pending and appends it to the stream.
-- Deliberately has no flags, so that Redis refuses it before it starts when out of memory.
--
-- KEYS  1 order stream, 2 counts, 3 index of buckets; then the bucket of each run of consecutive orders
--       in one bucket; then the idempotency record of each order that has one
-- ARGV  1 maximum length of the stream, 2 lifetime of an idempotency record in seconds, 3 stock,
--       4 pools, 5 what the keys of events begin with and 6 those of codes (these four are in the same slot
--       as KEYS; they are only read, but Redis demands write permission for KEYS, which the gateway's user
--       does not have for them), 7 to 9 what the keys of lines, of their places and of their turns begin
--       with, 10 number of runs, 11 "any" when sales windows and admissions do not matter, as at the desk,
--       else ""; then the number of orders in each run; then the id of each order, then the record of each;
--       then, unless all are empty, the fingerprint of each request ("" without an idempotency key), then
--       the traceparent of each ("" when untraced)
-- Returns one word for each order, separated by spaces:
--       placed            stored and queued, or already stored by an earlier attempt
--       full              the backlog is full
--       soldout:T:N       only N of ticket T are left, and too few are held
--       held:T:N          only N of ticket T are left, but others may come back from orders that hold them
--       nostock:T         ticket T has no books, so this is not the data it is sold from
--       offsale:T:WHY     ticket T is not on sale: its event is a draft, paused, closed, cancelled,
--                         archived or gone; the sale is over; or early:MS, it begins at that time
--       admission         the event needs an admission, and the order's place has no turn, or has used it
--       code:WHY          its code is gone (or switched off) or used-up, or it is too early, or over
--       duplicate:ID      the idempotency key belongs to order ID, placed by the same request
--       reused            the idempotency key belongs to another request
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--
-- Runs for every order. Measured cost: 0.1 µs per argument, 0.5 µs or more per command
-- (docs/performance.md).
--@library builtins
--@library books
--@library order-record
--@library ../codes/codes
--@library ../waiting-room/admission
begin()
open_books(ARGV[3], ARGV[4], ARGV[5])
open_codes(ARGV[6])
open_lines(ARGV[7], ARGV[8], ARGV[9])

local KEYS, ARGV = KEYS, ARGV
local STREAM, COUNTS, BUCKETS = KEYS[1], KEYS[2], KEYS[3]
local room, ttl = tonumber(ARGV[1]) - call('XLEN', STREAM), ARGV[2]
-- Positions before the first bucket key and before the run sizes.
local BUCKETS_AT, SIZES_AT = 3, 11
local RUNS, AT_ANY_TIME = tonumber(ARGV[10]), ARGV[11] == 'any'

local now
-- Why a ticket is not on sale; false when it is. Sales windows are judged only here, and their start does not
-- hold for a code that opens a presale.
local function not_on_sale(books, code)
  if not books.event then return false end
  local status = event_named(books.event).status
  if status ~= 'on_sale' then return status or 'gone' end
  if AT_ANY_TIME or books.from == 0 and books.to == 0 then return false end
  now = now or now_ms()
  if now < books.from and not (code and opens_presale(code, books.name)) then
    return format('early:%d', books.from)
  end
  return books.to > 0 and now >= books.to and 'over'
end

-- Whether orders of an event need an admission now. What a newer version has written there is not known to
-- be over.
local function needs_admission(id)
  local event = id and event_named(id)
  if AT_ANY_TIME or not event or not event.admission then return false end
  if event.needs_admission == nil then
    local from = tonumber(event.admission)
    now = now or now_ms()
    if from then
      event.needs_admission = now >= from
    else
      event.needs_admission = event.admission ~= 'auto' or is_line_open(id)
    end
  end
  return event.needs_admission
end

-- The word for a shortage of a bill: how many of the ticket can be bought now.
local function short_word(bill, short, held)
  local ticket = bill.ticket[short]
  local books = ticket_books(ticket)
  local left = min(books.remaining, books.pool and books.pool.remaining or 1 / 0)
  return format('%s:%s:%d', held and 'held' or 'soldout', ticket, left)
end

-- Why the tickets of a bill can't be ordered at present by anybody, nil when they can.
local function obstacle(bill, code)
  if not bill then return 'nostock:' end
  if bill.missing then return 'nostock:' .. bill.missing end
  for i = 1, bill.n do
    local why = not_on_sale(bill[i], code)
    if why then return 'offsale:' .. bill.ticket[i] .. ':' .. why end
  end
end

local function judge(items, code)
  local bill = bill_of(items)
  local word = obstacle(bill, code)
  if word then return { off = word } end
  local short, held = shortage_of(bill)
  return {
    event = bill.event,
    short = short and short_word(bill, short, held),
    needs_admission = needs_admission(bill.event),
    version = bill.has_pool and '2' or '1',
  }
end

-- What is to be said of some items: why they can't be ordered, whether an admission is needed, and the version
-- of an entry for them. Placing takes no stock, so this holds throughout the call.
local known_items = {}
local function judged(items)
  local judgement = known_items[items]
  if not judgement then
    judgement = judge(items)
    known_items[items] = judgement
  end
  return judgement
end

-- The records of orders that name a place and need no admission: they are stored without it, since whatever
-- becomes of them has nothing to do with its turn.
local placeless = {}
local function without_place(record, place)
  local first, last = find(record, place, 1, true)
  return sub(record, 1, first - 1) .. sub(record, last + 1)
end

-- Why an order with tags is refused; if it is not, nil, and it takes the turn of its place.
local function refusal_of_tagged(id, record)
  local at, _, tags, _, _, place, use = pending_head(record)
  local items, code, why = items_of(record, at), nil, nil
  if tags and use ~= '' then
    local name, uses = code_use(use)
    code = code_named(event_of(record, at) or '', name)
    now = now or now_ms()
    why = code_obstacle(code, uses, now)
  end
  local judgement = code and judge(items, code) or judged(items)
  if judgement.off then return judgement.off end
  local turn
  if judgement.needs_admission then
    turn = tags and place ~= '' and turn_of(judgement.event, place, now)
    if not turn then return 'admission' end
  end
  if why then return 'code:' .. why end
  if judgement.short then return judgement.short end
  if turn then
    take_turn(turn, id)
  elseif tags and place ~= '' then
    placeless[id] = without_place(record, place)
  end
end

-- Why an order is refused; if it is not, nil and the version of its entry: 2 when a worker that knows
-- neither heads nor pools must leave it alone.
local function refusal(id, record)
  if room < 1 then return 'full' end
  if sub(record, 1, PLAIN_AT - 1) ~= PLAIN_HEAD then return refusal_of_tagged(id, record), '2' end
  local judgement = judged(items_of(record, PLAIN_AT))
  if judgement.off then return judgement.off end
  if judgement.needs_admission then return 'admission' end
  return judgement.short, judgement.version
end

local ORDERS = 0
for run = 1, RUNS do ORDERS = ORDERS + ARGV[SIZES_AT + run] end
local IDS_AT = SIZES_AT + RUNS
local ORDERS_AT = IDS_AT + ORDERS
local FINGERPRINTS_AT = ORDERS_AT + ORDERS
local TRACES_AT = FINGERPRINTS_AT + ORDERS
local KNOWN_AT = BUCKETS_AT + RUNS
local known = #KEYS > KNOWN_AT and call('MGET', unpack(KEYS, KNOWN_AT + 1))

-- Idempotency records and orders this call will write, since a double click or a retry may arrive in
-- the same batch.
local fresh, stored = {}, {}
local keys_used, key_number = {}, 0

-- The next idempotency key and its record; nil when the order has none.
local function next_key(fingerprint)
  if not fingerprint or fingerprint == '' then return nil end
  key_number = key_number + 1
  local key = KEYS[KNOWN_AT + key_number]
  return key, fresh[key] or known[key_number]
end

-- The result for a request whose key was used before; nil when it is the same order.
local function first_answer(record, fingerprint, id)
  local first_id, first = match(record, '^(%S+) (%S+)$')
  if first ~= fingerprint then return 'reused' end
  if first_id ~= id then return 'duplicate:' .. first_id end
end

local versions = {}
-- The result for an order; nil when it must be stored. `before` is its existing record, if any.
local function decide(i, before)
  local id, fingerprint = ARGV[IDS_AT + i], ARGV[FINGERPRINTS_AT + i]
  local key, used = next_key(fingerprint)
  local word = used and first_answer(used, fingerprint, id)
  if word then return word end
  if before or stored[id] then return 'placed' end
  local refused, version = refusal(id, ARGV[ORDERS_AT + i])
  if refused then return refused end
  versions[i] = version
  room = room - 1
  stored[id] = true
  if key then
    fresh[key] = id .. ' ' .. fingerprint
    keys_used[#keys_used + 1] = key
  end
end

local words, placed, last = {}, {}, 0
-- For each run, the ids and records to store, alternating.
local writes = {}
for run = 1, RUNS do
  local first, write = last + 1, {}
  last = last + ARGV[SIZES_AT + run]
  -- Normally none of them exists yet.
  local before = call('HMGET', KEYS[BUCKETS_AT + run], unpack(ARGV, IDS_AT + first, IDS_AT + last))
  for i = first, last do
    local word = decide(i, before[i - first + 1])
    if not word then
      placed[#placed + 1] = i
      local id = ARGV[IDS_AT + i]
      write[#write + 1] = id
      write[#write + 1] = placeless[id] or ARGV[ORDERS_AT + i]
    end
    words[i] = word or 'placed'
  end
  writes[run] = write
end

for run = 1, RUNS do
  if #writes[run] > 0 then
    local bucket = KEYS[BUCKETS_AT + run]
    -- Checked first, because adding an existing member takes longer.
    if call('EXISTS', bucket) == 0 then call('ZADD', BUCKETS, 0, bucket) end
    call('HSET', bucket, unpack(writes[run]))
  end
end
write_lines()
for k = 1, #keys_used do call('SET', keys_used[k], fresh[keys_used[k]], 'EX', ttl) end
for p = 1, #placed do
  local i = placed[p]
  local id, trace, version = ARGV[IDS_AT + i], ARGV[TRACES_AT + i], versions[i]
  if trace and trace ~= '' then
    call('XADD', STREAM, '*', 'v', version, 'order', id, 'traceparent', trace)
  else
    call('XADD', STREAM, '*', 'v', version, 'order', id)
  end
end
if #placed > 0 then call('HINCRBY', COUNTS, 'placed', #placed) end
return concat(words, ' ')
