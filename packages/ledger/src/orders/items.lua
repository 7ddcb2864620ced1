-- Included by the scripts that deal with stock: reads the packed items of an order.

-- Returns { n = number of ticket types, ticket ids at 1..n, quantities in .qty }, with the quantities
-- of equal tickets added up, or false when the text is malformed.
local function wanted(packed)
  local want, at = { n = 0, qty = {} }, {}
  for item in string.gmatch(packed .. ',', '([^,]*),') do
    local ticket, text = string.match(item, '^([%l%d%-]+):(%d+):%d+:[%l%d%-]+$')
    local qty = tonumber(text)
    if not qty or qty < 1 then return false end
    if at[ticket] then
      want.qty[at[ticket]] = want.qty[at[ticket]] + qty
    else
      want.n = want.n + 1
      at[ticket], want[want.n], want.qty[want.n] = want.n, ticket, qty
    end
  end
  return want
end

-- Parsing items is slow and many orders have the same items: memoizes `make` for the rest of the call.
local function remembered(make)
  local known = {}
  return function(text)
    local made = known[text]
    if made == nil then
      made = make(text)
      known[text] = made
    end
    return made
  end
end
