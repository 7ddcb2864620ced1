import { Badge, Group, Stack, Text } from '@mantine/core';
import type { RehearsalFinding } from '@onsale/api-client';
import { m } from '../app/texts.ts';
import { stateOfFinding, wordsOfPromise } from './words-of-rehearsal.ts';

const PROMISES = [1, 2, 3, 4, 5, 6, 0] as const;

/** Each promise with what became of it; what is broken is told in full. */
export function Promises({ findings }: { findings: readonly RehearsalFinding[] }) {
  const hasLeftOut = findings.some(({ is }) => is === 'left out');
  return (
    <div>
      <Text fw={600} mb={4}>
        {m.rehearsal_promises()}
      </Text>
      <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }}>
        {PROMISES.map((promise) => (
          <Promise
            key={promise}
            name={wordsOfPromise(promise)}
            findings={findings.filter((finding) => finding.promise === promise)}
          />
        ))}
      </Stack>
      {hasLeftOut ? (
        <Text size="sm" c="dimmed" mt="xs">
          {m.rehearsal_left_out_text()}
        </Text>
      ) : null}
    </div>
  );
}

function Promise({ name, findings }: { name: string; findings: readonly RehearsalFinding[] }) {
  const order = ['broken', 'unsure', 'held', 'left out'] as const;
  const is = order.find((state) => findings.some((finding) => finding.is === state)) ?? 'left out';
  const { words, color } = stateOfFinding(is);
  const seen = findings.filter((finding) => finding.is !== 'left out').length;
  const told = findings.filter((finding) => finding.is === 'broken' || finding.is === 'unsure');
  return (
    <li>
      <Group gap="xs" wrap="nowrap" align="baseline">
        <Badge color={color} miw={128} style={{ flexShrink: 0 }}>
          {words}
        </Badge>
        <Text size="sm">
          {name}{' '}
          <Text span size="sm" c="dimmed">
            {m.rehearsal_checked({ seen, all: findings.length })}
          </Text>
        </Text>
      </Group>
      {told.map(({ what, found }) => (
        <Text key={what} size="sm" mt={2} ml={138} lang="en">
          {`${what}: ${found}`}
        </Text>
      ))}
    </li>
  );
}
