-- For --@library, after books: what each customer has of an event, for orders whose head says so (see
-- order-head.ts). The fields: <customer> has the number of tickets in held and confirmed orders;
-- h:<customer> and h:~<client> have the number of held orders. A call begins with open_bought.

local BOUGHT, known_bought, changed_bought

-- What the keys of the hashes begin with.
local function open_bought(prefix)
  BOUGHT, known_bought, changed_bought = prefix, {}, {}
end

local function bought(event)
  local list = known_bought[event]
  if not list then
    list = { key = BOUGHT .. event, count = {}, changed = {}, is_changed = {} }
    known_bought[event] = list
  end
  return list
end

local function read_bought(list, fields)
  local count, missing = list.count, {}
  for i = 1, #fields do
    if not count[fields[i]] then missing[#missing + 1] = fields[i] end
  end
  if #missing == 0 then return end
  local row = call('HMGET', list.key, unpack(missing))
  for i = 1, #missing do count[missing[i]] = tonumber(row[i]) or 0 end
end

-- The fields of an order with these tags, nil when it has none: tickets, holds of the customer, holds of
-- the client. Those of which the number changes are read together, once in a call.
local function bought_fields(list, customer, client, more_tickets, more_holds)
  local fields, tickets, holds, client_holds = {}, nil, nil, nil
  if customer ~= '' then
    tickets = sub(customer, 2)
    holds = 'h:' .. tickets
    if more_tickets ~= 0 then fields[1] = tickets end
    if more_holds ~= 0 then fields[#fields + 1] = holds end
  end
  if client ~= '' and more_holds ~= 0 then
    client_holds = 'h:' .. client
    fields[#fields + 1] = client_holds
  end
  read_bought(list, fields)
  return tickets, holds, client_holds
end

local function add_bought(list, field, more)
  if not field or more == 0 then return end
  local changed = list.changed
  if #changed == 0 then changed_bought[#changed_bought + 1] = list end
  if not list.is_changed[field] then
    list.is_changed[field] = true
    changed[#changed + 1] = field
  end
  -- Never below zero, which only a change by hand could bring about.
  list.count[field] = max(0, list.count[field] + more)
end

-- Whether so many more tickets and holds (0 or 1) exceed what the event allows. `customer` and `client`
-- are tags as in the head, "" when there are none.
local function is_over_limit(event, customer, client, more_tickets, more_holds)
  local limits, list = event_named(event), bought(event)
  local tickets, holds, client_holds = bought_fields(list, customer, client, more_tickets, more_holds)
  local count = list.count
  if tickets and count[tickets] + more_tickets > limits.per_customer then return true end
  if more_holds == 0 then return false end
  return holds and count[holds] + more_holds > limits.holds_per_customer
    or client_holds and count[client_holds] + more_holds > limits.holds_per_client
end

-- Counts so many tickets and holds more, or less.
local function count_bought(event, customer, client, more_tickets, more_holds)
  local list = bought(event)
  local tickets, holds, client_holds = bought_fields(list, customer, client, more_tickets, more_holds)
  add_bought(list, tickets, more_tickets)
  add_bought(list, holds, more_holds)
  add_bought(list, client_holds, more_holds)
end

-- An order changes at most three fields, and a call takes so many orders that the fields of all of them
-- are too many for one command.
local MOST_FIELDS = 1000

local function write_bought()
  for i = 1, #changed_bought do
    local list = changed_bought[i]
    local set, gone = {}, {}
    for f = 1, #list.changed do
      local field = list.changed[f]
      local count = list.count[field]
      if count > 0 then
        set[#set + 1] = field
        set[#set + 1] = format('%d', count)
      else
        gone[#gone + 1] = field
      end
    end
    for at = 1, #set, 2 * MOST_FIELDS do
      call('HSET', list.key, unpack(set, at, min(#set, at + 2 * MOST_FIELDS - 1)))
    end
    for at = 1, #gone, MOST_FIELDS do
      call('HDEL', list.key, unpack(gone, at, min(#gone, at + MOST_FIELDS - 1)))
    end
  end
end
