import type { DomainCheck } from '@onsale/api-client';
import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../app/Loaded.tsx';
import { TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';
import { senderDomainQuery } from './mails-queries.ts';

/** How the domain that mails are from stands in DNS, and what to enter there. */
export function DomainPanel() {
  const domain = useQuery(senderDomainQuery);
  return (
    <Panel
      title={m.mails_domain()}
      action={
        <Button
          size="compact-sm"
          variant="default"
          loading={domain.isFetching}
          onClick={() => void domain.refetch()}
        >
          {m.mails_check_again()}
        </Button>
      }
    >
      <Text size="sm" c="dimmed" mb="md">
        {m.mails_domain_about()}
      </Text>
      <Loaded query={domain}>
        {({ sender, checks }) =>
          sender === undefined ? (
            <Text>
              {m.mails_no_sender()}{' '}
              <TextLink to="/settings" search={{ tab: 'office' }}>
                {m.app_nav_settings()}
              </TextLink>
            </Text>
          ) : (
            <Stack gap="lg">
              {checks.map((check) => (
                <Check key={check.name} check={check} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Check({ check }: { check: DomainCheck }) {
  const { name, result, reason, at, found, wanted } = check;
  return (
    <div>
      <Group gap="xs" mb={4}>
        <Text fw={600}>{NAMES[name]()}</Text>
        <Badge color={COLORS[result]}>{RESULTS[result]()}</Badge>
      </Group>
      <Text size="sm" mb={4}>
        {REASONS[reason]()}
      </Text>
      <Text size="sm" c="dimmed" component="div">
        {m.mails_dns_at()} <Code>{at}</Code>
      </Text>
      {found.map((record) => (
        <Code
          block
          key={record}
          mt={4}
          style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        >
          {record}
        </Code>
      ))}
      {wanted === undefined || result === 'good' ? null : (
        <>
          <Text size="sm" mt="xs">
            {m.mails_dns_wanted()}
          </Text>
          <Code block mt={4} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {wanted}
          </Code>
        </>
      )}
    </div>
  );
}

const NAMES: Record<DomainCheck['name'], () => string> = {
  spf: () => m.mails_spf(),
  dkim: () => m.mails_dkim(),
  dmarc: () => m.mails_dmarc(),
};

const COLORS: Record<DomainCheck['result'], string> = {
  good: 'good',
  weak: 'warn',
  missing: 'bad',
  wrong: 'bad',
  unknown: 'ink',
};

const RESULTS: Record<DomainCheck['result'], () => string> = {
  good: () => m.mails_result_good(),
  weak: () => m.mails_result_weak(),
  missing: () => m.mails_result_missing(),
  wrong: () => m.mails_result_wrong(),
  unknown: () => m.mails_result_unknown(),
};

const REASONS: Record<DomainCheck['reason'], () => string> = {
  ok: () => m.mails_dns_ok(),
  dns: () => m.mails_dns_dns(),
  none: () => m.mails_dns_none(),
  many: () => m.mails_dns_many(),
  malformed: () => m.mails_dns_malformed(),
  allows_all: () => m.mails_dns_allows_all(),
  not_listed: () => m.mails_dns_not_listed(),
  lookups: () => m.mails_dns_lookups(),
  not_signed: () => m.mails_dns_not_signed(),
  other_key: () => m.mails_dns_other_key(),
  other_domain: () => m.mails_dns_other_domain(),
  no_policy: () => m.mails_dns_no_policy(),
};
