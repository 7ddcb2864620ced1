#!lua flags=allow-oom
-- Takes steps with settled orders of one shard: confirms, expires, cancels and refunds them, opens and
-- returns their payments, and amends their records. Each step changes the record, the books, the counts,
-- the indexes of holds and open payments and what the customer has, is logged and published, or leaves
-- everything as it is. Idempotent: a step taken before with the same cause changes nothing. Steps are
-- taken in order, and see the effect of the earlier ones. Runs even when Redis is out of memory, since
-- most steps follow a payment.
--
-- KEYS  1 stock, 2 counts, 3 pools, 4 holds, 5 open payments, 6 order log; then the bucket of each run
--       of consecutive steps whose orders are in one bucket
-- ARGV  1 channel on which the order ids are published, 2 readers of the order log and 3 what the keys
--       of events begin with (only read), 4 what the keys of what customers bought begin with, 5 what
--       those of payments begin with (only read), 6 what those of codes begin with, 7 to 9 those of lines, of
--       their places and of their turns, 10 number of runs, then the number of steps in each run;
--       then the order id of each step, then its name
--       (see order-states.ts; with "+" when it changes the record), then its detail: the cause, the
--       duration of an open payment in ms, or ""; then for each step that changes the record: the record
--       after its head as it was read, the same as it is to be, the items that go back on sale, the
--       number of tickets that the customer no longer has, and the tag of another customer or ""
-- Returns one word for each step, separated by spaces:
--       done        taken                        already   taken before
--       refused:S   not from state S             notdue    the deadline has not passed
--       missing     no such order                unknown   in a state that this version does not know, or
--       changed     the record is not as it was            its record or its books are broken
--                   when it was read             soldout   paid late, and the tickets are gone
--       cancelled   the event was cancelled      limit     paid late, and the customer has too many
--       returned    paid late, and this money is going back already
--       code        paid late, and its code is used up or gone
--       turn        paid late, and its place in the line has another order, or no turn any more
--       asked       taken, and the hold that was to expire is cancelled, as somebody had asked
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--@library builtins
--@library books
--@library bought
--@library order-record
--@library ../codes/codes
--@library ../waiting-room/admission
--@library ../log/order-log
--@library order-steps
begin()
open_books(KEYS[1], KEYS[3], ARGV[3])
open_bought(ARGV[4])
open_codes(ARGV[6])
open_lines(ARGV[7], ARGV[8], ARGV[9])

local KEYS, ARGV = KEYS, ARGV
local COUNTS, HOLDS, OPEN_PAYMENTS, LOG = KEYS[2], KEYS[4], KEYS[5], KEYS[6]
local CHANNEL, LOG_READERS, PAYMENTS = ARGV[1], ARGV[2], ARGV[5]
-- Positions before the first bucket key and before the run sizes.
local BUCKETS_AT, SIZES_AT = 6, 10
local RUNS = tonumber(ARGV[10])
local STEPS = 0
for run = 1, RUNS do STEPS = STEPS + ARGV[SIZES_AT + run] end
local IDS_AT = SIZES_AT + RUNS
local NAMES_AT = IDS_AT + STEPS
local DETAILS_AT = NAMES_AT + STEPS
local next_change = DETAILS_AT + STEPS

local NOW = now_ms()
local NOW_TEXT = format('%d', NOW)
-- State and its time; deadline, end of the open payment, cause and tags, each with its sign; position
-- after the head.
local HEAD = '^%["(%a)(%d*)(/?%d*)(/?%d*)(=?[%w_.:%-]*)' .. TAGS .. '",()'

-- The same of a held order without tags, which most are: each capture costs.
local HELD_HEAD = '^%["' .. STATE.held .. '(%d+)/(%d+)",()'

