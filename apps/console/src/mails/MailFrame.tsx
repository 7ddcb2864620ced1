import classes from './MailFrame.module.css';

/** A mail as a program for mails shows it. `page` is a path of the office. */
export function MailFrame({
  page,
  title,
  width = 'desktop',
}: {
  page: string;
  title: string;
  width?: 'phone' | 'desktop';
}) {
  return (
    <iframe
      key={page}
      src={`/api${page}`}
      // It runs no scripts, and its links lead nowhere.
      sandbox=""
      title={title}
      className={classes.frame}
      data-width={width}
    />
  );
}
