#!lua flags=allow-oom
-- Stores the payment of an order and says when payments must look at it again, if neither has changed
-- since it was read. Runs even when Redis is out of memory, since most changes follow a payment.
--
-- The order may have left Redis. Its payment is then in the index of archived payments, or is brought back
-- by its first change.
--
-- KEYS  1 payments of one second, 2 bucket of the order, 3 payments due, 4 order log, 5 archived payments
-- ARGV  1 readers of the order log (only read), 2 order id, 3 revision of the payment as it was read, "0"
--       for none, 4 the payment as it is to be, or "" to leave it, 5 head of the order as it was read, or ""
--       for any, 6 in how many ms to look again, or "" for never, 7 the cause under which the change is
--       logged, or "" to log none, 8 the record of an order that has left, without the person, or "" for
--       none, 9 until when (ms) its payment may be brought back
-- Returns "written", "changed" when something is not as it was read, or "missing" when there is no order
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--@library ../orders/builtins
--@library ../log/order-log
begin()

local PAYMENTS, BUCKET, DUE, LOG, ARCHIVED = unpack(KEYS)
local LOG_READERS, ID, REVISION, PAYMENT, HEAD, DUE_IN, CAUSE, LEFT, BACK_UNTIL = unpack(ARGV)

local order = call('HGET', BUCKET, ID)
local is_back = false
if not order then
  local indexed = call('HGET', ARCHIVED, ID)
  order = indexed and match(indexed, '^%d+ (.*)$')
  if not order and LEFT ~= '' and PAYMENT ~= '' then
    if now_ms() > tonumber(BACK_UNTIL) then return 'changed' end
    order, is_back = LEFT, true
  end
end
if not order then
  call('ZREM', DUE, ID)
  return 'missing'
end
local head = match(order, '^%["([^"]*)",')
if not head or HEAD ~= '' and head ~= HEAD then return 'changed' end
local stored = call('HGET', PAYMENTS, ID)
local revision = stored and match(stored, '^{"revision":(%d+)[,}]') or '0'
-- What comes back is as it was recorded, which only the caller knows.
if revision ~= REVISION and (stored or not is_back) then return 'changed' end
local is_logged_now = CAUSE ~= '' and is_logged(LOG_READERS)

if is_back then call('HSET', ARCHIVED, ID, format('%d', now_ms()) .. ' ' .. order) end
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
