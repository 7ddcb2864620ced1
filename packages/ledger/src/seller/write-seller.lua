#!lua
-- Writes the seller's settings, if they still have the revision that the change was made from.
--
-- KEYS  1 seller
-- ARGV  1 revision before (0: nobody has set any), 2 document, 3 digests of what was applied from files,
--       newest first, or "-" to keep them
-- Returns the revision now, which is that before when the document says the same; 0 when they have
-- another revision
--@library ../orders/builtins
begin()

local SELLER, BEFORE, DOCUMENT, APPLIED = KEYS[1], tonumber(ARGV[1]), ARGV[2], ARGV[3]

local stored = call('HMGET', SELLER, 'revision', 'document')
local revision = tonumber(stored[1]) or 0
if revision ~= BEFORE then return 0 end
if stored[2] ~= DOCUMENT then
  revision = revision + 1
  call('HSET', SELLER, 'revision', format('%d', revision), 'changedAt', format('%d', now_ms()),
    'document', DOCUMENT)
end
if APPLIED ~= '-' then call('HSET', SELLER, 'applied', APPLIED) end
return revision
