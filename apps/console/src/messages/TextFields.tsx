import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useRef } from 'react';
import { m } from '../app/texts.ts';
import type { MessageForm } from './message-form.ts';
import { PLACEHOLDERS, wordsOfPlaceholder } from './words-of-message.ts';

/** What a message says. A placeholder is put where the cursor was last in the text. */
export function TextFields({ form }: { form: UseFormReturnType<MessageForm> }) {
  const area = useRef<HTMLTextAreaElement>(null);
  function insert(placeholder: string): void {
    const { body } = form.values;
    const start = area.current?.selectionStart ?? body.length;
    const end = area.current?.selectionEnd ?? body.length;
    form.setFieldValue('body', `${body.slice(0, start)}{${placeholder}}${body.slice(end)}`);
    area.current?.focus();
  }
  return (
    <Stack gap="md">
      <TextInput
        label={m.messages_subject()}
        maxLength={150}
        withAsterisk
        {...form.getInputProps('subject')}
      />
      <Textarea
        ref={area}
        label={m.messages_body()}
        description={m.messages_body_hint()}
        autosize
        minRows={8}
        maxRows={24}
        maxLength={10_000}
        withAsterisk
        {...form.getInputProps('body')}
      />
      <div role="group" aria-label={m.messages_placeholders()}>
        <Text size="sm" fw={600} mb={4}>
          {m.messages_placeholders()}
        </Text>
        <Group gap="xs">
          {PLACEHOLDERS.map((placeholder) => (
            <Button
              key={placeholder}
              size="compact-sm"
              variant="default"
              onClick={() => insert(placeholder)}
            >
              {wordsOfPlaceholder(placeholder)}
            </Button>
          ))}
        </Group>
      </div>
    </Stack>
  );
}
