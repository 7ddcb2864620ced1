#!lua
-- Opens an automatic line, or switches it off when nobody is in it.
--
-- KEYS  1 to 8 the line (see line.lua)
-- ARGV  1 "open" or "off"
-- Returns what the line is in then: none, lobby, drawing or open
--@library ../orders/builtins
--@library line
begin()
use_line(KEYS)

if ARGV[1] == 'open' then
  if PHASE == 'lobby' then close_lobby() end
  if PHASE == 'none' then enter_opened('open') end
elseif PHASE == 'open' then
  local people = call('ZCARD', WAITING) + call('ZCARD', TURNS) + call('ZCARD', SLOWED)
  if people == 0 then
    enter('none')
    call('HSET', LINE, 'opened', '0')
  end
end
return PHASE
