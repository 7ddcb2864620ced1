-- For --@library, after books: the codes of events and how often each was used (see code.ts). Each is read once
-- in a call; scripts change the number here, and write_codes writes it. A call begins with open_codes.

local CODES, known_codes, changed_codes

-- What the keys of the hashes begin with.
local function open_codes(prefix) CODES, known_codes, changed_codes = prefix, {}, {} end

local function set_of(list)
  local set = {}
  for i = 1, #list do set[list[i]] = true end
  return set
end

-- What a code says, false when it is gone or can't be read. Rare enough that decoding does not matter.
local function read_terms(text)
  local is_readable, terms = pcall(cjson.decode, text or '')
  if not is_readable or type(terms) ~= 'table' then return false end
  terms.access = terms.access and set_of(terms.access)
  terms.discounted = terms.discounted and set_of(terms.discounted)
  return terms
end

-- A code of an event: its terms, or false, and how often it was used.
local function code_named(event, name)
  local id = event .. ' ' .. name
  local code = known_codes[id]
  if not code then
    local key = CODES .. event
    local row = call('HMGET', key, name, name .. ':used')
    code = { key = key, name = name, terms = read_terms(row[1]), used = tonumber(row[2]) or 0 }
    known_codes[id] = code
  end
  return code
end

-- Why a code can't be used so many times more at a time, nil when it can. Without a time, its times do not
-- matter.
local function code_obstacle(code, uses, now)
  local terms = code.terms
  if not terms or terms.offAtMs then return 'gone' end
  if now and terms.fromMs and now < terms.fromMs then return 'early' end
  if now and terms.toMs and now >= terms.toMs then return 'over' end
  if terms.uses and code.used + uses > terms.uses then return 'used-up' end
end

-- Whether a ticket type can be ordered with a code before its sale begins.
local function opens_presale(code, ticket)
  local terms = code.terms
  return terms and terms.presale and terms.access and terms.access[ticket] or false
end

-- Whether a ticket is a use of a code: as in code-uses.ts.
local function is_meant(terms, ticket)
  local discounts = terms.percent or terms.amountMinor
  if not terms.access and not discounts then return true end
  if terms.access and terms.access[ticket] then return true end
  return discounts and (not terms.discounted or terms.discounted[ticket]) or false
end

-- How many uses come back with the tickets of a bill, of those that an order has. An order's only one comes
-- back with the last of its tickets.
local function uses_of_bill(code, bill, uses, is_last)
  local terms = code.terms
  if not terms or terms.unit ~= 'ticket' then return is_last and bill.n > 0 and uses or 0 end
  local tickets = 0
  for i = 1, bill.n do
    local books = bill[i]
    if books.key == STOCK and is_meant(terms, books.name) then
      tickets = tickets + bill.qty[i]
    end
  end
  return min(uses, tickets)
end

-- Counts so many uses more, or less: never below zero, which only a change by hand could bring about.
local function count_uses(code, more)
  local used = max(0, code.used + more)
  if used == code.used then return end
  code.used = used
  if not code.is_changed then changed_codes[#changed_codes + 1] = code end
  code.is_changed = true
end

local function write_codes()
  for i = 1, #changed_codes do
    local code = changed_codes[i]
    call('HSET', code.key, code.name .. ':used', format('%d', code.used))
  end
end
