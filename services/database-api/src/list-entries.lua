#!lua flags=allow-oom
-- Lists the names of entries in byte order, and removes expired ones from the index.
--
-- KEYS  1 names, 2 ends, 3 sizes, 4 bytes
-- ARGV  1 prefix of the names, 2 name to continue after ("" from the start), 3 maximum number of names
--       to examine, up to a thousand, 4 prefix of the entries' keys
-- Returns the last name examined ("" when no more follow), then the names of existing entries.
-- Raises no errors of its own.
local call = redis.call
local NAMES, ENDS, SIZES, BYTES = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local prefix, after, most = ARGV[1], ARGV[2], math.min(tonumber(ARGV[3]), 1000)
--@include entry-space

local from = after == '' and '[' .. prefix or '(' .. after
-- UTF-8 never contains the byte 255, so everything with the prefix sorts before it.
local to = '(' .. prefix .. '\255'
local found = call('ZRANGE', NAMES, from, to, 'BYLEX', 'LIMIT', 0, most + 1)

local page = { #found > most and found[most] or '' }
for i = 1, math.min(#found, most) do
  -- All keys are in the slot of KEYS.
  if call('EXISTS', ARGV[4] .. found[i]) == 1 then
    page[#page + 1] = found[i]
  else
    forget(found[i])
  end
end
return page
