import { troubleOf } from '@onsale/api-client';
import { Center, Loader, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { m } from './texts.ts';
import { wordsOfTrouble } from './words-of-trouble.ts';

/** Before anything is known. */
export function ArrivingPage({ query }: { query: UseQueryResult }) {
  const trouble = troubleOf(query);
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack align="center" maw="24rem">
        <Loader aria-label={m.app_loading()} />
        {trouble === undefined ? null : (
          <Text ta="center" role="status">
            {wordsOfTrouble(trouble.kind)}
          </Text>
        )}
      </Stack>
    </Center>
  );
}
