/** The words by which a person is known: those of the names and of what stands before the @. In lower case. */
export type PersonWords = ReadonlySet<string>;

/** From this length on, a word counts as well where it is part of another: `adaokoro-17`. */
const DISTINCT_LENGTH = 5;
/** A single letter would be found in every other id. */
const SHORTEST = 2;

/** The words of these names and addresses. */
export function wordsOf(texts: Iterable<string>): Set<string> {
  const words = new Set<string>();
  for (const text of texts) {
    const at = text.lastIndexOf('@');
    const name = at === -1 ? text : text.slice(0, at);
    for (const word of split(name)) if (word.length >= SHORTEST) words.add(word);
  }
  return words;
}

/** Whether a text, such as the name that somebody gave a refund, has a word of the person. */
export function hasWord(text: string, words: PersonWords): boolean {
  return split(text).some((part) => {
    if (words.has(part)) return true;
    for (const word of words)
      if (word.length >= DISTINCT_LENGTH && part.includes(word)) return true;
    return false;
  });
}

function split(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((part) => part !== '');
}
