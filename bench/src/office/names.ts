// Names as buyers have them: with umlauts, accents and apostrophes, some frequent and some rare.

export const GIVEN_NAMES: readonly string[] = [
  ...['Ada', 'Jürgen', 'Zoë', 'Björn', 'Anna', 'François', 'Maria', 'José', 'Émilie', 'Łukasz'],
  ...['Søren', 'Grace', 'Ayşe', 'Mehmet', 'Chloé', 'Noah', 'Emma', 'Liam', 'Mia', 'Ben', 'Käthe'],
  ...['Günther', 'Ólafur', 'Aoife', 'Siobhán', 'Dmitri', 'Yuki', 'Fatima', 'Chidi', 'Ingeborg'],
];

const ROOTS = [
  ...['Müller', 'Schmidt', 'Meyer', 'Weiß', 'O’Brien', 'García', 'Nowak', 'Jørgensen', 'Lefèvre'],
  ...['Smith', 'Yılmaz', 'Kowalski', 'Dvořák', 'Nguyễn', 'Okafor', 'Tanaka', 'Grün', 'Lovelace'],
];
const SECOND = ['', '-Braun', '-Lang', '-Stone', '-Berg', '-Öz', '-Klein', '-Winter', '-Ward'];
const THIRD = ['', 'er', 'mann', 's', 'ow', 'ski', 'sen', 'stein', 'feld', 'hofer', 'el', 'ing'];

/** Two thousand, which people share as they do in a country. */
export const FAMILY_NAMES: readonly string[] = ROOTS.flatMap((root) =>
  THIRD.flatMap((third) => SECOND.map((second) => `${root}${third}${second}`)),
);
