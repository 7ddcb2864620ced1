-- What the entries take of the space that this service may take: SIZES has it for each name, BYTES the
-- sum. An entry that ends is booked out when its name leaves the index, as nobody tells of its end.

-- What an entry takes beside its text, and beside its name, which stands in four places. A little more
-- than Redis needs.
local OVERHEAD, NAMES_OF_ONE = 400, 4

local function size_of(name, text)
  return #text + NAMES_OF_ONE * #name + OVERHEAD
end

local function booked(name)
  return tonumber(call('HGET', SIZES, name)) or 0
end

-- Whether the entry may have this size from now on. It may always shrink.
local function fits(name, size, most)
  local before = booked(name)
  return size <= before or (tonumber(call('GET', BYTES)) or 0) - before + size <= most
end

local function book(name, size)
  call('INCRBY', BYTES, size - booked(name))
  call('HSET', SIZES, name, size)
end

-- Takes a name of which no entry is left out of the index.
local function forget(name)
  call('INCRBY', BYTES, -booked(name))
  call('HDEL', SIZES, name)
  call('ZREM', NAMES, name)
  call('ZREM', ENDS, name)
end
