import { ActionIcon, Badge, CopyButton, Group, Menu, Text } from '@mantine/core';
import { IconCheck, IconDots, IconLink } from '@tabler/icons-react';
import type { OfficeCode } from '@onsale/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { RowList } from '../ui/RowList.tsx';
import { ChangeCodeDialog } from './ChangeCodeDialog.tsx';
import { changeCodes, CODES_KEY } from './codes-queries.ts';
import { type CodesEvent, wordsOfRule, wordsOfState, wordsOfUses } from './words-of-code.ts';
import { inOurWords } from './words-of-problem.ts';

/** Codes with what each does and how often it was used, and what can be done with it. */
export function CodeList({
  eventId,
  event,
  codes,
}: {
  eventId: string;
  event: CodesEvent;
  codes: readonly OfficeCode[];
}) {
  const [changed, setChanged] = useState<OfficeCode>();
  return (
    <>
      <RowList
        label={m.codes_title()}
        rows={codes}
        rowKey={({ code }) => code}
        columns={[
          {
            ...{ label: m.codes_code(), isHeadline: true },
            render: ({ code, rule }) => (
              <>
                <Text span ff="monospace" fw={700}>
                  {code}
                </Text>
                {rule.label === undefined ? null : (
                  <Text size="sm" c="dimmed">
                    {rule.label}
                  </Text>
                )}
              </>
            ),
          },
          { label: m.codes_does(), render: ({ rule }) => wordsOfRule(rule, event) },
          { label: m.codes_used(), render: ({ used, rule }) => wordsOfUses(used, rule) },
          {
            label: m.codes_state(),
            render: ({ state }) => (
              <Badge variant="light" color={state === 'valid' ? 'good' : 'gray'}>
                {wordsOfState(state)}
              </Badge>
            ),
          },
          {
            label: '',
            render: (code) => (
              <Actions eventId={eventId} code={code} onChange={() => setChanged(code)} />
            ),
          },
        ]}
      />
      {changed === undefined ? null : (
        <ChangeCodeDialog
          {...{ eventId, event }}
          code={changed}
          onClose={() => setChanged(undefined)}
        />
      )}
    </>
  );
}

function Actions({
  eventId,
  code,
  onChange,
}: {
  eventId: string;
  code: OfficeCode;
  onChange: () => void;
}) {
  const client = useQueryClient();
  const [isRemoving, setRemoving] = useState(false);
  const take = async (step: 'switch_off' | 'switch_on' | 'remove') => {
    const done = await changeCodes(eventId, { step, codes: [code.code] });
    await client.invalidateQueries({ queryKey: CODES_KEY });
    return done;
  };
  const { mutate, isPending } = useMutation({
    mutationFn: take,
    onSuccess: ({ used }, step) => {
      if (step === 'switch_off') {
        notifyDone(m.codes_switched_off({ code: code.code }), () => take('switch_on'));
      } else if (step === 'remove') {
        notifyDone(
          used > 0 ? m.codes_kept_used({ code: code.code }) : m.codes_removed({ code: code.code }),
        );
      } else notifyDone(m.codes_switched_on({ code: code.code }));
    },
    onError: (error) => notifyFailure(inOurWords(error)),
    onSettled: () => setRemoving(false),
  });
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <CopyButton value={code.url}>
        {({ copied, copy }) => (
          <ActionIcon
            onClick={copy}
            aria-label={copied ? m.team_copied() : m.codes_copy_link({ code: code.code })}
          >
            {copied ? <IconCheck size={18} aria-hidden /> : <IconLink size={18} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={m.codes_actions({ code: code.code })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onChange}>{m.codes_edit()}</Menu.Item>
          {code.state === 'off' ? (
            <Menu.Item onClick={() => mutate('switch_on')}>{m.codes_switch_on()}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => mutate('switch_off')}>{m.codes_switch_off()}</Menu.Item>
          )}
          <Menu.Item color="bad" onClick={() => setRemoving(true)}>
            {m.codes_remove()}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        isOpen={isRemoving}
        title={m.codes_remove_title({ code: code.code })}
        confirm={m.codes_remove()}
        cancel={m.app_cancel()}
        close={m.app_close()}
        isDangerous
        isBusy={isPending}
        onConfirm={() => mutate('remove')}
        onClose={() => setRemoving(false)}
      >
        <Text>{m.codes_remove_text()}</Text>
      </ConfirmDialog>
    </Group>
  );
}
