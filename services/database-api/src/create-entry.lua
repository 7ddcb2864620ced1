#!lua
-- Creates an entry unless its key exists, and removes some expired entries from the index.
-- Deliberately has no flags, so that Redis refuses it before it starts when out of memory.
--
-- KEYS  1 the entry, 2 names, 3 ends, 4 sizes, 5 bytes
-- ARGV  1 name, 2 JSON text, 3 lifetime in seconds ("" for no expiry), 4 prefix of the entries' keys,
--       5 maximum bytes of all entries together
-- Returns one word:
--       done          created
--       exists        the key holds a value
--       full          there is no room for it
--       type:T        the key holds a Redis T, not one of our values
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
local call = redis.call
local ENTRY, NAMES, ENDS, SIZES, BYTES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local name, text, ttl, prefix, most = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
--@include entry-space

-- Expired entries removed with each new one, and when space runs out.
local FORGET_AT_ONCE, FORGET_FOR_ROOM = 16, 1000

local kind = call('TYPE', ENTRY).ok
if kind == 'string' then return 'exists' end
if kind ~= 'none' then return 'type:' .. kind end

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- All keys are in the slot of KEYS.
local function forget_ended(count)
  local ended = call('ZRANGE', ENDS, '-inf', '(' .. now, 'BYSCORE', 'LIMIT', 0, count)
  for i = 1, #ended do
    if call('EXISTS', prefix .. ended[i]) == 0 then
      forget(ended[i])
    else
      call('ZREM', ENDS, ended[i])
    end
  end
end

local size = size_of(name, text)
forget_ended(FORGET_AT_ONCE)
if not fits(name, size, most) then
  forget_ended(FORGET_FOR_ROOM)
  if not fits(name, size, most) then return 'full' end
end

book(name, size)
call('ZADD', NAMES, 0, name)
if ttl == '' then
  call('ZREM', ENDS, name)
  call('SET', ENTRY, text)
else
  call('ZADD', ENDS, now + ttl * 1000, name)
  call('SET', ENTRY, text, 'EX', ttl)
end
return 'done'
