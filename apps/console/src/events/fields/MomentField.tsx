import { TextInput, type TextInputProps } from '@mantine/core';
import { formatMinute, isTimeZone, momentOf } from '@onsale/i18n';

/**
 * A time by the clock at the venue, with the browser's own picker, and below it the same in words, with the
 * zone.
 */
export function MomentField({
  timeZone,
  value,
  description,
  ...props
}: { timeZone: string; value?: string } & Omit<TextInputProps, 'value'>) {
  const moment = value && isTimeZone(timeZone) ? momentOf(value, timeZone) : undefined;
  const words = moment === undefined ? description : formatMinute(moment, timeZone);
  return (
    <TextInput
      type="datetime-local"
      max="9999-12-31T23:59"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value ?? ''}
      description={words}
      {...props}
    />
  );
}
