-- Generated from order-states.ts by npm run states.
local STATE = {
  pending = 'p',
  held = 'h',
  paying = 'o',
  confirmed = 'c',
  sold_out = 's',
  held_by_others = 'b',
  limit = 'l',
  not_on_sale = 'n',
  code = 'd',
  failed = 'f',
  expired = 'x',
  cancelled = 'k',
  refunded = 'r',
}
local LATER_STATES = '[hocsblndfxkr]'
