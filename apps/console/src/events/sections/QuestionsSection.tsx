import { Button, Group, Paper, SegmentedControl, Stack, Switch, TagsInput } from '@mantine/core';
import { Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { m } from '../../app/texts.ts';
import { newQuestion } from '../form/event-form.ts';
import { LONGEST, type MantineEventForm } from '../form/form-of-mantine.ts';

/** What buyers are asked with their order. */
export function QuestionsSection({ form }: { form: MantineEventForm }) {
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {m.events_questions_hint()}
      </Text>
      {form.values.questions.map((question, i) => (
        <Paper
          key={question.key}
          withBorder
          p="sm"
          component="section"
          aria-label={question.text || m.events_new_question()}
        >
          <QuestionFields form={form} i={i} />
        </Paper>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={18} aria-hidden />}
        onClick={() => form.insertListItem('questions', newQuestion())}
      >
        {m.events_add_question()}
      </Button>
    </Stack>
  );
}

function QuestionFields({ form, i }: { form: MantineEventForm; i: number }) {
  const isChoice = form.values.questions[i]?.type === 'choice';
  return (
    <Stack gap="sm">
      <TextInput
        label={m.events_question_text()}
        placeholder={m.events_question_example()}
        maxLength={LONGEST.name}
        {...form.getInputProps(`questions.${i}.text`)}
      />
      <Group>
        <SegmentedControl
          aria-label={m.events_question_type()}
          data={[
            { value: 'text', label: m.events_question_free() },
            { value: 'choice', label: m.events_question_choice() },
          ]}
          {...form.getInputProps(`questions.${i}.type`)}
        />
        <SegmentedControl
          aria-label={m.events_question_for()}
          data={[
            { value: 'order', label: m.events_question_order() },
            { value: 'ticket', label: m.events_question_ticket() },
          ]}
          {...form.getInputProps(`questions.${i}.for`)}
        />
      </Group>
      {isChoice ? (
        <TagsInput
          label={m.events_question_choices()}
          description={m.events_question_choices_hint()}
          {...form.getInputProps(`questions.${i}.choices`)}
        />
      ) : null}
      <Group justify="space-between">
        <Switch
          label={m.events_question_required()}
          {...form.getInputProps(`questions.${i}.required`, { type: 'checkbox' })}
        />
        <Button
          variant="subtle"
          color="bad"
          size="compact-md"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => form.removeListItem('questions', i)}
        >
          {m.events_remove()}
        </Button>
      </Group>
    </Stack>
  );
}
