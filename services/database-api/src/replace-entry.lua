#!lua
-- Replaces the value of an existing entry, optionally only if it is unchanged.
-- Deliberately has no flags, so that Redis refuses it before it starts when out of memory.
--
-- KEYS  1 the entry, 2 names, 3 ends, 4 sizes, 5 bytes
-- ARGV  1 name, 2 JSON text, 3 lifetime in seconds ("" keeps the current expiry),
--       4 maximum bytes of all entries together, 5 "1" when the current value must have one of the
--       following hashes, else "0"; 6... SHA-1 hashes in hex
-- Returns one word:
--       done          replaced
--       missing       there is no such key
--       changed       the value has none of these hashes
--       full          there is no room for it
--       type:T        the key holds a Redis T, not one of our values
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
local call = redis.call
local ENTRY, NAMES, ENDS, SIZES, BYTES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local name, text, ttl, most = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
--@include entry-space

local kind = call('TYPE', ENTRY).ok
if kind == 'none' then return 'missing' end
if kind ~= 'string' then return 'type:' .. kind end
if ARGV[5] == '1' then
  local hash, matches = redis.sha1hex(call('GET', ENTRY)), false
  for i = 6, #ARGV do matches = matches or ARGV[i] == hash end
  if not matches then return 'changed' end
end

local size = size_of(name, text)
if not fits(name, size, most) then return 'full' end
book(name, size)
if ttl == '' then
  call('SET', ENTRY, text, 'KEEPTTL')
else
  local time = call('TIME')
  call('ZADD', ENDS, time[1] * 1000 + math.floor(time[2] / 1000) + ttl * 1000, name)
  call('SET', ENTRY, text, 'EX', ttl)
end
return 'done'
