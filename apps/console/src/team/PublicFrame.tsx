import { Box, Card, Container, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { LANGUAGE_NAMES, LANGUAGES, setLanguage } from '../app/language.ts';
import { useLanguage } from '../app/use-language.ts';
import { m } from '../app/texts.ts';
import classes from './PublicFrame.module.css';

/** Around the pages of those who are not signed in: one thing to do, and the language to do it in. */
export function PublicFrame({ children }: { children: ReactNode }) {
  const language = useLanguage();
  return (
    <Container size={460} py="xl" component="main" className={classes['frame'] ?? ''}>
      <Text className={classes['brand'] ?? ''}>{m.app_name()}</Text>
      <Card padding="lg">{children}</Card>
      <Group gap="md" justify="center" component="nav" aria-label={m.app_language()}>
        {LANGUAGES.map((each) => (
          <Box
            key={each}
            component="button"
            type="button"
            lang={each}
            aria-pressed={each === language}
            className={classes['language'] ?? ''}
            onClick={() => void setLanguage(each)}
          >
            {LANGUAGE_NAMES[each]}
          </Box>
        ))}
      </Group>
    </Container>
  );
}
