-- Generated from order-states.ts by npm run states.
local STATE = {
  pending = 'p',
  held = 'h',
  confirmed = 'c',
  sold_out = 's',
  failed = 'f',
  expired = 'x',
  cancelled = 'k',
  refunded = 'r',
}
local LATER_STATES = '[hcsfxkr]'
