#!lua flags=allow-oom
-- Claims a job that one process does at a time, or ends it.
--
-- KEYS  1 the job
-- ARGV  1 owner, 2 for how many ms it is claimed; "0" gives it back, 3 how many ms must have passed since
--       the mark, or "", 4 the new mark, or ""
-- Returns the mark ("" for none) and the time in ms when the job is the owner's; otherwise nothing
--@library ../orders/builtins
begin()

local JOB, OWNER, CLAIM, EVERY, MARK = KEYS[1], unpack(ARGV)
local now = now_ms()
local owner, till, mark = unpack(call('HMGET', JOB, 'owner', 'until', 'mark'))
local is_mine = owner == OWNER
if not is_mine and owner and (tonumber(till) or 0) > now then return {} end
-- A mark in the future comes from a clock that was wrong.
if EVERY ~= '' and mark and tonumber(mark) <= now
  and now - tonumber(mark) < tonumber(EVERY) then
  return {}
end
call('HSET', JOB, 'owner', OWNER, 'until', format('%d', now + tonumber(CLAIM)))
if MARK ~= '' then call('HSET', JOB, 'mark', MARK) end
return { MARK ~= '' and MARK or mark or '', format('%d', now) }
