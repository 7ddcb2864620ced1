/** Makes an element with attributes and children; what is undefined is left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Changes a text only when it differs, and hides an element without one: nothing is read aloud or drawn twice. */
export function write(to: HTMLElement, text: string | undefined): void {
  if (to.textContent !== (text ?? '')) to.textContent = text ?? '';
  to.hidden = text === undefined || text === '';
}

/** Makes the children of an element anew when what they show has changed: the focus stays in what is left alone. */
export function fill<Item>(
  parent: HTMLElement,
  items: readonly Item[],
  draw: (item: Item) => Node,
): void {
  const shown = JSON.stringify(items);
  parent.hidden = items.length === 0;
  if (parent.dataset['shown'] === shown) return;
  parent.dataset['shown'] = shown;
  parent.replaceChildren(...items.map(draw));
}
