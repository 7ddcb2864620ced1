-- Generated from order-states.ts by npm run states.
local STEP_FROM = {
  ['confirm'] = 'hox',
  ['expire'] = 'ho',
  ['cancel'] = 'hc',
  ['refund'] = 'c',
  ['open-payment'] = 'h',
  ['return-payment'] = 'o',
  ['amend'] = 'c',
  ['correct'] = 'hoc',
}
local STEP_TO = {
  ['confirm'] = 'c',
  ['expire'] = 'x',
  ['cancel'] = 'k',
  ['refund'] = 'r',
  ['open-payment'] = 'o',
  ['return-payment'] = 'h',
  ['amend'] = 'c',
  ['correct'] = '=',
}
local BOOK_OF = {
  ['h'] = 'held',
  ['o'] = 'held',
  ['c'] = 'sold',
}
local COUNT_OF = {
  ['h'] = 'held',
  ['o'] = 'held',
  ['c'] = 'confirmed',
  ['s'] = 'rejected',
  ['b'] = 'rejected',
  ['l'] = 'rejected',
  ['n'] = 'rejected',
  ['d'] = 'rejected',
  ['f'] = 'rejected',
  ['x'] = 'expired',
  ['k'] = 'cancelled',
  ['r'] = 'refunded',
}
