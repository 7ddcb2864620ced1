import type { ReactNode } from 'react';
import { LeaveDialog } from '../events/edit/LeaveDialog.tsx';
import { SaveBar } from '../events/edit/SaveBar.tsx';
import { TheirChanges } from './TheirChanges.tsx';
import type { useSettings } from './use-settings.ts';

/** What is around the fields of settings: what others have changed meanwhile, and how to save. */
export function SettingsForm({
  settings: { theirs, isChanged, isSaving, submit, discard },
  labels,
  children,
}: {
  settings: Omit<ReturnType<typeof useSettings>, 'form'>;
  /** Of the fields, by their names. */
  labels: Readonly<Record<string, string>>;
  children: ReactNode;
}) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TheirChanges changes={theirs} labels={labels} />
      {children}
      <SaveBar {...{ isChanged, isSaving }} onSave={submit} onDiscard={discard} />
      <LeaveDialog isChanged={isChanged} />
    </form>
  );
}
