#!lua flags=allow-oom
-- Claims orders whose payment is due: moves them ahead, so that nobody else takes them until then.
--
-- KEYS  1 payments due
-- ARGV  1 how many at the most, 2 for how many ms they are claimed
-- Returns their ids, the one that has waited longest first
--@library ../orders/builtins
begin()

local now = now_ms()
local ids =
  call('ZRANGE', KEYS[1], '-inf', format('%d', now), 'BYSCORE', 'LIMIT', '0', ARGV[1])
local claimed = {}
for i = 1, #ids do
  claimed[2 * i - 1], claimed[2 * i] = format('%d', now + tonumber(ARGV[2])), ids[i]
end
if #ids > 0 then call('ZADD', KEYS[1], unpack(claimed)) end
return ids
