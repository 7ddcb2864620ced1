-- Included by books: reads the packed items of an order.

-- Returns { n = number of ticket types, ticket ids at 1..n, quantities in .qty }, with the quantities
-- of equal tickets added up, or false when the text is malformed.
local function wanted(packed)
  local want, at = { n = 0, qty = {} }, {}
  for item in gmatch(packed .. ',', '([^,]*),') do
    local ticket, text = match(item, '^([%l%d%-]+):(%d+):%d+:[%l%d%-]+$')
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
