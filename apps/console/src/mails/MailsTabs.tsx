import { Link } from '@tanstack/react-router';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import classes from '../events/EventFrame.module.css';
import { PageTitle } from '../ui/PageTitle.tsx';

/** The head of the pages about mails. */
export function MailsTabs() {
  const may = useMay();
  const tabs = [
    { to: '/mails', label: m.mails_tab_log(), isShown: may('orders.read') },
    { to: '/mails/previews', label: m.mails_tab_previews(), isShown: may('events.read') },
    { to: '/mails/server', label: m.mails_tab_server(), isShown: may('events.read') },
  ] as const;
  return (
    <>
      <PageTitle title={m.mails_title()} />
      <nav className={classes.tabs} aria-label={m.mails_title()}>
        {tabs.map(({ to, label, isShown }) =>
          isShown ? (
            <Link
              key={to}
              to={to}
              className={classes.tab}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              {label}
            </Link>
          ) : null,
        )}
      </nav>
    </>
  );
}
