-- Shared by the scripts that change orders (included): the record of an order, as order-record.ts
-- describes it. Its state comes first, a letter and the time:
--       p pending    c confirmed    s rejected, sold out    f rejected, failed

local sub, find, gsub = string.sub, string.find, string.gsub

-- Whether a record is that of an order which nobody has settled yet.
local function is_pending(record) return sub(record, 1, 5) == '["p",' end

local function is_settled(record) return find(record, '^%["[csf]%d+",') ~= nil end

-- The packed items of a pending order; nil when they are not there. A pattern takes twice as long.
local function items_of(record)
  local quote = sub(record, 6, 6) == '"' and find(record, '"', 7, true)
  return quote and sub(record, 7, quote - 1) or nil
end

-- The state of an order that is settled now.
local function settled_state(letter)
  local time = redis.call('TIME')
  return string.format('%s%d', letter, time[1] * 1000 + math.floor(time[2] / 1000))
end

-- The record of a pending order with another state.
local function with_state(record, state)
  return '["' .. state .. sub(record, 4)
end

-- The record of an order that was rejected as failed, as it was before; nil when it was not.
local function reopened(record)
  local before, failed = gsub(record, '^%["f%d+"', '["p"', 1)
  return failed == 1 and before or nil
end
