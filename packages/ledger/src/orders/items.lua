-- Shared by place and settle (included): what an order wants, from its packed items.
--
-- wanted(packed) returns { n = number of tickets types, ticket names at 1..n, quantities in .qty },
-- equal tickets added up, or false when the text is malformed. It is slow: orders repeat each other,
-- so the caller keeps what it makes of the result for the rest of the call.
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
