#!lua flags=allow-oom
-- Deletes an entry, optionally only if it is unchanged. Allowed when Redis is out of memory, since it
-- frees some.
--
-- KEYS  1 the entry, 2 names, 3 ends, 4 sizes, 5 bytes
-- ARGV  1 name, 2 "1" when the current value must have one of the following hashes, else "0";
--       3... SHA-1 hashes in hex
-- Returns one word:
--       done          deleted
--       missing       there is no such key
--       changed       the value has none of these hashes
--       type:T        the key holds a Redis T, not one of our values
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
local call = redis.call
local ENTRY, NAMES, ENDS, SIZES, BYTES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local name = ARGV[1]
--@include entry-space

local kind = call('TYPE', ENTRY).ok
if kind == 'none' then return 'missing' end
if kind ~= 'string' then return 'type:' .. kind end
if ARGV[2] == '1' then
  local hash, matches = redis.sha1hex(call('GET', ENTRY)), false
  for i = 3, #ARGV do matches = matches or ARGV[i] == hash end
  if not matches then return 'changed' end
end

call('DEL', ENTRY)
forget(name)
return 'done'
