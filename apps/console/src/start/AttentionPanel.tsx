import type { Attention } from '@onsale/api-client';
import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';
import classes from './AttentionPanel.module.css';
import { wordsOfAttention } from './words-of-attention.ts';

/** What a person must look at, each with the way there. */
export function AttentionPanel({ attention }: { attention: readonly Attention[] }) {
  return (
    <Panel title={m.start_attention_title()}>
      {attention.length === 0 ? (
        <Text c="dimmed" className={classes['calm'] ?? ''}>
          <IconCircleCheck size={18} aria-hidden />
          {m.start_attention_none()}
        </Text>
      ) : (
        <ul className={classes['list']}>
          {attention.map((each) => (
            <Item key={`${each.kind} ${each.orderId ?? each.taskId ?? each.currency}`} {...each} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Item(attention: Attention) {
  const { orderId, taskId, eventId, eventName } = attention;
  const { title, text } = wordsOfAttention(attention);
  return (
    <li className={classes['item']}>
      <IconAlertTriangle size={20} aria-hidden className={classes['icon']} />
      <div>
        {orderId !== undefined ? (
          <TextLink to="/orders/$orderId" params={{ orderId }} fw={600}>
            {title}
          </TextLink>
        ) : taskId !== undefined && eventId !== undefined ? (
          <TextLink to="/events/$eventId/sale" params={{ eventId }} fw={600}>
            {title}
          </TextLink>
        ) : (
          <Text fw={600}>{title}</Text>
        )}
        <Text size="sm" c="dimmed">
          {[taskId === undefined ? eventName : undefined, text].filter(Boolean).join(' · ')}
        </Text>
      </div>
    </li>
  );
}
