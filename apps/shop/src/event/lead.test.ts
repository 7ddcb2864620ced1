import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitLead } from './lead.ts';

test('a short first paragraph leads', () => {
  assert.deepEqual(splitLead(' An evening. \n'), { lead: 'An evening.', rest: '' });
  assert.deepEqual(splitLead('An evening.\n\n## Line-up\n\n- Ada'), {
    ...{ lead: 'An evening.', rest: '## Line-up\n\n- Ada' },
  });
  assert.deepEqual(splitLead(''), { lead: '', rest: '' });
});

test('a long one, or one with marks, stands with the others', () => {
  const long = 'word '.repeat(60).trim();
  assert.deepEqual(splitLead(`${long}\n\nMore.`), { lead: '', rest: `${long}\n\nMore.` });
  assert.deepEqual(splitLead('**Loud**'), { lead: '', rest: '**Loud**' });
  assert.deepEqual(splitLead('# Title\n\nText'), { lead: '', rest: '# Title\n\nText' });
});
