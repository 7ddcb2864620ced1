-- For --@library, after builtins: the books of ticket types and pools, and what is needed of events. Each
-- is read once in a call; scripts change the numbers here, and write_books writes them. A call begins
-- with open_books.
--@include items

local STOCK, POOLS, EVENTS
local known_tickets, known_pools, known_bills, known_events, used_books

-- The keys of stock and pools, and what the keys of events begin with.
local function open_books(stock, pools, events)
  STOCK, POOLS, EVENTS = stock, pools, events
  known_tickets, known_pools, known_bills, known_events, used_books = {}, {}, {}, {}, {}
end

-- Books with the numbers of a row, or false when there are none.
local function new_books(key, name, row)
  local remaining, sold = tonumber(row[1]), tonumber(row[3])
  if not (remaining and sold) then return false end
  local books =
    { key = key, name = name, remaining = remaining, held = tonumber(row[2]) or 0, sold = sold }
  used_books[#used_books + 1] = books
  return books
end

local function pool_books(pool)
  local books = known_pools[pool]
  if books == nil then
    local row = call('HMGET', POOLS, pool .. ':remaining', pool .. ':held', pool .. ':sold')
    books = new_books(POOLS, pool, row)
    known_pools[pool] = books
  end
  return books
end

local function read_ticket_books(ticket)
  local row = call('HMGET', STOCK, ticket .. ':remaining', ticket .. ':held', ticket .. ':sold',
    ticket .. ':rules')
  local books = new_books(STOCK, ticket, row)
  if not books or not row[4] then return books end
  local event, pool, from, to = match(row[4], '^(%S+) (%S+) (%d+) (%d+)$')
  if not event then return false end
  books.event, books.from, books.to = event, tonumber(from), tonumber(to)
  if pool ~= '-' then
    books.pool = pool_books(event .. '/' .. pool)
    if not books.pool then return false end
  end
  return books
end

-- The books of a ticket type, with its event, pool and sales window when it has rules. Without rules it
-- was put on sale by an older version, and has none of them. False when books are missing or broken.
local function ticket_books(ticket)
  local books = known_tickets[ticket]
  if books == nil then
    books = read_ticket_books(ticket)
    known_tickets[ticket] = books
  end
  return books
end

local function add_to_bill(bill, at, books, ticket, qty)
  local i = at[books]
  if i then
    bill.qty[i] = bill.qty[i] + qty
  else
    i = bill.n + 1
    bill.n, at[books], bill[i], bill.qty[i], bill.ticket[i] = i, i, books, qty, ticket
  end
end

local function new_bill(items)
  local want = wanted(items)
  if not want then return false end
  local bill, at = { n = 0, qty = {}, tickets = 0, ticket = {} }, {}
  for i = 1, want.n do
    local ticket, qty = want[i], want.qty[i]
    local books = ticket_books(ticket)
    bill.tickets = bill.tickets + qty
    if books then
      add_to_bill(bill, at, books, ticket, qty)
      bill.event = bill.event or books.event
      if books.pool then
        add_to_bill(bill, at, books.pool, ticket, qty)
        bill.has_pool = true
      end
    else
      bill.missing = bill.missing or ticket
    end
  end
  return bill
end

-- What some items draw on: { n = number of books, books at 1..n, how many of each in .qty, tickets =
-- number of tickets, event = event id when known, ticket = for each of the books a ticket that draws
-- on it, missing = a ticket without books }. Equal tickets and those of one pool are added up. False
-- when the items are malformed. Parsing is slow and many orders have the same items, so that each is
-- made once in a call.
local function bill_of(items)
  local bill = known_bills[items]
  if bill == nil then
    bill = new_bill(items)
    known_bills[items] = bill
  end
  return bill
end

-- The position of the books that are too short for a bill, nil when none are; and whether what is held
-- would do.
local function shortage_of(bill)
  local qty, short = bill.qty, nil
  for i = 1, bill.n do
    local books = bill[i]
    if books.remaining < qty[i] then
      if books.remaining + books.held < qty[i] then return i, false end
      short = short or i
    end
  end
  return short, true
end

-- Moves all of a bill from one of the books ("remaining", "held" or "sold") to another, which must be
-- possible.
local function move(bill, from, to)
  local qty = bill.qty
  for i = 1, bill.n do
    local books, count = bill[i], qty[i]
    books[from], books[to], books.is_changed = books[from] - count, books[to] + count, true
  end
end

-- An event: its status, its limits as far as it has them, and when its orders need an admission (a time in ms,
-- "auto", or false for never). Without a status there is no such event.
local function event_named(id)
  local event = known_events[id]
  if event == nil then
    local row = call('HMGET', EVENTS .. id, 'status', 'maxPerCustomer', 'maxHoldsPerCustomer',
      'maxHoldsPerClient', 'admission')
    event = {
      status = row[1],
      is_cancelled = row[1] == 'cancelled',
      per_customer = tonumber(row[2]) or 1 / 0,
      holds_per_customer = tonumber(row[3]) or 1 / 0,
      holds_per_client = tonumber(row[4]) or 1 / 0,
      admission = row[5],
    }
    known_events[id] = event
  end
  return event
end

local function is_cancelled(event) return event and event_named(event).is_cancelled end

local function write_books()
  for i = 1, #used_books do
    local books = used_books[i]
    local name = books.name
    if books.is_changed then
      call('HSET', books.key, name .. ':remaining', format('%d', books.remaining), name .. ':held',
        format('%d', books.held), name .. ':sold', format('%d', books.sold))
    end
  end
end
