import {
  Anchor,
  Button,
  type ButtonProps,
  NavLink,
  type NavLinkProps,
  type AnchorProps,
} from '@mantine/core';
import { createLink, type LinkComponent } from '@tanstack/react-router';
import type { ComponentProps, JSX, Ref } from 'react';

// Mantine's parts as links of the router: `to`, `params` and `search` are checked against the routes.

type AnchorOf<Props> = Props &
  Omit<ComponentProps<'a'>, keyof Props | 'ref'> & { ref?: Ref<HTMLAnchorElement> };

/** A link in a text, or a name that leads somewhere. */
export const TextLink: LinkComponent<(props: AnchorOf<AnchorProps>) => JSX.Element> = createLink(
  (props: AnchorOf<AnchorProps>) => <Anchor {...props} />,
);

/** A link that looks like a button. */
export const ButtonLink: LinkComponent<(props: AnchorOf<ButtonProps>) => JSX.Element> = createLink(
  (props: AnchorOf<ButtonProps>) => <Button component="a" {...props} />,
);

/** A link in the navigation; it is marked where one is. */
export const PageLink: LinkComponent<(props: AnchorOf<NavLinkProps>) => JSX.Element> = createLink(
  (props: AnchorOf<NavLinkProps>) => <NavLink component="a" {...props} />,
);
