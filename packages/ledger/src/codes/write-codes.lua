#!lua
-- Makes, changes and removes codes of an event, each if it is still as its change was made from.
--
-- KEYS  1 event, 2 index of events, 3 codes
-- ARGV  1 event id, 2 most codes that the event can have; then of each change the code, what is stored
--       ("" when there is no such code), and what is to be stored ("" to remove it)
-- Returns "missing" or "archived" when the event can't have any; otherwise one letter for each change:
--       w  written
--       c  it is not as the change was made from
--       u  not removed: there are uses of it, which must be found again when they are given back
--       f  not made: the event has as many as it can have
-- Each code has its number of uses from the beginning, so that the hash has two fields for each.
-- Raises no errors of its own: nothing is written before all of an event is known, and no write can fail.
--@library ../orders/builtins
--@library ../events/event-index
begin()

local KEYS, ARGV = KEYS, ARGV
local EVENT, INDEX, CODES = KEYS[1], KEYS[2], KEYS[3]
local ID, MOST = ARGV[1], tonumber(ARGV[2])

local event = call('HMGET', EVENT, 'status', 'hasCodes')
if not event[1] then return 'missing' end
if event[1] == 'archived' then return 'archived' end

local codes = call('HLEN', CODES) / 2

local function write(code, before, after)
  local stored = call('HMGET', CODES, code, code .. ':used')
  if (stored[1] or '') ~= before then return 'c' end
  if after == '' then
    if (tonumber(stored[2]) or 0) > 0 then return 'u' end
    call('HDEL', CODES, code, code .. ':used')
    codes = codes - 1
  elseif before == '' then
    if codes >= MOST then return 'f' end
    call('HSET', CODES, code, after)
    call('HSETNX', CODES, code .. ':used', '0')
    codes = codes + 1
  else
    call('HSET', CODES, code, after)
  end
  return 'w'
end

local letters = {}
for i = 3, #ARGV, 3 do
  letters[#letters + 1] = write(ARGV[i], ARGV[i + 1], ARGV[i + 2])
end

-- Whoever follows the events learns that there are some, or none any more.
local has_codes = call('EXISTS', CODES) == 1 and '1' or nil
if has_codes ~= (event[2] or nil) then
  if has_codes then call('HSET', EVENT, 'hasCodes', '1') else call('HDEL', EVENT, 'hasCodes') end
  call('ZADD', INDEX, next_change(INDEX), ID)
end
return concat(letters)