-- The position after the head of a record, and the parts of the head, without their signs but those of the
-- tags; nil when a part is malformed.
local function parse_head(record)
  local since, deadline, at = match(record, HELD_HEAD)
  if at then return at, STATE.held, since, tonumber(deadline), nil, '', '', '', '', '' end
  local state, give_up, cause, customer, client, place, use
  state, since, deadline, give_up, cause, customer, client, place, use, at = match(record, HEAD)
  if not (at and is_part(deadline, '/') and is_part(give_up, '/') and is_part(cause, '=')
    and are_tags(customer, client, place, use)) then
    return nil
  end
  return at, state, since, tonumber(sub(deadline, 2)), tonumber(sub(give_up, 2)), sub(cause, 2), customer,
    client, place, use
end

-- An order as it is now and, in `was`, as it is stored. Nil when it can't be read.
local function parse(id, record)
  local at, state, since, deadline, give_up, cause, customer, client, place, use = parse_head(record)
  if not at or (since == '') ~= (state == STATE.pending) then return nil end
  if state ~= STATE.pending and not COUNT_OF[state] then return nil end
  if (state == STATE.held or state == STATE.paying) and not deadline then return nil end
  if (state == STATE.paying) ~= (give_up ~= nil) then return nil end
  local items = items_of(record, at)
  local bill = items and bill_of(items)
  return bill and {
    id = id, was = state, state = state, since = since, deadline = deadline, give_up = give_up,
    cause = cause, customer = customer, client = client, place = place, use = use, record = record,
    at = at, items = items, bill = bill,
  } or nil
end

local function head_of(order)
  local due, mark = '', ''
  if order.state == STATE.held then
    due = format('/%d', order.deadline)
  elseif order.state == STATE.paying then
    due = format('/%d/%d', order.deadline, order.give_up)
  end
  if order.cause ~= '' then mark = '=' end
  return order.state .. order.since .. due .. mark .. order.cause .. order.customer .. order.client
    .. order.place .. order.use
end

-- The code of an order, nil without one, and how often it uses it.
local function code_of(order)
  if order.use == '' then return nil end
  local name, uses = code_use(order.use)
  return code_named(order.event, name), uses
end

-- Index entries to remove and to set. They only follow the states, and where a step finds an order in the
-- wrong one, it is put right.
local no_holds, new_holds, no_payments, new_payments = {}, {}, {}, {}

