-- For --@library, after builtins: access to an order's record, which begins with its head
-- (see order-head.ts). Most pending orders have the head "p", whose position needs no pattern.
--@include order-states

local PLAIN_HEAD = '["' .. STATE.pending .. '",'
local PLAIN_AT = #PLAIN_HEAD + 1
-- Most others are to be held and have no tags: each capture costs.
local TO_HOLD_HEAD = '^%["' .. STATE.pending .. '/(%d+)",()'
-- The tags of a head: customer, client, place and code. Each part begins with its sign.
local TAGS = '(@?[%w_%-]*)(~?[%w_%-]*)(!?[%w_%-]*)(%+?[%u%d%-]*%.?%d*)'
-- How long to hold it in ms, its tags, and the position after the head.
local PENDING_HEAD = '^%["' .. STATE.pending .. '(/?%d*)' .. TAGS .. '",()'
-- More than anybody would hold an order, in ms: beyond it numbers lose their digits.
local LONGEST_HOLD = 1e13

-- Whether a part of a head is missing, or has its sign and more. Patterns know no optional groups.
local function is_part(text, sign) return text == '' or #text > 1 and sub(text, 1, 1) == sign end

-- Whether the tags of a head are complete.
local function are_tags(customer, client, place, code)
  return is_part(customer, '@') and is_part(client, '~') and is_part(place, '!')
    and (code == '' or find(code, '^%+[%u%d%-][%u%d%-][%u%d%-]+%.%d+$') ~= nil)
end

-- The code that a tag names, and how often.
local function code_use(tag)
  local name, uses = match(tag, '^%+([^.]+)%.(%d+)$')
  return name, tonumber(uses)
end

-- For the record of any pending order: the position after its head, how long to hold it in ms (nil:
-- not at all), and, when it has any, its tags: all of them as one text, and each. Nil for other records,
-- and for heads of a newer version.
local function pending_head(record)
  if sub(record, 1, PLAIN_AT - 1) == PLAIN_HEAD then return PLAIN_AT end
  local hold, at = match(record, TO_HOLD_HEAD)
  hold = tonumber(hold)
  if hold and hold <= LONGEST_HOLD then return at, hold end
  local customer, client, place, code
  hold, customer, client, place, code, at = match(record, PENDING_HEAD)
  if not at then return nil end
  if not (is_part(hold, '/') and are_tags(customer, client, place, code)) then return nil end
  hold = tonumber(sub(hold, 2))
  if hold and hold > LONGEST_HOLD then return nil end
  return at, hold, customer .. client .. place .. code, customer, client, place, code
end

-- Whether an order is in one of the later states this version knows.
local function is_settled(record) return find(record, '^%["' .. LATER_STATES .. '%d') ~= nil end

-- Whether this is an order's record at all, whatever its state.
local function has_state(record) return find(record, '^%["%a[^"]*",') ~= nil end

-- The packed items of an order, given the position after its head; nil when missing. A pattern would
-- take twice as long.
local function items_of(record, at)
  local quote = sub(record, at, at) == '"' and find(record, '"', at + 1, true)
  return quote and sub(record, at + 1, quote - 1) or nil
end

-- The event of an order, given the position after its head.
local function event_of(record, at)
  return match(record, '^"[^"]*",%-?%d+,"[^"]*","([%l%d%-]+)"', at)
end

-- The event of a pending order and the tag of its place in the line; nil when it has none.
local function place_of_pending(record)
  local at, _, tags, _, _, place = pending_head(record)
  if not tags or place == '' then return nil end
  return event_of(record, at), place
end

-- A state and the time of the change to it, as a head begins.
local function stamped(letter, ms) return format('%s%d', letter, ms) end

-- A record with a different head, given the position after the old one.
local function with_head(record, at, head) return '["' .. head .. sub(record, at - 2) end

-- The record of a pending order that is rejected as failed; it keeps how long to hold it, for a replay.
-- Nil for other records.
local function failed_now(record, ms)
  local at, hold, tags = pending_head(record)
  if not at then return nil end
  local held = hold and format('/%d', hold) or ''
  return with_head(record, at, stamped(STATE.failed, ms) .. held .. (tags or ''))
end

-- The pending record of an order that was rejected as failed; nil when it was not.
local function reopened(record)
  local before, failed =
    gsub(record, '^%["' .. STATE.failed .. '%d+', '["' .. STATE.pending, 1)
  return failed == 1 and pending_head(before) and before or nil
end
