#!lua
-- Puts orders of one shard back that a Redis lacks, or has as they were earlier, because it was restored
-- from an older backup: their records and payments, books, counts, indexes and what their customers have,
-- each order as a whole or not at all. Nothing is taken from anybody: an order for which no tickets are
-- left is refused. Limits are not judged; they were when it was sold. The place of an order with tickets has
-- ordered, whatever it was in before, and gets no second turn.
--
-- KEYS  1 stock, 2 counts, 3 pools, 4 holds, 5 open payments, 6 order log, 7 payments due, 8 index of
--       buckets; then bucket and payments of each order
-- ARGV  1 channel on which the order ids are published, 2 readers of the order log and 3 what the keys of
--       events begin with (only read), 4 what the keys of what customers bought begin with, 5 those of codes,
--       6 to 9 those of lines, of their places, of their turns and of who waits in them, 10 the cause that is
--       logged; then for each order: its id; its record and payment as they were read, "" for none;
--       the same as they are to be, "" to leave the payment; letters of the state that it leaves and
--       reaches; the time for its index, or ""; how its books change, ticket:held:sold with commas between;
--       its event; tags of customer and client, or "", with the tickets and holds that they have by it, its
--       code, or "", with the uses that it takes, as it was read; the same as it is to be; the tag of its place,
--       or ""
-- Returns one word for each order, separated by spaces:
--       done        put back                    already   is as it is to be
--       changed     is not as it was read       gone:T    too few of ticket T are left
--       nobooks:T   ticket T has no books
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--@library ../orders/builtins
--@library ../orders/books
--@library ../orders/bought
--@library ../codes/codes
--@library ../waiting-room/admission
--@library ../log/order-log
--@library ../orders/order-states
--@library ../orders/order-steps
begin()
open_books(KEYS[1], KEYS[3], ARGV[3])
open_bought(ARGV[4])
open_codes(ARGV[5])
open_lines(ARGV[6], ARGV[7], ARGV[8])

local KEYS, ARGV = KEYS, ARGV
local COUNTS, HOLDS, OPEN_PAYMENTS, LOG = KEYS[2], KEYS[4], KEYS[5], KEYS[6]
local PAYMENTS_DUE, BUCKETS = KEYS[7], KEYS[8]
local CHANNEL, LOG_READERS, LINE_WAITING, CAUSE = ARGV[1], ARGV[2], ARGV[9], ARGV[10]
local BUCKETS_AT, ORDERS_AT, FIELDS = 8, 10, 23
local NOW = format('%d', now_ms())

-- Whom an order counts for, and what they have by it.
local function share_at(at)
  local customer, client, tickets, holds, code, uses = unpack(ARGV, at + 1, at + 6)
  return {
    customer = customer, client = client, tickets = tonumber(tickets), holds = tonumber(holds),
    code = code, uses = tonumber(uses),
  }
end

local function count_share(event, share, sign)
  count_bought(event, share.customer, share.client, sign * share.tickets, sign * share.holds)
  if share.code ~= '' then count_uses(code_named(event, share.code), sign * share.uses) end
end

local function order_at(i)
  local at = ORDERS_AT + (i - 1) * FIELDS
  local id, record, payment, record_after, payment_after, from, to, due, moves, event =
    unpack(ARGV, at + 1, at + 10)
  return {
    bucket = KEYS[BUCKETS_AT + 2 * i - 1], payments = KEYS[BUCKETS_AT + 2 * i],
    id = id, record = record, payment = payment, record_after = record_after,
    payment_after = payment_after, from = from, to = to, due = due, moves = moves, event = event,
    before = share_at(at + 10), after = share_at(at + 16),
    place = ARGV[at + 23],
  }
end

local function add(books, held, sold)
  books.held, books.sold = books.held + held, books.sold + sold
  books.remaining = books.remaining - held - sold
  books.is_changed = true
end

local function is_short(books) return books.remaining < 0 or books.held < 0 or books.sold < 0 end

