import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMarkdown } from './parse-markdown.ts';
import { hasMarks, type MarkdownNode, paragraphsOf } from './plain-text.ts';

// The tree as HTML-like text, which is easy to read here. Text is not escaped.
const show = (nodes: readonly MarkdownNode[]): string =>
  nodes
    .map((node) => {
      if (typeof node === 'string') return node;
      const { tag, href, start, children } = node;
      const attributes = [
        ...(href === undefined ? [] : [` href=${href}`]),
        ...(start === undefined ? [] : [` start=${start}`]),
      ];
      return `<${tag}${attributes.join('')}>${show(children)}</${tag}>`;
    })
    .join('');
const read = (text: string) => show(parseMarkdown(text));

const tagsOf = (nodes: readonly MarkdownNode[]): string[] =>
  nodes.flatMap((node) => (typeof node === 'string' ? [] : [node.tag, ...tagsOf(node.children)]));
const linksOf = (nodes: readonly MarkdownNode[]): string[] =>
  nodes.flatMap((node) =>
    typeof node === 'string'
      ? []
      : [...(node.href === undefined ? [] : [node.href]), ...linksOf(node.children)],
  );

test('what sellers write', () => {
  assert.equal(read('One\n\nTwo'), '<p>One</p><p>Two</p>');
  assert.equal(
    read('# Line-up\n\n- **Ada** and *Grace*\n- ~~Alan~~'),
    '<h2>Line-up</h2><ul><li><strong>Ada</strong> and <em>Grace</em></li><li><del>Alan</del></li></ul>',
  );
  assert.equal(read('3. a\n4. b'), '<ol start=3><li>a</li><li>b</li></ol>');
  assert.equal(
    read('> so `it` is\n\n---'),
    '<blockquote><p>so <code>it</code> is</p></blockquote><hr></hr>',
  );
  assert.equal(read('a  \nb'), '<p>a<br></br>b</p>');
  assert.equal(
    read('| a | b |\n| - | - |\n| 1 | 2 |'),
    '<table><tbody><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
  );
  assert.equal(
    read(String.raw`5 \* 3, Rock &amp; Roll, &lt;3, &#8364;`),
    '<p>5 * 3, Rock & Roll, <3, €</p>',
  );
});

test('no character turns a text around', () => {
  for (const turn of ['&#x202E;', '&#8238;', '\u202E']) {
    assert.equal(read(`**a** ${turn}live`), '<p><strong>a</strong> live</p>');
  }
});

test('links lead to pages, mail addresses and telephones', () => {
  assert.equal(read('[us](https://a.example/x)'), '<p><a href=https://a.example/x>us</a></p>');
  assert.deepEqual(linksOf(parseMarkdown('https://a.example <me@a.example> [t](tel:+491234)')), [
    ...['https://a.example/', 'mailto:me@a.example', 'tel:+491234'],
  ]);
  assert.deepEqual(linksOf(parseMarkdown('[terms](/terms) [r]\n\n[r]: http://b.example')), [
    ...['/terms', 'http://b.example/'],
  ]);
});

const EVIL_LINKS = [
  ...[
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
  ],
  ...['&#106;avascript:alert(1)', 'javascript&colon;alert(1)', 'javascript&#58;alert(1)'],
  ...[
    'vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://a/b',
    'file:///etc/passwd',
  ],
  ...['//evil.example', String.raw`/\evil.example`, String.raw`\\evil.example`, '/\t/evil.example'],
  ...['about:blank', 'filesystem:x', 'intent://x', 'javascript://a.example/%0aalert(1)'],
];
for (const address of EVIL_LINKS) {
  test(`no link leads to ${JSON.stringify(address)}`, () => {
    for (const text of [
      `[x](${address})`,
      `[x](<${address}>)`,
      `<${address}>`,
      `[x]\n\n[x]: ${address}`,
      `[x]\n\n[x]: <${address}>`,
    ]) {
      // The browser decides where a link leads, so it is asked.
      for (const href of linksOf(parseMarkdown(text))) {
        const { protocol, host } = new URL(href, 'https://shop.example');
        assert.match(protocol, /^(https?|mailto|tel):$/, `${text} -> ${href}`);
        assert.doesNotMatch(host, /evil/, `${text} -> ${href}`);
      }
    }
  });
}

const HTML = [
  ...['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg/onload=alert(1)>'],
  ...['<a href="javascript:alert(1)">x</a>', '<iframe src="//evil.example"></iframe>', '<b>x</b>'],
  ...[
    '<!-- x -->',
    '<![CDATA[ x ]]>',
    '<?php x ?>',
    '<style>*{display:none}</style>',
    '<form><input>',
  ],
  ...['<div\nonclick=alert(1)>', '<math><mi//xlink:href="data:x,<script>alert(1)</script>">'],
];
for (const html of HTML) {
  test(`${JSON.stringify(html)} is shown as the text that it is`, () => {
    for (const text of [html, `a ${html} b`, `- ${html}`, `> ${html}`, `# ${html}`]) {
      const tree = parseMarkdown(text);
      const allowed = new Set(['p', 'ul', 'li', 'blockquote', 'h2', 'pre', 'code']);
      assert.deepEqual(
        tagsOf(tree).filter((tag) => !allowed.has(tag)),
        [],
      );
      assert.ok(show(tree).includes(html.split('\n')[0] ?? ''), show(tree));
    }
  });
}

test('images are off: their description is left', () => {
  assert.equal(read('![The band](https://evil.example/pixel.png "t")'), '<p>The band</p>');
  assert.equal(read('![x][p]\n\n[p]: https://evil.example/pixel.png'), '<p>x</p>');
});

test('a text that would keep the parser busy is shown as it is', () => {
  const texts = ['>'.repeat(20_000), '- '.repeat(10_000), '['.repeat(20_000), '*'.repeat(20_000)];
  texts.push('> > '.repeat(5000), '1. '.repeat(6000), '!['.repeat(10_000), '_a'.repeat(10_000));
  texts.push('<'.repeat(20_000), '`'.repeat(20_000), '[a]('.repeat(5000), '\\'.repeat(20_000));
  for (const text of texts) assert.ok(parseMarkdown(text).length > 0, text.slice(0, 10));
});

test('a plain text needs no parser', () => {
  assert.equal(
    hasMarks('Three days, four stages and the lake, from folk at noon to house.\n\nNew!'),
    false,
  );
  for (const text of [
    '**a**',
    '- a',
    '1. a',
    'https://a.b',
    'a@b.c',
    '# a',
    'a  \nb',
    '&amp;',
    '| a |',
  ]) {
    assert.equal(hasMarks(text), true, text);
  }
  assert.deepEqual(parseMarkdown('One\nline\n\nTwo'), paragraphsOf('One\nline\n\nTwo'));
});
