import { AppShell, Drawer, Group, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconMenu2 } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import classes from './Frame.module.css';
import { MemberMenu } from './MemberMenu.tsx';
import { type Place, usePlaces } from './navigation.ts';
import { m } from './texts.ts';
import { PageLink } from './links.tsx';
import { ConnectionBar } from './ConnectionBar.tsx';

/** How many places the bar of a phone has, besides the button for all of them. */
const IN_BAR = 3;

/** Around every page of the team: the places on the left, on phones in a bar below. */
export function Frame() {
  const places = usePlaces();
  const [isOpen, { open, close }] = useDisclosure();
  const content = useFocusOnNewPage();
  // Two navigations of one name would be one too many for those who hear the page.
  const isWide = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false });
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: 'calc(58px + env(safe-area-inset-bottom))', collapsed: isWide }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a className={classes['skip']} href="#content">
        {m.app_skip()}
      </a>
      <AppShell.Header className={classes['header'] ?? ''}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Link to="/" className={classes['brand']}>
            {m.app_name()}
          </Link>
          <MemberMenu />
        </Group>
      </AppShell.Header>
      {isWide ? (
        <AppShell.Navbar p="sm" aria-label={m.app_nav_label()}>
          {places.map((place) => (
            <PlaceLink key={place.to} place={place} />
          ))}
        </AppShell.Navbar>
      ) : (
        <AppShell.Footer
          className={classes['bar'] ?? ''}
          component="nav"
          aria-label={m.app_nav_label()}
        >
          {places.slice(0, IN_BAR).map((place) => (
            <BarLink key={place.to} place={place} />
          ))}
          <UnstyledButton
            className={classes['barItem'] ?? ''}
            onClick={open}
            aria-expanded={isOpen}
          >
            <IconMenu2 size={22} aria-hidden />
            <Text size="xs">{m.app_nav_more()}</Text>
          </UnstyledButton>
        </AppShell.Footer>
      )}
      <Drawer
        opened={isOpen}
        onClose={close}
        title={m.app_nav_label()}
        closeButtonProps={{ 'aria-label': m.app_close() }}
        position="bottom"
        size="auto"
      >
        {places.map((place) => (
          <PlaceLink key={place.to} place={place} onClick={close} />
        ))}
      </Drawer>
      <AppShell.Main>
        <ConnectionBar />
        <div id="content" ref={content} tabIndex={-1} className={classes['content']}>
          <Outlet />
        </div>
      </AppShell.Main>
    </AppShell>
  );
}

function PlaceLink({ place, onClick }: { place: Place; onClick?: () => void }) {
  return (
    <PageLink
      to={place.to}
      activeOptions={{ exact: place.to === '/' }}
      activeProps={{ active: true }}
      label={place.label}
      leftSection={<place.Icon size={20} aria-hidden />}
      className={classes['place'] ?? ''}
      {...(onClick === undefined ? {} : { onClick })}
    />
  );
}

function BarLink({ place }: { place: Place }) {
  return (
    <Link to={place.to} activeOptions={{ exact: place.to === '/' }} className={classes['barItem']}>
      <place.Icon size={22} aria-hidden />
      <Text size="xs">{place.label}</Text>
    </Link>
  );
}

// A new page is read from its beginning; the first one is where the browser has put it.
function useFocusOnNewPage() {
  const content = useRef<HTMLDivElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) content.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  return content;
}
