/** Events for the page of an event: with limits, many ticket types, texts, and a sale to come. */
export const EVENT_CATALOG = `
seller:
  name: Old Hall
  contactEmail: hello@hall.example
  imprint: |
    # Imprint

    **Old Hall**, Ghent. [Write to us](mailto:hello@hall.example), or [not](javascript:alert(1)).
  privacy: https://hall.example/privacy
  terms: { version: '2087-01', text: 'Be kind.' }
events:
  - id: show
    name: The Show
    venue: Old Hall, Ghent
    city: Ghent
    timeZone: Europe/Brussels
    doorsAt: 2087-05-01T19:00:00+02:00
    startsAt: 2087-05-01T20:00:00+02:00
    endsAt: 2087-05-01T23:00:00+02:00
    minimumAge: 16
    ageNote: Bring your passport.
    description: |
      An evening for everybody.

      ## Who plays

      - **Ada** & the Engines
      - <img src=x onerror="document.title='broken'"> <script>document.title='broken'</script>
      - [Tickets](javascript:document.title='broken') and [the hall](https://hall.example/)
      - ![A pixel](https://evil.example/pixel.png)
    currency: EUR
    tickets:
      - { id: seat, name: Seat, type: adult, description: In the stalls., price: 18, capacity: 5000 }
      - { id: box, name: Box, type: vip, price: 99, capacity: 80 }
  - id: limited
    name: The Long Table
    venue: Back Room, Ghent
    startsAt: 2087-05-02T20:00:00+02:00
    endsAt: 2087-05-04T14:00:00+02:00
    currency: EUR
    minPerOrder: 3
    maxPerOrder: 6
    terms: The kitchen closes at ten.
    termsVersion: table-1
    tickets:
      - { id: table, name: Table, type: adult, price: 30, capacity: 40, minPerOrder: 2, maxPerOrder: 4 }
      - { id: stool, name: Stool, type: adult, price: 20, capacity: 40 }
  - id: choice
    name: The Choice
    venue: Old Hall, Ghent
    startsAt: 2087-05-03T20:00:00+02:00
    currency: EUR
    tickets:
${['adult', 'student', 'child', 'vip', 'adult', 'vip', 'child']
  .map(
    (type, i) =>
      `      - { id: c-${i}, name: Place ${i}, type: ${type}, price: ${10 * (i + 1)}, capacity: 20 }`,
  )
  .join('\n')}
  - id: later
    name: The Later Show
    venue: Old Hall, Ghent
    startsAt: 2087-06-01T20:00:00+02:00
    salesFrom: 2087-03-01T10:00:00+01:00
    currency: EUR
    tickets:
      - { id: late, name: Late seat, type: adult, price: 12, capacity: 100 }
`;
