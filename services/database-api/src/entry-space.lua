-- Accounts for the space of all entries: SIZES holds the size by name, BYTES the sum. Redis does not
-- report expiry, so an expired entry is subtracted when its name is removed from the index.

-- Overhead of an entry besides its text and its name, which is stored four times. Slightly more than
-- Redis needs.
local OVERHEAD, NAMES_OF_ONE = 400, 4

local function size_of(name, text)
  return #text + NAMES_OF_ONE * #name + OVERHEAD
end

local function booked(name)
  return tonumber(call('HGET', SIZES, name)) or 0
end

-- Whether the entry may take this size. It may always shrink.
local function fits(name, size, most)
  local before = booked(name)
  return size <= before or (tonumber(call('GET', BYTES)) or 0) - before + size <= most
end

local function book(name, size)
  call('INCRBY', BYTES, size - booked(name))
  call('HSET', SIZES, name, size)
end

-- Removes a name without an entry from the index.
local function forget(name)
  call('INCRBY', BYTES, -booked(name))
  call('HDEL', SIZES, name)
  call('ZREM', NAMES, name)
  call('ZREM', ENDS, name)
end
