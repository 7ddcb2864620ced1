#!lua
-- Appends an order that is still pending to the order stream, for a worker that knows heads and pools.
--
-- KEYS  1 order stream, 2 bucket of the order
-- ARGV  1 order id
-- Returns 1 when the order was pending, otherwise 0
--@library ../orders/builtins
--@library ../orders/order-record
begin()

local record = safe_call('HGET', KEYS[2], ARGV[1])
if type(record) ~= 'string' or not pending_head(record) then return 0 end
call('XADD', KEYS[1], '*', 'v', '2', 'order', ARGV[1])
return 1
