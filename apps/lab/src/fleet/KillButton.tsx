import { Button, Popover } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { isUnreachable, killProcess } from '../data/lab-api.ts';
import { labText } from '../strings.ts';
import styles from './TileView.module.css';

const text = labText.fleet;

/** Kills a process at once, as a crash would, when it is asked for twice. */
export function KillButton({ instance, name }: { instance: string; name: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const kill = useMutation({
    mutationFn: () => killProcess(instance),
    networkMode: 'always',
    onSuccess: () => setIsAsking(false),
  });
  return (
    <Popover opened={isAsking} onChange={setIsAsking} trapFocus returnFocus width={260}>
      <Popover.Target>
        <Button
          variant="subtle"
          color="bad"
          size="compact-xs"
          className={styles.kill ?? ''}
          aria-label={text.kill(name)}
          onClick={() => setIsAsking((open) => !open)}
        >
          {text.killShort}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.asking ?? ''}>
        <p>{text.killMeans(name)}</p>
        <Button
          color="bad"
          size="compact-sm"
          disabled={kill.isPending}
          onClick={() => kill.mutate()}
        >
          {text.killNow}
        </Button>
        <output>
          {kill.isError && (isUnreachable(kill.error) ? text.killUnreachable : kill.error.message)}
        </output>
      </Popover.Dropdown>
    </Popover>
  );
}
