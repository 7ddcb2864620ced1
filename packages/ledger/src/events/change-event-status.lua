#!lua
-- Takes one step in the life of an event.
--
-- KEYS  1 event, 2 index of events
-- ARGV  1 event id, 2 revision before ("" for any), 3 the statuses the step starts from, separated by
--       spaces, 4 the status it leads to
-- Returns one of
--       done:REVISION:NOW   and the time in ms
--       already             it has this status
--       missing             there is no such event
--       conflict            it has another revision
--       refused             the step does not start from its status
--@library ../orders/builtins
--@library event-index
begin()

local EVENT, INDEX = KEYS[1], KEYS[2]
local ID, BEFORE, FROM, TO = ARGV[1], ARGV[2], ' ' .. ARGV[3] .. ' ', ARGV[4]

local stored = call('HMGET', EVENT, 'revision', 'status')
local revision, status = stored[1], stored[2]
if not revision then return 'missing' end
if status == TO then return 'already' end
if BEFORE ~= '' and BEFORE ~= revision then return 'conflict' end
if not find(FROM, ' ' .. status .. ' ', 1, true) then return 'refused' end

local now, change = format('%d', now_ms()), next_change(INDEX)
revision = format('%d', revision + 1)
call('HSET', EVENT, 'revision', revision, 'status', TO, 'changedAt', now)
call('ZADD', INDEX, change, ID)
return 'done:' .. revision .. ':' .. now
