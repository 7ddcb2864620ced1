-- For --@library, after builtins: how changes of orders get into the order log (see read-log.ts).

-- Whether anybody reads the log, given the key of its readers; otherwise nothing is logged.
local function is_logged(readers) return call('EXISTS', readers) == 1 end

-- A change of an order, from one state to another.
local function logged_change(order, from, to, cause)
  return order .. ':' .. from .. to .. ':' .. cause
end

local function log_changes(log, changes)
  call('XADD', log, '*', 'v', '1', 'changes', concat(changes, ' '))
end
