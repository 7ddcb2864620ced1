import { troubleKindOf } from '@onsale/api-client';
import { Alert } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { IconCloudOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { m } from './texts.ts';
import { wordsOfTrouble } from './words-of-trouble.ts';

/** Says so, above the page, while what it shows cannot be fresh. It goes away by itself. */
export function ConnectionBar() {
  const { online } = useNetwork();
  const trouble = useFailingQuery();
  const words = online ? trouble && wordsOfTrouble(trouble) : m.app_offline();
  return (
    <div role="status">
      {words === undefined ? null : (
        <Alert color="warn" variant="light" mb="md" icon={<IconCloudOff aria-hidden />}>
          {words}
        </Alert>
      )}
    </div>
  );
}

// A first failure may be a moment of bad luck; the second in a row of anything on the page is told.
const TOLD_FROM = 2;

function useFailingQuery() {
  const cache = useQueryClient().getQueryCache();
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleKindOf>>();
  useEffect(
    () =>
      cache.subscribe(() => {
        const failing = cache
          .getAll()
          .find(
            (query) =>
              query.isActive() &&
              query.state.fetchFailureCount >= TOLD_FROM &&
              query.state.status !== 'error',
          );
        setTrouble(failing && troubleKindOf(failing.state.fetchFailureReason));
      }),
    [cache],
  );
  return trouble;
}
