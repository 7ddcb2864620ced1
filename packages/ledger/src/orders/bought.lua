-- Included by settle and finish, after the local BOUGHT (what the keys of the hash begin with) and
-- books: what each customer has of an event, for orders whose head says so (see order-record.ts). The
-- fields: <customer> has the number of tickets in held and confirmed orders; h:<customer> and
-- h:~<client> have the number of held orders.

local bought = remembered(function(event)
  return { key = BOUGHT .. event, count = {}, changed = {} }
end)
local bought_events = {}

local function bought_count(list, field)
  local count = list.count[field]
  if not count then
    count = tonumber(call('HGET', list.key, field)) or 0
    list.count[field] = count
  end
  return count
end

local function add_bought(list, field, more)
  if more == 0 then return end
  if not list.is_used then
    list.is_used = true
    bought_events[#bought_events + 1] = list
  end
  if not list.changed[field] then list.changed[#list.changed + 1] = field end
  list.changed[field] = true
  -- Never below zero, which only a change by hand could bring about.
  list.count[field] = math.max(0, bought_count(list, field) + more)
end

-- Whether so many more tickets and holds (0 or 1) exceed what the event allows. `customer` and `client`
-- are tags as in the head, "" when there are none.
local function is_over_limit(event, customer, client, tickets, holds)
  local limits, list = event_named(event), bought(event)
  if customer ~= '' then
    local name = string.sub(customer, 2)
    if bought_count(list, name) + tickets > limits.per_customer then return true end
    if holds > 0 and bought_count(list, 'h:' .. name) + holds > limits.holds_per_customer then
      return true
    end
  end
  return client ~= '' and holds > 0
    and bought_count(list, 'h:' .. client) + holds > limits.holds_per_client
end

-- Counts so many tickets and holds more, or less.
local function count_bought(event, customer, client, tickets, holds)
  local list = bought(event)
  if customer ~= '' then
    local name = string.sub(customer, 2)
    add_bought(list, name, tickets)
    add_bought(list, 'h:' .. name, holds)
  end
  if client ~= '' then add_bought(list, 'h:' .. client, holds) end
end

local function write_bought()
  for i = 1, #bought_events do
    local list = bought_events[i]
    for f = 1, #list.changed do
      local field = list.changed[f]
      local count = list.count[field]
      if count > 0 then
        call('HSET', list.key, field, string.format('%d', count))
      else
        call('HDEL', list.key, field)
      end
    end
  end
end
