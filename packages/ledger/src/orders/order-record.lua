-- Included by the scripts that change orders: access to an order's record (see order-record.ts), which
-- begins with its state: a letter from order-states.ts, then the time of the change.
--@include order-states

local sub, find, gsub = string.sub, string.find, string.gsub
local PENDING_HEAD = '["' .. STATE.pending .. '",'

-- Whether a record is that of a pending order.
local function is_pending(record) return sub(record, 1, #PENDING_HEAD) == PENDING_HEAD end

-- Whether an order is in one of the later states this version knows.
local function is_settled(record) return find(record, '^%["' .. LATER_STATES .. '%d') ~= nil end

-- Whether this is an order's record at all, whatever its state.
local function has_state(record) return find(record, '^%["%a[^"]*",') ~= nil end

-- The packed items of a pending order; nil when missing. A pattern would take twice as long.
local function items_of(record)
  local quote = sub(record, 6, 6) == '"' and find(record, '"', 7, true)
  return quote and sub(record, 7, quote - 1) or nil
end

-- The state of an order that is changed now.
local function state_now(letter)
  local time = redis.call('TIME')
  return string.format('%s%d', letter, time[1] * 1000 + math.floor(time[2] / 1000))
end

-- A pending order's record with a different state.
local function with_state(record, state)
  return '["' .. state .. sub(record, #PENDING_HEAD - 1)
end

-- The pending record of an order that was rejected as failed; nil when it was not.
local function reopened(record)
  local before, failed = gsub(record, '^%["' .. STATE.failed .. '%d+",', PENDING_HEAD, 1)
  return failed == 1 and before or nil
end
