#!lua flags=no-writes,allow-oom
-- Reads an order and its payment at one instant.
--
-- KEYS  1 bucket of the order, 2 payments of the same second, 3 archived payments
-- ARGV  1 order id, 2 archive (only read)
-- Returns the record of the order or "", that of its payment or "", the time in ms, what the index of
--       archived payments has of the order or "", and the newest second from which orders have left or ""
local call, ID = redis.call, ARGV[1]
local now = call('TIME')
return {
  call('HGET', KEYS[1], ID) or '',
  call('HGET', KEYS[2], ID) or '',
  now[1] .. string.format('%03d', math.floor(now[2] / 1000)),
  call('HGET', KEYS[3], ID) or '',
  call('HGET', ARGV[2], 'archivedTo') or '',
}
