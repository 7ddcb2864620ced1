import { Button, FileButton, Group, Input, Stack, Text } from '@mantine/core';
import { IconPhoto, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { wordsOfFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import classes from './PictureField.module.css';
import { uploadPicture } from './upload-picture.ts';

/** The picture of an event, in the shapes in which the shop shows it, and a way to give it another. */
export function PictureField({
  value = '',
  onChange,
  error,
}: {
  value?: string;
  onChange: (picture: string) => void;
  error?: string;
}) {
  const upload = useMutation({ mutationFn: uploadPicture, onSuccess: onChange });
  const problem =
    upload.error === null
      ? error
      : m.events_picture_failed({ reason: wordsOfFailure(upload.error) });
  return (
    <Input.Wrapper
      label={m.events_picture()}
      description={m.events_picture_hint()}
      error={problem}
      labelElement="div"
    >
      <Stack gap="xs" mt="xs">
        {value === '' ? (
          <Text size="sm" c="dimmed">
            {m.events_picture_none()}
          </Text>
        ) : (
          <div className={classes.shapes}>
            <figure className={classes.page}>
              <img src={value} alt="" />
              <figcaption>{m.events_picture_page()}</figcaption>
            </figure>
            <figure className={classes.list}>
              <img src={value} alt="" />
              <figcaption>{m.events_picture_list()}</figcaption>
            </figure>
          </div>
        )}
        <Group gap="xs">
          <FileButton
            accept="image/jpeg,image/png,image/webp,image/avif,image/gif"
            onChange={(file) => {
              if (file !== null) upload.mutate(file);
            }}
          >
            {(props) => (
              <Button
                {...props}
                variant="default"
                loading={upload.isPending}
                leftSection={<IconPhoto size={18} aria-hidden />}
              >
                {value === '' ? m.events_picture_choose() : m.events_picture_other()}
              </Button>
            )}
          </FileButton>
          {value === '' ? null : (
            <Button
              variant="subtle"
              color="bad"
              leftSection={<IconTrash size={18} aria-hidden />}
              onClick={() => onChange('')}
            >
              {m.events_picture_remove()}
            </Button>
          )}
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