-- Changes the books for an order; when they don't suffice, leaves them and returns the word for it.
local function move_books(moves)
  local done, word = {}, nil
  for ticket, held, sold in gmatch(moves, '([^:,]+):(%-?%d+):(%-?%d+)') do
    local books = ticket_books(ticket)
    if not books then
      word = 'nobooks:' .. ticket
      break
    end
    for _, each in ipairs({ books, books.pool or nil }) do
      add(each, tonumber(held), tonumber(sold))
      done[#done + 1] = { each, tonumber(held), tonumber(sold) }
      if is_short(each) then word = word or 'gone:' .. ticket end
    end
  end
  if not word then return nil end
  for i = 1, #done do add(done[i][1], -done[i][2], -done[i][3]) end
  return word
end

local function judge(order)
  local record = call('HGET', order.bucket, order.id) or ''
  local payment = call('HGET', order.payments, order.id) or ''
  local is_paid_so = order.payment_after == '' or order.payment_after == payment
  if record == order.record_after and is_paid_so then return 'already' end
  if record ~= order.record or payment ~= order.payment then return 'changed' end
  return move_books(order.moves)
end

-- The states of orders whose place has had its tickets.
local HAS_SERVED = { [STATE.held] = true, [STATE.paying] = true, [STATE.confirmed] = true, [STATE.refunded] = true }
-- Who is not to wait any more: event and place, alternating.
local gone = {}

local function serve_place(order)
  local event, tag = order.event, order.place
  if tag == '' or not HAS_SERVED[order.to] or is_served_by(event, tag, order.id) then return end
  local status = event_named(event).status
  if not status or status == 'archived' then return end
  local place = sub(tag, 2)
  local record = place_record(event, place)
  -- In the lobby, slowed, or unknown: without a number.
  local number, flags = match(record, '^[wtms] (%d+) (%S+)')
  take_turn({
    event = event, place = place, number = number or '0', flags = flags or '-', ends_at = NOW,
    extensions = '0',
  }, order.id)
  if find(record, '^s ') then
    -- By an order that has ended since: counted already.
    local line = changed_lines[event]
    line.served = line.served - 1
  end
  gone[#gone + 1] = event
  gone[#gone + 1] = place
end

local counted, words, restored, changes = {}, {}, {}, {}
for i = 1, (#ARGV - ORDERS_AT) / FIELDS do
  local order = order_at(i)
  local word = judge(order)
  words[i] = word or 'done'
  if not word then
    restored[#restored + 1] = order
    changes[#changes + 1] = logged_change(order.id, order.from, order.to, CAUSE)
    -- A correction may have taken it to another customer.
    count_share(order.event, order.before, -1)
    count_share(order.event, order.after, 1)
    serve_place(order)
    local was, is = COUNT_OF[order.from], COUNT_OF[order.to]
    if order.record == '' then counted.placed = (counted.placed or 0) + 1 end
    if was then counted[was] = (counted[was] or 0) - 1 end
    if is then counted[is] = (counted[is] or 0) + 1 end
  end
end

local ids = {}
for i = 1, #restored do
  local order = restored[i]
  ids[i] = order.id
  call('ZADD', BUCKETS, 0, order.bucket)
  call('HSET', order.bucket, order.id, order.record_after)
  call('ZREM', HOLDS, order.id)
  call('ZREM', OPEN_PAYMENTS, order.id)
  if order.due ~= '' then
    call('ZADD', order.to == STATE.paying and OPEN_PAYMENTS or HOLDS, order.due, order.id)
  end
  if order.payment_after ~= '' then
    call('HSET', order.payments, order.id, order.payment_after)
    -- Payments look at it at once, and decide what there is to do.
    call('ZADD', PAYMENTS_DUE, NOW, order.id)
  end
end
write_books()
write_bought()
write_codes()
write_lines()
for i = 1, #gone, 2 do call('ZREM', LINE_WAITING .. gone[i], gone[i + 1]) end
for count, more in pairs(counted) do
  if more ~= 0 then call('HINCRBY', COUNTS, count, more) end
end
if #ids > 0 then call('SPUBLISH', CHANNEL, concat(ids, ' ')) end
if #changes > 0 and is_logged(LOG_READERS) then log_changes(LOG, changes) end
return concat(words, ' ')
