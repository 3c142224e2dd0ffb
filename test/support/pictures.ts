/** One element of a picture or page, as text of it says. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Text directly in it, references resolved. */
  readonly text: string;
}

const token =
  /<(?<close>\/)?(?<tag>[a-z]+)(?<words>(?: [a-zA-Z:-]+="[^"<>]*")*)(?<empty>\/)?>|(?<text>[^<>]+)/guy;

/**
 * The elements of well-formed XML of the plain sort that we write: quoted attributes, no comments, no
 * sections, no instructions. Throws where the text is anything else: what a name smuggled in would be.
 */
export function elementsOf(xml: string): readonly Element[] {
  const open: { tag: string; attributes: Record<string, string>; text: string }[] = [];
  const all: Element[] = [];
  let end = 0;
  for (const { 0: whole, index, groups } of xml.matchAll(token)) {
    if (index !== end) break;
    end = index + whole.length;
    const { close, tag = "", words = "", empty, text } = groups!;
    const inner = open.at(-1);
    if (text !== undefined) {
      inner!.text += resolved(text);
    } else if (close === undefined) {
      const element = { tag, attributes: attributesOf(words), text: "" };
      all.push(element);
      if (empty === undefined) open.push(element);
    } else if (open.pop()?.tag !== tag) break;
  }
  if (end !== xml.length || open.length > 0) {
    throw new Error(`not well-formed before ${xml.slice(end, end + 80)}`);
  }
  return all;
}

function attributesOf(words: string): Record<string, string> {
  const pairs = [...words.matchAll(/ ([^=]+)="([^"]*)"/gu)];
  return Object.fromEntries(pairs.map(([, name, value]) => [name!, resolved(value!)]));
}

function resolved(text: string): string {
  if (/&(?!#\d+;)/u.test(text)) throw new Error(`a bare & in ${text.slice(0, 80)}`);
  return text.replaceAll(/&#(\d+);/gu, (_, code) => String.fromCodePoint(Number(code)));
}

export function withClass(elements: readonly Element[], name: string): readonly Element[] {
  return elements.filter(
    ({ attributes }) => attributes["class"]?.split(" ").includes(name) === true,
  );
}
