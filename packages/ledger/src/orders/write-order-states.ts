import { writeFileSync } from 'node:fs';
import { generatedLua } from './order-states.ts';

// Run by hand after changing the states; a test fails if this was forgotten.
for (const [name, source] of Object.entries(generatedLua())) {
  writeFileSync(new URL(`./${name}.lua`, import.meta.url), source);
}
