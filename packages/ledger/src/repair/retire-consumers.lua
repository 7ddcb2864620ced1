#!lua flags=allow-oom
-- Removes consumers that own no entries and have been idle for a long time. XGROUP DELCONSUMER
-- silently drops a consumer's entries, so the check and the removal must be one step.
--
-- KEYS  1 order stream
-- ARGV  1 consumer group, 2 minimum idle time in ms, 3 only this consumer, or "" for all
-- Returns the number of consumers removed
local STREAM, GROUP = KEYS[1], ARGV[1]
local least_idle, only = tonumber(ARGV[2]), ARGV[3]

local removed = 0
for _, row in ipairs(redis.call('XINFO', 'CONSUMERS', STREAM, GROUP)) do
  local consumer = {}
  for i = 1, #row, 2 do consumer[row[i]] = row[i + 1] end
  if consumer.pending == 0 and consumer.idle >= least_idle
    and (only == '' or consumer.name == only) then
    redis.call('XGROUP', 'DELCONSUMER', STREAM, GROUP, consumer.name)
    removed = removed + 1
  end
end
return removed
