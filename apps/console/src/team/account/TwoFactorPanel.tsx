import { officeApi } from '@onsale/api-client';
import { Badge, Button, Group, Modal, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { showRefusal } from '../show-refusal.ts';
import { BackupCodes } from './BackupCodes.tsx';
import { Panel } from './Panel.tsx';
import { TotpSetup } from './TotpSetup.tsx';

/** What a password alone is not enough for. */
type Step = 'begin' | 'renew' | 'disable';

/** The code of an authenticator app as a second factor. */
export function TwoFactorPanel({ isOn }: { isOn: boolean }) {
  const [step, setStep] = useState<Step>();
  return (
    <Panel title={m.team_second_factor()} about={m.team_second_factor_about()}>
      <Group gap="sm">
        <Badge color={isOn ? 'good' : 'warn'}>{isOn ? m.team_on() : m.team_off()}</Badge>
        {isOn ? (
          <>
            <Button variant="default" onClick={() => setStep('renew')}>
              {m.team_renew_codes()}
            </Button>
            <Button variant="subtle" color="bad" onClick={() => setStep('disable')}>
              {m.team_switch_off()}
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={() => setStep('begin')}>
            {m.team_set_up()}
          </Button>
        )}
      </Group>
      {step === undefined ? null : (
        <TwoFactorDialog step={step} onClose={() => setStep(undefined)} />
      )}
    </Panel>
  );
}

interface Given {
  totpURI?: string;
  backupCodes?: string[];
}

function TwoFactorDialog({ step, onClose }: { step: Step; onClose: () => void }) {
  const client = useQueryClient();
  const [given, setGiven] = useState<Given>();
  const [isVerified, setIsVerified] = useState(false);
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (password) => (password === '' ? m.app_required() : null) },
  });
  const send = useMutation({
    mutationFn: async (body: typeof form.values): Promise<Given> => {
      if (step === 'begin') return await officeApi.post('/auth/two-factor/enable', { body });
      if (step === 'disable') return await officeApi.post('/auth/two-factor/disable', { body });
      return await officeApi.post('/auth/two-factor/generate-backup-codes', { body });
    },
    onSuccess: async (answer) => {
      if (step !== 'disable') {
        setGiven(answer);
        return;
      }
      await client.invalidateQueries({ queryKey: ['team'] });
      notifyDone(m.team_factor_off());
      onClose();
    },
    onError: (error) => showRefusal(form, error, 'password'),
  });
  const needsCode = given?.totpURI !== undefined && !isVerified;
  return (
    <Modal
      opened
      onClose={onClose}
      title={TITLES[step]()}
      closeOnClickOutside={given === undefined}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      {given === undefined ? (
        <form onSubmit={form.onSubmit((values) => send.mutate(values))}>
          <Stack>
            <PasswordInput
              label={m.team_your_password()}
              autoComplete="current-password"
              data-autofocus
              visibilityToggleButtonProps={{ 'aria-label': m.team_password_show() }}
              {...form.getInputProps('password')}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {m.app_cancel()}
              </Button>
              <Button
                type="submit"
                loading={send.isPending}
                {...(step === 'disable' ? { color: 'bad' } : {})}
              >
                {step === 'disable' ? m.team_switch_off() : m.team_go_on()}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : needsCode ? (
        <TotpSetup
          uri={given.totpURI ?? ''}
          onVerified={async () => {
            setIsVerified(true);
            await client.invalidateQueries({ queryKey: ['team'] });
          }}
        />
      ) : (
        <BackupCodes codes={given.backupCodes ?? []} onDone={onClose} />
      )}
    </Modal>
  );
}

const TITLES: Readonly<Record<Step, () => string>> = {
  begin: () => m.team_set_up_title(),
  renew: () => m.team_renew_codes(),
  disable: () => m.team_switch_off_title(),
};
