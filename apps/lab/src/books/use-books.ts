import { useQuery } from '@tanstack/react-query';
import { type CheckedBooks, checkBooks } from '../data/books.ts';
import { booksQuery } from '../data/lab-api.ts';

export interface BooksNow {
  /** Undefined until they could be read. */
  books: CheckedBooks[] | undefined;
  /** What the server and our own sums have found wrong, as sentences. */
  problems: readonly string[];
  broken: number;
  /** The last reading has failed: these are older. */
  isOld: boolean;
}

/** The books of every ticket type, read anew every two seconds while somebody looks. */
export function useBooks(): BooksNow {
  const { data, isError } = useQuery(booksQuery);
  const books = data === undefined ? undefined : checkBooks(data.tickets);
  const problems = data?.problems ?? [];
  const unbalanced = books?.filter(({ holds }) => !holds).length ?? 0;
  return { books, problems, broken: Math.max(problems.length, unbalanced), isOld: isError };
}
