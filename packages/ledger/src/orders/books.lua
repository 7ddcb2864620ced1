-- Included by place, settle and finish, after the locals STOCK and POOLS (keys) and EVENTS (what the
-- keys of events begin with): the books of ticket types and pools, and what is needed of events. Each
-- is read once in a call; scripts change the numbers here, and write_books writes them.
--@include items

-- Books with the numbers of a row, or false when there are none.
local function new_books(key, name, row)
  local remaining, sold = tonumber(row[1]), tonumber(row[3])
  if not (remaining and sold) then return false end
  return { key = key, name = name, remaining = remaining, held = tonumber(row[2]) or 0, sold = sold }
end

local pool_books = remembered(function(pool)
  local row = call('HMGET', POOLS, pool .. ':remaining', pool .. ':held', pool .. ':sold')
  return new_books(POOLS, pool, row)
end)

-- The books of a ticket type, with its event, pool and sales window when it has rules. Without rules it
-- was put on sale by an older version, and has none of them. False when books are missing or broken.
local used_books = {}
local ticket_books = remembered(function(ticket)
  local row = call('HMGET', STOCK, ticket .. ':remaining', ticket .. ':held', ticket .. ':sold',
    ticket .. ':rules')
  local books = new_books(STOCK, ticket, row)
  if books and row[4] then
    local event, pool, from, to = string.match(row[4], '^(%S+) (%S+) (%d+) (%d+)$')
    if not event then return false end
    books.event, books.from, books.to = event, tonumber(from), tonumber(to)
    if pool ~= '-' then
      books.pool = pool_books(event .. '/' .. pool)
      if not books.pool then return false end
    end
  end
  used_books[#used_books + 1] = books or nil
  return books
end)

-- What some items draw on: { n = number of books, books at 1..n, how many of each in .qty, tickets =
-- number of tickets, event = event id when known, ticket = for each of the books a ticket that draws
-- on it, missing = a ticket without books }. Equal tickets and those of one pool are added up. False
-- when the items are malformed.
local bill_of = remembered(function(items)
  local want = wanted(items)
  if not want then return false end
  local bill, at = { n = 0, qty = {}, tickets = 0, ticket = {} }, {}
  local function add(books, ticket, qty)
    local i = at[books]
    if i then
      bill.qty[i] = bill.qty[i] + qty
    else
      i = bill.n + 1
      bill.n, at[books], bill[i], bill.qty[i], bill.ticket[i] = i, i, books, qty, ticket
    end
  end
  for i = 1, want.n do
    local ticket, qty = want[i], want.qty[i]
    local books = ticket_books(ticket)
    bill.tickets = bill.tickets + qty
    if books then
      add(books, ticket, qty)
      bill.event = bill.event or books.event
      if books.pool then
        add(books.pool, ticket, qty)
        bill.has_pool = true
      end
    else
      bill.missing = bill.missing or ticket
    end
  end
  return bill
end)

-- The position of the books that are too short for a bill, nil when none are; and whether what is held
-- would do.
local function shortage_of(bill)
  local n, qty, short = bill.n, bill.qty, nil
  for i = 1, n do
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
    books[from], books[to], books.changed = books[from] - count, books[to] + count, true
  end
end

-- An event: its status, and its limits as far as it has them. Without a status there is no such event.
local event_named = remembered(function(id)
  local row = call('HMGET', EVENTS .. id, 'status', 'maxPerCustomer', 'maxHoldsPerCustomer',
    'maxHoldsPerClient')
  return {
    status = row[1],
    per_customer = tonumber(row[2]) or math.huge,
    holds_per_customer = tonumber(row[3]) or math.huge,
    holds_per_client = tonumber(row[4]) or math.huge,
  }
end)

local function is_cancelled(event) return event and event_named(event).status == 'cancelled' end

local function write_one(books)
  local name = books.name
  books.changed = false
  call('HSET', books.key, name .. ':remaining', string.format('%d', books.remaining),
    name .. ':held', string.format('%d', books.held), name .. ':sold', string.format('%d', books.sold))
end

local function write_books()
  for i = 1, #used_books do
    local books = used_books[i]
    if books.changed then write_one(books) end
    if books.pool and books.pool.changed then write_one(books.pool) end
  end
end
