import { ActionIcon, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useState } from 'react';

/** Long enough that not every letter is a request, too short to be waited for. */
const TYPING_MS = 180;

/** A field in which something is looked for as one types; `onSearch` is told of what was typed, without its ends. */
export function SearchField({
  label,
  placeholder,
  clear,
  value,
  onSearch,
}: {
  label: string;
  placeholder: string;
  /** The name of the cross that empties it. */
  clear: string;
  /** With what it begins. */
  value: string;
  onSearch: (q: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const look = useDebouncedCallback((q: string) => onSearch(q.trim()), TYPING_MS);
  const change = (q: string) => {
    setTyped(q);
    look(q);
  };
  return (
    <TextInput
      type="search"
      size="md"
      style={{ flex: 1 }}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={
        typed === '' ? null : (
          <ActionIcon aria-label={clear} onClick={() => change('')}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        )
      }
      autoComplete="off"
      spellCheck={false}
      value={typed}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}
