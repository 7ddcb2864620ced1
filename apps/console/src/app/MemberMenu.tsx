import { Button, type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { IconChevronDown, IconLogout, IconUser } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Language, LANGUAGE_NAMES, LANGUAGES, setLanguage } from './language.ts';
import { useLanguage } from './use-language.ts';
import { notifyFailure } from './notify.tsx';
import { signOut } from './sign-out.ts';
import { m } from './texts.ts';
import { useMe } from './use-me.ts';

const SCHEMES = {
  auto: () => m.app_scheme_auto(),
  light: () => m.app_scheme_light(),
  dark: () => m.app_scheme_dark(),
} as const;

/** Who is signed in, and what concerns them alone. */
export function MemberMenu() {
  const me = useMe();
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useMutation({ mutationFn: signOut, onError: notifyFailure });
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <Button
          variant="subtle"
          maw="60vw"
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {me?.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconUser size={18} aria-hidden />}
          renderRoot={(props) => <Link to="/account" {...props} />}
        >
          {m.app_account()}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{m.app_language()}</Menu.Label>
        <Menu.RadioGroup
          aria-label={m.app_language()}
          value={language}
          onChange={(next) => void setLanguage(next as Language)}
        >
          {LANGUAGES.map((each) => (
            <Menu.RadioItem key={each} value={each} lang={each} closeMenuOnClick>
              {LANGUAGE_NAMES[each]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{m.app_scheme()}</Menu.Label>
        <Menu.RadioGroup
          aria-label={m.app_scheme()}
          value={colorScheme}
          onChange={(next) => setColorScheme(next as MantineColorScheme)}
        >
          {(['auto', 'light', 'dark'] as const).map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {SCHEMES[scheme]()}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={18} aria-hidden />}
          onClick={() => leave.mutate()}
        >
          {m.app_sign_out()}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
