#!lua
-- Creates an entry unless its key exists, and takes some entries that have ended out of the index.
-- Has no flags on purpose: when Redis is out of memory it is refused before it starts.
--
-- KEYS  1 the entry, 2 names, 3 ends
-- ARGV  1 name, 2 JSON text, 3 lifetime in seconds ("" for ever), 4 prefix of the entries' keys,
--       5 most ended names to forget
-- Returns one word:
--       done          created
--       exists        the key holds a value
--       type:T        the key is a T of Redis, not a value of ours
-- Errors none of its own: all checks come first, then only writes that can't fail.
local call = redis.call
local ENTRY, NAMES, ENDS = KEYS[1], KEYS[2], KEYS[3]
local name, text, ttl, prefix = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local kind = call('TYPE', ENTRY).ok
if kind == 'string' then return 'exists' end
if kind ~= 'none' then return 'type:' .. kind end

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- Nobody tells us when Redis drops a key at its end: each new entry clears up behind a few old ones,
-- so the index can't grow by keys that are long gone. All keys lie in the slot of KEYS.
local ended = call('ZRANGE', ENDS, '-inf', now, 'BYSCORE', 'LIMIT', 0, ARGV[5])
for i = 1, #ended do
  call('ZREM', ENDS, ended[i])
  if call('EXISTS', prefix .. ended[i]) == 0 then call('ZREM', NAMES, ended[i]) end
end

call('ZADD', NAMES, 0, name)
if ttl == '' then
  call('ZREM', ENDS, name)
  call('SET', ENTRY, text)
else
  call('ZADD', ENDS, now + ttl * 1000, name)
  call('SET', ENTRY, text, 'EX', ttl)
end
return 'done'
