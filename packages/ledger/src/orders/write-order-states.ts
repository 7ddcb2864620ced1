import { writeFileSync } from 'node:fs';
import { orderStatesLua } from './order-states.ts';

// Run by hand after changing the states; a test fails if this was forgotten.
writeFileSync(new URL('./order-states.lua', import.meta.url), orderStatesLua());
