#!lua
-- Creates or changes one event together with the stock, the pools and the sales rules of its ticket
-- types, if it still has the revision that the change was made from.
--
-- KEYS  1 event, 2 index of events, 3 stock, 4 pools
-- ARGV  1 event id, 2 revision before (0: there is no such event), 3 document, 4 status of a new event,
--       5 digests of what was applied from files, newest first, or "-" to keep them, 6 maxPerCustomer,
--       7 maxHoldsPerCustomer, 8 maxHoldsPerClient (each "" for no limit), 9 from when on orders need an
--       admission (Unix, in ms; "auto" when the line says so; "" for never), 10 number of ticket types; then
--       of each its id, capacity, pool ("-" for none), and sales window from and to (Unix, in ms; 0 for no
--       bound); then of each pool its id and capacity
-- Returns one of
--       written:REVISION:NOW          and the time in ms
--       conflict:REVISION             it has another revision; 0: there is none
--       archived                      its books have been moved away
--       refused WORD ...              nothing was written, for one or more reasons:
--         taken:TICKET:EVENT          the ticket id belongs to another event
--         ticket:TICKET:CAPACITY:USED the capacity is below what is held and sold
--         pool:POOL:CAPACITY:USED     the same for a pool
-- A ticket type that the event no longer has keeps its books, and can't be ordered any more.
--@library ../orders/builtins
--@library event-index
begin()

local KEYS, ARGV = KEYS, ARGV
local EVENT, INDEX, STOCK, POOLS, ID = KEYS[1], KEYS[2], KEYS[3], KEYS[4], ARGV[1]
local TICKETS_AT, TICKET_SIZE = 10, 5
local TICKETS = tonumber(ARGV[10])
local POOLS_AT = TICKETS_AT + TICKETS * TICKET_SIZE

local stored = call('HMGET', EVENT, 'revision', 'status', 'tickets', 'pools')
local revision, status = tonumber(stored[1]) or 0, stored[2]
if revision ~= tonumber(ARGV[2]) then return 'conflict:' .. revision end
if status == 'archived' then return 'archived' end

local function words(text)
  local list = {}
  for word in gmatch(text or '', '%S+') do list[#list + 1] = word end
  return list
end

-- The books named `name` in a hash; missing ones count as 0.
local function books_of(hash, name)
  local row = call('HMGET', hash, name .. ':capacity', name .. ':remaining', name .. ':held',
    name .. ':sold')
  local books = { capacity = row[1], remaining = row[2], held = row[3], sold = row[4] }
  for book, count in pairs(books) do books[book] = tonumber(count) or 0 end
  return books
end

local refused, writes, gone = {}, {}, {}
-- What the ticket types of each pool have held and sold, and which pools there are.
local pooled, pool_ids = {}, {}
-- The pools that withdrawn ticket types draw on.
local is_needed = {}
local function pool(id)
  if not pooled[id] then
    pooled[id] = { held = 0, sold = 0 }
    pool_ids[#pool_ids + 1] = id
  end
  return pooled[id]
end
local function add_to_pool(id, books)
  if id == '-' then return end
  local sum = pool(id)
  sum.held, sum.sold = sum.held + books.held, sum.sold + books.sold
end

local function write(hash, name, books)
  for book, count in pairs(books) do
    writes[#writes + 1] = { hash, name .. ':' .. book, format('%d', count) }
  end
end

local ticket_ids, is_listed = {}, {}
for i = 1, TICKETS do
  local at = TICKETS_AT + (i - 1) * TICKET_SIZE
  local ticket, capacity, pool_id = ARGV[at + 1], tonumber(ARGV[at + 2]), ARGV[at + 3]
  local owner = words(call('HGET', STOCK, ticket .. ':rules'))[1]
  local books = books_of(STOCK, ticket)
  local used = books.held + books.sold
  if owner and owner ~= ID then
    refused[#refused + 1] = format('taken:%s:%s', ticket, owner)
  elseif used > capacity then
    refused[#refused + 1] = format('ticket:%s:%d:%d', ticket, capacity, used)
  end
  books.remaining = books.remaining + capacity - books.capacity
  books.capacity = capacity
  write(STOCK, ticket, books)
  writes[#writes + 1] = { STOCK, ticket .. ':rules',
    format('%s %s %s %s', ID, pool_id, ARGV[at + 4], ARGV[at + 5]) }
  add_to_pool(pool_id, books)
  ticket_ids[i], is_listed[ticket] = ticket, true
end

-- Withdrawn ticket types stay in their pool, because what is sold of them stays sold.
for _, ticket in ipairs(words(stored[3])) do
  if not is_listed[ticket] then
    local rules = words(call('HGET', STOCK, ticket .. ':rules'))
    local pool_id = rules[2] or '-'
    add_to_pool(pool_id, books_of(STOCK, ticket))
    is_needed[pool_id] = true
    writes[#writes + 1] = { STOCK, ticket .. ':rules', format('%s %s 0 1', ID, pool_id) }
    ticket_ids[#ticket_ids + 1] = ticket
  end
end

local capacity_of, kept_pools = {}, {}
for at = POOLS_AT + 1, #ARGV, 2 do
  pool(ARGV[at])
  capacity_of[ARGV[at]] = tonumber(ARGV[at + 1])
end
for _, id in ipairs(words(stored[4])) do pool(id) end
for _, id in ipairs(pool_ids) do
  local sum, name = pooled[id], ID .. '/' .. id
  local used = sum.held + sum.sold
  -- A pool that the event no longer has keeps what withdrawn ticket types have taken from it, and its
  -- books as long as they draw on it: orders of them may still wait to be settled.
  local capacity = capacity_of[id] or used
  if used > capacity then
    refused[#refused + 1] = format('pool:%s:%d:%d', id, capacity, used)
  elseif capacity_of[id] or used > 0 or is_needed[id] then
    kept_pools[#kept_pools + 1] = id
    write(POOLS, name, {
      capacity = capacity, remaining = capacity - used, held = sum.held, sold = sum.sold,
    })
  else
    gone[#gone + 1] = name
  end
end
if #refused > 0 then return 'refused ' .. concat(refused, ' ') end

local now, change = format('%d', now_ms()), next_change(INDEX)
revision = format('%d', revision + 1)
call('HSET', EVENT, 'revision', revision, 'status', status or ARGV[4], 'document', ARGV[3],
  'changedAt', now, 'tickets', concat(ticket_ids, ' '),
  'pools', concat(kept_pools, ' '))
if ARGV[5] ~= '-' then call('HSET', EVENT, 'applied', ARGV[5]) end
local RULES = { 'maxPerCustomer', 'maxHoldsPerCustomer', 'maxHoldsPerClient', 'admission' }
for i, rule in ipairs(RULES) do
  local value = ARGV[5 + i]
  if value == '' then call('HDEL', EVENT, rule) else call('HSET', EVENT, rule, value) end
end
for _, each in ipairs(writes) do call('HSET', each[1], each[2], each[3]) end
for _, name in ipairs(gone) do
  call('HDEL', POOLS, name .. ':capacity', name .. ':remaining', name .. ':held', name .. ':sold')
end
call('ZADD', INDEX, change, ID)
return 'written:' .. revision .. ':' .. now
