#!lua flags=allow-oom
-- Removes orders of one bucket for good, with their payments, and adds them to the sums of what was
-- archived: all of them or none. Does nothing when one of them has changed, or when a reader of the order log has not read
-- everything that was known when they were read. Runs even when Redis is out of memory, because it
-- frees some.
--
-- KEYS  1 bucket, 2 index of buckets, 3 archive, 4 readers of the order log, 5 payments of the same
--       second, 6 payments due
-- ARGV  1 end of the order log when the orders were read, 2 number of orders, 3 number of sums, 4 the second
--       of the bucket; then the id of each order, then the record of each, then the record of the payment of
--       each or ""; then field and count of each sum; then key, field and number of what customers had
--       bought, and of the uses of codes
-- Returns "archived", "behind:R" (reader R has not come that far), or "changed:N,N…" with the positions,
--       from 1, of orders that have changed or are gone
-- Raises no errors of its own: all checks come first, followed only by writes that can't fail.
--@include ../log/log-readers
local call, ARGV = redis.call, ARGV
local BUCKET, BUCKETS, ARCHIVE, READERS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local PAYMENTS, PAYMENTS_DUE = KEYS[5], KEYS[6]
local END, ORDERS, SUMS, SECOND = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local IDS_AT = 4
local RECORDS_AT = IDS_AT + ORDERS
local PAYMENTS_AT = RECORDS_AT + ORDERS
local SUMS_AT = PAYMENTS_AT + ORDERS
local COUNTS_AT = SUMS_AT + 2 * SUMS

local behind = reader_behind(call('HGETALL', READERS), END)
if behind then return 'behind:' .. behind end
if ORDERS > 0 then
  local records, changed = call('HMGET', BUCKET, unpack(ARGV, IDS_AT + 1, RECORDS_AT)), {}
  local payments = call('HMGET', PAYMENTS, unpack(ARGV, IDS_AT + 1, RECORDS_AT))
  for i = 1, ORDERS do
    local is_same = records[i] == ARGV[RECORDS_AT + i]
    if not is_same or (payments[i] or '') ~= ARGV[PAYMENTS_AT + i] then changed[#changed + 1] = i end
  end
  if #changed > 0 then return 'changed:' .. table.concat(changed, ',') end
end
-- What customers have bought, and how often codes were used, as it will be.
local counts = {}
for i = COUNTS_AT + 1, #ARGV, 3 do
  local key, field = ARGV[i], ARGV[i + 1]
  local name = key .. ' ' .. field
  local known = counts[name] or { key, field, tonumber(call('HGET', key, field)) or 0 }
  known[3] = known[3] - tonumber(ARGV[i + 2])
  counts[name] = known
end

if ORDERS > 0 then
  call('HDEL', BUCKET, unpack(ARGV, IDS_AT + 1, RECORDS_AT))
  call('HDEL', PAYMENTS, unpack(ARGV, IDS_AT + 1, RECORDS_AT))
  call('ZREM', PAYMENTS_DUE, unpack(ARGV, IDS_AT + 1, RECORDS_AT))
  -- Seconds sort by time.
  local archived_to = call('HGET', ARCHIVE, 'archivedTo')
  if not archived_to or archived_to < SECOND then call('HSET', ARCHIVE, 'archivedTo', SECOND) end
end
if call('EXISTS', BUCKET) == 0 then call('ZREM', BUCKETS, BUCKET) end
for i = SUMS_AT + 1, COUNTS_AT, 2 do call('HINCRBY', ARCHIVE, ARGV[i], ARGV[i + 1]) end
for _, each in pairs(counts) do
  if each[3] > 0 then
    call('HSET', each[1], each[2], string.format('%d', each[3]))
  else
    call('HDEL', each[1], each[2])
  end
end
return 'archived'
