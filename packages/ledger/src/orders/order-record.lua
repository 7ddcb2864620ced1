-- Shared by the scripts that change orders (included): the record of an order, as order-record.ts
-- describes it. Its state comes first: a letter of order-states.ts, then the time of the change.
--@include order-states

local sub, find, gsub = string.sub, string.find, string.gsub
local PENDING_HEAD = '["' .. STATE.pending .. '",'

-- Whether a record is that of an order which nobody has settled yet.
local function is_pending(record) return sub(record, 1, #PENDING_HEAD) == PENDING_HEAD end

-- Whether an order is in a state that follows pending, as far as this version knows them.
local function is_settled(record) return find(record, '^%["' .. LATER_STATES .. '%d') ~= nil end

-- Whether this can be the record of an order at all, whatever its state means.
local function has_state(record) return find(record, '^%["%a[^"]*",') ~= nil end

-- The packed items of a pending order; nil when they are not there. A pattern takes twice as long.
local function items_of(record)
  local quote = sub(record, 6, 6) == '"' and find(record, '"', 7, true)
  return quote and sub(record, 7, quote - 1) or nil
end

-- The state of an order that changes now.
local function state_now(letter)
  local time = redis.call('TIME')
  return string.format('%s%d', letter, time[1] * 1000 + math.floor(time[2] / 1000))
end

-- The record of a pending order with another state.
local function with_state(record, state)
  return '["' .. state .. sub(record, #PENDING_HEAD - 1)
end

-- The record of an order that was rejected as failed, as it was before; nil when it was not.
local function reopened(record)
  local before, failed = gsub(record, '^%["' .. STATE.failed .. '%d+",', PENDING_HEAD, 1)
  return failed == 1 and before or nil
end
