import { writeFileSync } from 'node:fs';
import { diagrams } from './diagrams.ts';

// Run by hand after a change of the states or of a drawing (`npm run diagrams`); a test fails if this
// was forgotten.
for (const [name, text] of Object.entries(diagrams)) {
  writeFileSync(new URL(`./${name}.svg`, import.meta.url), text);
}
