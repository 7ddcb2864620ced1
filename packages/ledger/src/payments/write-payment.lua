#!lua flags=allow-oom
-- Stores the payment of an order and says when payments must look at it again, if neither has changed
-- since it was read. Runs even when Redis is out of memory, since most changes follow a payment.
--
-- KEYS  1 payments of one second, 2 bucket of the order, 3 payments due, 4 order log
-- ARGV  1 readers of the order log (only read), 2 order id, 3 revision of the payment as it was read, "0"
--       for none, 4 the payment as it is to be, or "" to leave it, 5 head of the order as it was read, or ""
--       for any, 6 in how many ms to look again, or "" for never, 7 the cause under which the change is
--       logged, or "" to log none
-- Returns "written", "changed" when something is not as it was read, or "missing" when there is no order
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--@library ../orders/builtins
--@library ../log/order-log
begin()

local PAYMENTS, BUCKET, DUE, LOG = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local LOG_READERS, ID, REVISION, PAYMENT, HEAD, DUE_IN, CAUSE = unpack(ARGV)

local order = call('HGET', BUCKET, ID)
if not order then
  call('ZREM', DUE, ID)
  return 'missing'
end
local head = match(order, '^%["([^"]*)",')
if not head or HEAD ~= '' and head ~= HEAD then return 'changed' end
local stored = call('HGET', PAYMENTS, ID)
if (stored and match(stored, '^{"revision":(%d+)[,}]') or '0') ~= REVISION then return 'changed' end
local is_logged_now = CAUSE ~= '' and is_logged(LOG_READERS)

if PAYMENT ~= '' then call('HSET', PAYMENTS, ID, PAYMENT) end
if DUE_IN == '' then
  call('ZREM', DUE, ID)
else
  call('ZADD', DUE, format('%d', now_ms() + tonumber(DUE_IN)), ID)
end
if is_logged_now then
  local state = sub(head, 1, 1)
  log_changes(LOG, { logged_change(ID, state, state, CAUSE) })
end
return 'written'
