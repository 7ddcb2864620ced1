#!lua flags=allow-oom
-- Takes out the payment of an order that had left Redis and whose money has moved since, once it is decided
-- and recorded again. Does nothing when it has changed, or when a reader of the order log has not read
-- everything that was known when it was read.
--
-- KEYS  1 archived payments, 2 payments of the second of its order, 3 payments due, 4 readers of the order
--       log
-- ARGV  1 end of the order log when the payment was read, 2 order id, 3 what the index has of it, 4 record
--       of the payment
-- Returns "archived", "behind:R" (reader R has not come that far), or "changed"
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--@include ../log/log-readers
local call = redis.call
local INDEX, PAYMENTS, PAYMENTS_DUE, READERS = unpack(KEYS)
local END, ID, INDEXED, PAYMENT = unpack(ARGV)

local behind = reader_behind(call('HGETALL', READERS), END)
if behind then return 'behind:' .. behind end
if call('HGET', INDEX, ID) ~= INDEXED then return 'changed' end
if call('HGET', PAYMENTS, ID) ~= PAYMENT then return 'changed' end
call('HDEL', INDEX, ID)
call('HDEL', PAYMENTS, ID)
call('ZREM', PAYMENTS_DUE, ID)
return 'archived'
