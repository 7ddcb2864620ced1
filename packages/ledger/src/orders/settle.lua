#!lua flags=allow-oom
-- Settles a batch of stream entries in one shard: for each order that is still pending, takes the
-- stock of all its items or of none, into the book "sold" or, when it must be held for a payment, into
-- "held"; writes its state, counts, logs and publishes it, and removes the entry from the stream.
-- Atomic and idempotent: neither a crash before it nor a second delivery after it has any effect. Runs
-- even when Redis is out of memory, or the backlog could never drain.
--
-- KEYS  1 order stream, 2 stock, 3 counts, 4 pools, 5 holds, 6 order log; then the bucket of each run of
--       consecutive entries whose orders are in one bucket
-- ARGV  1 consumer group, 2 channel on which the order ids are published, 3 "consecutive" when the
--       stream has no other entry between the first and the last, else "", 4 readers of the order log
--       and 5 what the keys of events begin with (only read), 6 what the keys of what customers bought
--       begin with, 7 those of codes, 8 to 10 those of lines, of their places and of their turns, 11 number
--       of runs, then the number of entries in each run; then the id of each entry, then the order id of each
--       entry
-- Returns one letter for each entry:
--       c confirmed        h held                     r rejected
--       a already settled  m no such order            b malformed record
--       u a ticket has no stock here
--       l left to a newer version, which wrote a state that this one does not know
--       Entries with m, b, u or l are left unchanged.
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--@library builtins
--@library books
--@library bought
--@library order-record
--@library ../codes/codes
--@library ../waiting-room/admission
--@library ../log/order-log
begin()
open_books(KEYS[2], KEYS[4], ARGV[5])
open_bought(ARGV[6])
open_codes(ARGV[7])
open_lines(ARGV[8], ARGV[9], ARGV[10])

local KEYS, ARGV = KEYS, ARGV
local STREAM, COUNTS, HOLDS, LOG = KEYS[1], KEYS[3], KEYS[5], KEYS[6]
local GROUP, CHANNEL, LOG_READERS = ARGV[1], ARGV[2], ARGV[4]
-- Positions before the first bucket key and before the run sizes.
local BUCKETS_AT, SIZES_AT = 6, 11
local IS_CONSECUTIVE, RUNS = ARGV[3] == 'consecutive', tonumber(ARGV[11])
local ENTRIES = 0
for run = 1, RUNS do ENTRIES = ENTRIES + ARGV[SIZES_AT + run] end
local IDS_AT = SIZES_AT + RUNS
local ORDERS_AT = IDS_AT + ENTRIES
-- For fewer entries, deleting them is faster than checking whether they can be trimmed.
local FEWEST_TO_CUT = 4

local NOW = now_ms()
-- Takes the stock of a bill, into the book "held" or "sold". Returns nil, or the state of a rejection.
local function take(bill, book)
  local short, held = shortage_of(bill)
  if short then return held and STATE.held_by_others or STATE.sold_out end
  move(bill, 'remaining', book)
end

-- The states of orders that are settled now: for each letter, the start of the head and the letter of
-- the reply.
local HEADS, LETTERS = {}, { [STATE.confirmed] = 'c', [STATE.held] = 'h' }
local function new_head(state)
  local head = HEADS[state]
  if not head then
    head = stamped(state, NOW)
    HEADS[state] = head
  end
  return head
end

-- Takes the stock of an order with tags, the uses of its code and counts what its customer has. Returns its
-- new state.
local function take_tagged(event, bill, hold, customer, client, use)
  if is_cancelled(event) then return STATE.not_on_sale end
  local holds, code, uses = hold and 1 or 0, nil, nil
  if is_over_limit(event, customer, client, bill.tickets, holds) then return STATE.limit end
  if use ~= '' then
    local name
    name, uses = code_use(use)
    code = code_named(event, name)
    if code_obstacle(code, uses, NOW) then return STATE.code end
  end
  local refused = take(bill, hold and 'held' or 'sold')
  if refused then return refused end
  count_bought(event, customer, client, bill.tickets, holds)
  if code then count_uses(code, uses) end
  return hold and STATE.held or STATE.confirmed
end

-- The states that a rejection does not lead to.
local HAS_TICKETS = { [STATE.held] = true, [STATE.confirmed] = true }

