import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { m } from '../paraglide/messages.js';
import { GuillochePicture, inkOf, PaperTicket } from '@onsale/ui';
import classes from './NoticePage.module.css';
import { ShopPage } from './ShopPage.tsx';

/** A page that has nothing to show but why, on a ticket to nowhere. */
export function NoticePage({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  /** Ways that lead on, beside the one to all events. */
  children?: ReactNode;
}) {
  return (
    <ShopPage title={title}>
      <PaperTicket
        className="inked"
        style={inkOf(title)}
        body={
          <div className={classes.body}>
            <h1>{title}</h1>
            <p>{text}</p>
            <div className={classes.ways}>
              {children}
              <Link href="/">{m.all_events()}</Link>
            </div>
          </div>
        }
        stub={
          <div className={classes.picture}>
            <GuillochePicture of={title} />
          </div>
        }
      />
    </ShopPage>
  );
}
