import { Accordion, Badge, Group, Text } from '@mantine/core';
import { formatMoment } from '@onsale/i18n';
import { useQuery } from '@tanstack/react-query';
import { m } from '../app/texts.ts';
import { termsQuery } from './settings-queries.ts';

/** Which terms buyers have accepted under which version. */
export function TermsVersions() {
  const { data } = useQuery(termsQuery);
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-label={m.settings_versions()}>
      <Text size="sm" fw={600}>
        {m.settings_versions()}
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {m.settings_versions_hint()}
      </Text>
      <Accordion variant="contained">
        {data.items.map(({ version, text, seenAt, inForce }) => (
          <Accordion.Item key={version} value={version}>
            <Accordion.Control>
              <Group gap="xs">
                <Text span>{version}</Text>
                {inForce ? <Badge color="good">{m.settings_in_force()}</Badge> : null}
                <Text span size="xs" c="dimmed">
                  {m.settings_since({ when: formatMoment(seenAt) })}
                </Text>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {text}
              </Text>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </section>
  );
}
