#!lua
-- Stores the list of lots of a lobby that is closed, in parts, and then publishes its hash: once.
--
-- KEYS  1 to 8 the line (see line.lua), 9 its draw
-- ARGV  1 "part", 2 its number, 3 its lots; or 1 "list", 2 its hash, 3 after how many ms to draw
-- Returns 1, or 0 when there is nothing to list, or it was published before
--@library ../../orders/builtins
--@library ../line
begin()
use_line(KEYS)

if PHASE ~= 'drawing' or call('HEXISTS', LINE, 'listHash') == 1 then return 0 end
if ARGV[1] == 'part' then
  call('HSET', KEYS[9], 'lots:' .. ARGV[2], ARGV[3])
else
  call('HSET', LINE, 'listHash', ARGV[2], 'drawAt', text(NOW + ARGV[3]))
end
return 1
