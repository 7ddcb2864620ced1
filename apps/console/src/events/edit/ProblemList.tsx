import { Alert, Anchor, List } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { bringIntoView } from './bring-into-view.ts';
import type { MantineEventForm } from '../form/form-of-mantine.ts';

/** Everything that has to be put right, each leading to its field. */
export function ProblemList({ form }: { form: MantineEventForm }) {
  const problems = Object.entries(form.errors);
  if (problems.length === 0) return null;
  return (
    <Alert ref={bringIntoView} color="bad" title={m.events_problems_title()} role="alert">
      <List size="sm">
        {problems.map(([path, words]) => (
          <List.Item key={path}>
            <Anchor component="button" type="button" size="sm" onClick={() => show(form, path)}>
              {nameOf(form, path)}
            </Anchor>
            {': '}
            {words}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function show(form: MantineEventForm, path: string): void {
  const field = form.getInputNode(path);
  field?.scrollIntoView({ block: 'center' });
  field?.focus();
}

function nameOf(form: MantineEventForm, path: string): string {
  const label = form.getInputNode(path)?.closest('.mantine-InputWrapper-root');
  const words = label?.querySelector('label')?.childNodes[0]?.textContent ?? path;
  const [, row] = /^tickets\.(\d+)\./.exec(path) ?? [];
  const ticket = row === undefined ? undefined : form.values.tickets[Number(row)];
  return ticket === undefined || ticket.name === '' ? words : `${ticket.name}: ${words}`;
}
