import { writeFileSync } from 'node:fs';
import { orderStatesLua } from './order-states.ts';

// Run by hand after a change of the states; a test says when it was forgotten.
writeFileSync(new URL('./order-states.lua', import.meta.url), orderStatesLua());
