#!lua
-- Archives an event that has ended and of which no order is left: its books move from the stock and the
-- pools to the archive, and what its customers had bought is forgotten. The event itself stays, as
-- archived, so that the file it came from can't put it on sale again.
--
-- KEYS  1 event, 2 index of events, 3 stock, 4 pools, 5 archive, 6 what its customers bought
-- ARGV  1 event id, 2 its revision, 3 number of ticket types; then the id of each; then the name of each
--       pool, <event>/<pool>
-- Returns "archived", "already" (nothing is left to archive), "changed" (it has another revision),
--       "draft" (it was never on sale), or "open:N" when the books of ticket type or pool N have tickets
--       that no archived order accounts for
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--@library ../orders/builtins
--@library ../events/event-index
begin()

local EVENT, EVENTS, STOCK, POOLS, ARCHIVE, BOUGHT = unpack(KEYS)
local ID, REVISION, TICKETS = ARGV[1], ARGV[2], tonumber(ARGV[3])
local IDS_AT = 3

local row = call('HMGET', EVENT, 'status', 'revision')
if row[2] ~= REVISION then return 'changed' end
if row[1] == 'draft' then return 'draft' end

local BOOKS = { 'capacity', 'remaining', 'held', 'sold', 'rules' }
local function fields_of(name)
  local fields = {}
  for i = 1, #BOOKS do fields[i] = name .. ':' .. BOOKS[i] end
  return fields
end

-- The last books of each name that has some; `sold` of pools is that of their ticket types.
local closed, sold_of_pool = {}, {}
local function close(key, name, sold)
  local books = call('HMGET', key, unpack(fields_of(name)))
  if not books[1] then return true end
  local is_free = books[2] and tonumber(books[3] or 0) == 0
  if not is_free or tonumber(books[4]) ~= sold(books) then return false end
  closed[#closed + 1] = { key = key, name = name, books = format('%s %s %s %s', books[1],
    books[2], books[3] or '0', books[4]) }
  return true
end

for i = IDS_AT + 1, IDS_AT + TICKETS do
  local ticket = ARGV[i]
  local function archived(books)
    local sold = tonumber(call('HGET', ARCHIVE, ticket .. ':sold') or 0)
    local pool = books[5] and match(books[5], '^%S+ (%S+)')
    if pool and pool ~= '-' then
      pool = ID .. '/' .. pool
      sold_of_pool[pool] = (sold_of_pool[pool] or 0) + sold
    end
    return sold
  end
  if not close(STOCK, ticket, archived) then return 'open:' .. ticket end
end
for i = IDS_AT + TICKETS + 1, #ARGV do
  local pool = ARGV[i]
  if not close(POOLS, pool, function() return sold_of_pool[pool] or 0 end) then
    return 'open:' .. pool
  end
end
if row[1] == 'archived' and #closed == 0 then return 'already' end
local now, change = format('%d', now_ms()), next_change(EVENTS)

for i = 1, #closed do
  local each = closed[i]
  call('HSET', ARCHIVE, each.name .. ':books', each.books)
  call('HDEL', each.key, unpack(fields_of(each.name)))
end
call('UNLINK', BOUGHT)
-- Its seller may have archived it before.
if row[1] == 'archived' then return 'archived' end
call('HSET', EVENT, 'status', 'archived', 'revision', format('%d', tonumber(REVISION) + 1),
  'changedAt', now)
call('ZADD', EVENTS, change, ID)
return 'archived'