local function leave_indexes(id)
  no_holds[#no_holds + 1] = id
  no_payments[#no_payments + 1] = id
end

local function put_index_right(order)
  local no, list, due = no_payments, new_holds, order.deadline
  if order.state == STATE.paying then
    no, list, due = no_holds, new_payments, order.give_up
  elseif order.state ~= STATE.held then
    if order.is_misplaced then return leave_indexes(order.id) end
    no = order.was == STATE.paying and no_payments or no_holds
    no[#no + 1] = order.id
    return
  end
  no[#no + 1] = order.id
  list[#list + 1] = format('%d', due)
  list[#list + 1] = order.id
end

-- What the payments of a refunded order were confirmed with is kept, so that a late repetition of that
-- message is recognized.
local function was_paid_with(order, cause)
  return find(order.record, '"paid":"' .. cause .. '"', 1, true) ~= nil
end

local function keep_paid(order)
  if order.cause == '' then return end
  local record = order.record
  local paid = '"paid":"' .. order.cause .. '"'
  if sub(record, -2) == '}]' then
    order.record = sub(record, 1, -3) .. ',' .. paid .. '}]'
  else
    order.record = sub(record, 1, -2) .. ',{' .. paid .. '}]'
  end
end

-- The steps whose cause stays in the head.
local CAUSED = { confirm = true, cancel = true, refund = true }

-- The word for a step that does not start from the state of the order.
local function refuse(order, step, detail)
  local state = order.state
  order.is_misplaced = order.is_misplaced or step == 'expire'
  if state == STEP_TO[step] and (not CAUSED[step] or order.cause == detail) then return 'already' end
  if step == 'confirm' and was_paid_with(order, detail) then return 'already' end
  return 'refused:' .. state
end

-- Whether money is going back, or whether that can't be known. Otherwise it could get tickets that were
-- returned in the moment between two processes that decide about the same late payment. Rare, so that
-- decoding does not matter.
local function is_returned(order, cause)
  local stored = call('HGET', PAYMENTS .. match(order.bucket, '[^:]*$'), order.id)
  if not stored then return false end
  local is_readable, payment = pcall(cjson.decode, stored)
  if not is_readable then return true end
  for _, attempt in ipairs(payment.attempts) do
    if attempt.paymentId == cause and attempt.use == 'refund' then return true end
  end
  return false
end

-- Whether an order that is paid late must take the turn of its place again: the place may have ordered again
-- meanwhile, or may still do so, and gets tickets once.
local function needs_turn(order)
  return order.state == STATE.expired and order.place ~= ''
    and not is_served_by(order.event, order.place, order.id)
end

-- Why an order that is due must not take a step, by step; nil when it may.
local OBSTACLES = {}

function OBSTACLES.confirm(order, detail, bill)
  if is_cancelled(bill.event) then return 'cancelled' end
  if order.state ~= STATE.expired then return nil end
  if is_returned(order, detail) then return 'returned' end
  if bill.missing or shortage_of(bill) then return 'soldout' end
  if order.customer ~= '' and is_over_limit(order.event, order.customer, '', bill.tickets, 0) then
    return 'limit'
  end
  -- When it could be used does not matter: it was ordered in time.
  local code, uses = code_of(order)
  if code and code_obstacle(code, uses) then return 'code' end
  if needs_turn(order) and not turn_of(order.event, order.place, NOW) then return 'turn' end
end

function OBSTACLES.expire(order)
  local due = order.state == STATE.held and order.deadline or order.give_up
  if NOW >= due then return nil end
  order.is_misplaced = true
  return 'notdue'
end

function OBSTACLES.cancel(order)
  if order.state == STATE.confirmed and order.cause ~= '' then return 'refused:' .. order.state end
end

OBSTACLES['open-payment'] = function(order)
  if order.cause ~= '' then return 'refused:' .. order.state end
  if NOW >= order.deadline then return 'refused:' .. STATE.expired end
end

-- The items of an order that were not refunded yet, from the refunds in its record. Throws when they
-- can't be read.
local function items_left(order)
  local extras = cjson.decode('[' .. sub(order.record, order.at))[8]
  local want, gone, left = wanted(order.items), {}, {}
  for _, refund in ipairs(extras.refunds) do
    for _, ticket in ipairs(refund.tickets) do
      local line = ticket[1] + 1
      gone[line] = (gone[line] or 0) + 1
    end
  end
  for line = 1, want.n do
    local qty = want.qty[line] - (gone[line] or 0)
    if qty > 0 then left[#left + 1] = format('%s:%d:0:x', want[line], qty) end
  end
  return concat(left, ',')
end

local NOTHING = { n = 0, qty = {}, tickets = 0 }

-- What a step puts back on sale, and how many tickets the customer no longer has; nil when the record
-- can't be read.
local function given_back(order, bill, change)
  if change then return change.items == '' and NOTHING or bill_of(change.items), change.tickets end
  if not find(order.record, '"refunds":[', 1, true) then return bill, bill.tickets end
  -- Rare, so that decoding does not matter.
  local is_readable, items = pcall(items_left, order)
  if not is_readable then return nil end
  if items == '' then return NOTHING, 0 end
  local left = bill_of(items)
  return left, left.tickets
end

-- What a change of state moves, from and to which book, and how many tickets more the customer has then.
-- Nil when the record can't be read.
local function transfer_of(order, from, to, change)
  local bill, tickets = order.bill, 0
  if from == STATE.confirmed then
    local moved, returned = given_back(order, bill, change)
    return moved, 'sold', 'remaining', moved and -returned
  elseif not BOOK_OF[from] then
    tickets = bill.tickets
  elseif not BOOK_OF[to] then
    tickets = -bill.tickets
  end
  return bill, BOOK_OF[from] or 'remaining', BOOK_OF[to] or 'remaining', tickets
end

-- The uses of its code that an order has or no longer has by a change of state. Those that come back leave its
-- head, unless it has expired: paid late, it takes them again.
local function move_uses(order, from, to, moved)
  local code, uses = code_of(order)
  if not code then return end
  if not BOOK_OF[from] then return count_uses(code, uses) end
  if from ~= STATE.confirmed and BOOK_OF[to] then return end
  if BOOK_OF[from] == 'held' then
    count_uses(code, -uses)
    if to ~= STATE.expired then order.use = '' end
    return
  end
  local back = uses_of_bill(code, moved, uses, not BOOK_OF[to])
  count_uses(code, -back)
  order.use = back < uses and format('+%s.%d', code.name, uses - back) or ''
end

-- The states of orders that end without tickets and give the turn of their place back.
local IS_WITHOUT = { [STATE.expired] = true, [STATE.cancelled] = true }

-- Counts what an order has for another customer, whatever that one may have. Returns false when its record
-- can't be read. An order that counts for nobody goes on doing so.
local function hand_over(order, customer)
  if customer == '' or order.customer == '' or customer == order.customer then return true end
  local left, tickets = given_back(order, order.bill)
  if not left then return false end
  local holds = BOOK_OF[order.state] == 'held' and 1 or 0
  count_bought(order.event, order.customer, '', -tickets, -holds)
  order.customer = customer
  count_bought(order.event, customer, '', tickets, holds)
  return true
end

local function can_move(bill, from)
  for i = 1, bill.n do
    if bill[i][from] < bill.qty[i] then return false end
  end
  return true
end

local function take_step(order, step, detail, change)
  local keeps_state = step == 'amend' or step == 'correct'
  if not STEP_TO[step] or keeps_state and not change then return 'unknown' end
  if not find(STEP_FROM[step], order.state, 1, true) then return refuse(order, step, detail) end
  local from, to = order.state, STEP_TO[step] == '=' and order.state or STEP_TO[step]
  -- A hold that somebody asked to cancel expires early, as cancelled.
  local is_asked = step == 'expire' and order.cause ~= ''
  if is_asked then to = STATE.cancelled end
  local bill = order.bill
  if order.customer .. order.client .. order.place .. order.use ~= '' then
    order.event = order.event or event_of(order.record, order.at)
    if not order.event then return 'unknown' end
  end
  local obstacle = OBSTACLES[step] and OBSTACLES[step](order, detail, bill)
  if obstacle then return obstacle end
  if change and sub(order.record, order.at) ~= change.before then return 'changed' end

  local moved, source, target, tickets = transfer_of(order, from, to, change)
  if not moved then return 'unknown' end
  if source ~= target then
    if not can_move(moved, source) then return 'unknown' end
    move(moved, source, target)
  end
  if order.event then
    local holds = (BOOK_OF[to] == 'held' and 1 or 0) - (BOOK_OF[from] == 'held' and 1 or 0)
    count_bought(order.event, order.customer, order.client, tickets, holds)
    move_uses(order, from, to, moved)
    if step == 'confirm' and needs_turn(order) then
      take_turn(turn_of(order.event, order.place, NOW), order.id)
    end
    if order.place ~= '' and IS_WITHOUT[to] then
      give_turn_back(order.event, order.place, order.id, NOW)
    end
  end

  if change and not hand_over(order, change.customer) then return 'unknown' end
  if change then
    local head = '["' .. from .. '",'
    order.record, order.at = head .. change.after, #head + 1
  end
  order.is_changed = true
  if keeps_state then return 'done' end
  if step == 'refund' then keep_paid(order) end
  order.is_published = true
  order.state, order.since = to, NOW_TEXT
  if step == 'open-payment' then order.give_up = max(order.deadline, NOW + tonumber(detail)) end
  -- Somebody asked for it to be cancelled while its payment was under way: it is due now.
  if step == 'return-payment' and order.cause ~= '' then
    order.deadline = min(order.deadline, NOW)
  elseif not is_asked then
    order.cause = CAUSED[step] and detail or ''
  end
  return 'done'
end

-- What the log names as the cause of a step that is told none.
local CAUSES = { expire = 'time', ['open-payment'] = 'payment', ['return-payment'] = 'payment' }

local function cause_of(order, step, detail)
  if step == 'expire' and order.cause ~= '' then return order.cause end
  return CAUSES[step] or detail
end

local orders, seen, words, last = {}, {}, {}, 0
local changes = is_logged(LOG_READERS) and {}

-- The change of the record that belongs to the next step with one.
local function read_change()
  local at = next_change
  next_change = at + 5
  return {
    before = ARGV[at + 1], after = ARGV[at + 2], items = ARGV[at + 3], tickets = tonumber(ARGV[at + 4]),
    customer = ARGV[at + 5],
  }
end

local function run_step(i, bucket, record)
  local id, step, detail, change = ARGV[IDS_AT + i], ARGV[NAMES_AT + i], ARGV[DETAILS_AT + i], nil
  if sub(step, -1) == '+' then step, change = sub(step, 1, -2), read_change() end
  local order = seen[id]
  if not order then
    if not record then
      if step == 'expire' then leave_indexes(id) end
      return 'missing'
    end
    order = parse(id, record)
    if not order then return 'unknown' end
    order.bucket = bucket
    seen[id], orders[#orders + 1] = order, order
  end
  local before = order.state
  local word = take_step(order, step, detail, change)
  if word == 'done' and changes then
    changes[#changes + 1] =
      logged_change(id, before, order.state, cause_of(order, step, detail))
  end
  if word == 'done' and step == 'expire' and order.state == STATE.cancelled then return 'asked' end
  return word
end

for run = 1, RUNS do
  local first, bucket = last + 1, KEYS[BUCKETS_AT + run]
  last = last + ARGV[SIZES_AT + run]
  local records = safe_call('HMGET', bucket, unpack(ARGV, IDS_AT + first, IDS_AT + last))
  for i = first, last do
    words[i] = records.err and 'unknown' or run_step(i, bucket, records[i - first + 1])
  end
end

local writes, published, counted = {}, {}, {}
for i = 1, #orders do
  local order = orders[i]
  if order.is_changed then
    local write = writes[order.bucket] or {}
    writes[order.bucket] = write
    write[#write + 1] = order.id
    write[#write + 1] = with_head(order.record, order.at, head_of(order))
    if order.is_published then published[#published + 1] = order.id end
    local was, is = COUNT_OF[order.was], COUNT_OF[order.state]
    if was ~= is then
      counted[was], counted[is] = (counted[was] or 0) - 1, (counted[is] or 0) + 1
    end
  end
  if order.is_published or order.is_misplaced then put_index_right(order) end
end

for bucket, write in pairs(writes) do call('HSET', bucket, unpack(write)) end
write_books()
write_bought()
write_codes()
write_lines()
if #no_holds > 0 then call('ZREM', HOLDS, unpack(no_holds)) end
if #no_payments > 0 then call('ZREM', OPEN_PAYMENTS, unpack(no_payments)) end
if #new_holds > 0 then call('ZADD', HOLDS, unpack(new_holds)) end
if #new_payments > 0 then call('ZADD', OPEN_PAYMENTS, unpack(new_payments)) end
for count, more in pairs(counted) do
  if more ~= 0 then call('HINCRBY', COUNTS, count, more) end
end
if #published > 0 then call('SPUBLISH', CHANNEL, concat(published, ' ')) end
if changes and #changes > 0 then log_changes(LOG, changes) end
return concat(words, ' ')