-- Settles an order with tags: one that is rejected gives the turn of its place back. Returns its new state,
-- or nil when the record is malformed.
local function settle_tagged(id, record, at, bill, hold, customer, client, place, use)
  local event = event_of(record, at)
  if not event then return nil end
  local state = take_tagged(event, bill, hold, customer, client, use)
  if place ~= '' and not HAS_TICKETS[state] then give_turn_back(event, place, id, NOW) end
  return state
end

-- The new state of an order without tags, as most are.
local function settle_untagged(bill, hold)
  if bill.is_off == nil then bill.is_off = is_cancelled(bill.event) or false end
  if bill.is_off then return STATE.not_on_sale end
  return take(bill, hold and 'held' or 'sold') or hold and STATE.held or STATE.confirmed
end

-- Deadlines and ids of the orders held now, alternating.
local new_holds = {}
-- The deadline of an order that is held for so many ms, and the start of its head.
local DEADLINES, HELD_HEADS = {}, {}
local function hold_order(id, hold)
  local deadline = DEADLINES[hold]
  if not deadline then
    deadline = format('%d', NOW + hold)
    DEADLINES[hold], HELD_HEADS[hold] = deadline, stamped(STATE.held, NOW) .. '/' .. deadline
  end
  new_holds[#new_holds + 1] = deadline
  new_holds[#new_holds + 1] = id
  return HELD_HEADS[hold]
end
local decided = {}

-- Settles an order. Returns a letter of the reply, and for an order that is settled now, its state and
-- its record.
local function settle(id, record)
  if decided[id] then return 'a' end
  if not record then return 'm' end
  local at, hold, tags, customer, client, place, use = pending_head(record)
  if not at then return is_settled(record) and 'a' or has_state(record) and 'l' or 'b' end
  local items = items_of(record, at)
  local bill = items and bill_of(items)
  if not bill then return 'b' end
  if bill.missing then return 'u' end
  local state
  if tags then
    state = settle_tagged(id, record, at, bill, hold, customer, client, place, use)
    if not state then return 'b' end
  else
    state = settle_untagged(bill, hold)
  end
  decided[id] = true
  local head = state == STATE.held and hold_order(id, hold) or new_head(state)
  return LETTERS[state] or 'r', state, with_head(record, at, tags and head .. tags or head)
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

local counted = { c = 0, h = 0, r = 0 }
local letters, finished, settled, last = {}, {}, {}, 0
local changes = is_logged(LOG_READERS) and {}
-- For each run, the ids and new records of the orders settled now, alternating.
local writes = {}
for run = 1, RUNS do
  local first, write, bucket = last + 1, {}, KEYS[BUCKETS_AT + run]
  last = last + ARGV[SIZES_AT + run]
  local records = safe_call('HMGET', bucket, unpack(ARGV, ORDERS_AT + first, ORDERS_AT + last))
  for i = first, last do
    local order, letter, state, record = ARGV[ORDERS_AT + i], 'b', nil, nil
    if not records.err then letter, state, record = settle(order, records[i - first + 1]) end
    if state then
      counted[letter] = counted[letter] + 1
      settled[#settled + 1] = order
      write[#write + 1] = order
      write[#write + 1] = record
      if changes then
        changes[#changes + 1] = logged_change(order, STATE.pending, state, 'sale')
      end
    end
    if state or letter == 'a' then finished[#finished + 1] = ARGV[IDS_AT + i] end
    letters[i] = letter
  end
  writes[run] = write
end

for run = 1, RUNS do
  if #writes[run] > 0 then call('HSET', KEYS[BUCKETS_AT + run], unpack(writes[run])) end
end
write_books()
write_bought()
write_codes()
write_lines()
if #new_holds > 0 then call('ZADD', HOLDS, unpack(new_holds)) end
if counted.c > 0 then call('HINCRBY', COUNTS, 'confirmed', counted.c) end
if counted.h > 0 then call('HINCRBY', COUNTS, 'held', counted.h) end
if counted.r > 0 then call('HINCRBY', COUNTS, 'rejected', counted.r) end
if #settled > 0 then call('SPUBLISH', CHANNEL, concat(settled, ' ')) end
if changes and #changes > 0 then log_changes(LOG, changes) end
if #finished > 0 then remove(finished) end
return concat(letters)
