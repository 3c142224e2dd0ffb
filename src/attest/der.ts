/** The few parts of DER (X.690) that PKCS#8 with PBES2 is made of. */
export const tags = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30 } as const;

export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

export function encodeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents);
  return new Uint8Array(Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]));
}

/** A non-negative integer below 2^32. */
export function derInteger(value: number): Uint8Array {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  // A leading one bit would make it negative.
  const bytes = Buffer.from(
    Number.parseInt(even.slice(0, 2), 16) > 0x7f ? `00${even}` : even,
    "hex",
  );
  return encodeDer(tags.integer, bytes);
}

/** The elements that fill these bytes exactly; undefined if they do not, or not in DER's short way. */
export function decodeDer(bytes: Uint8Array): readonly Element[] | undefined {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const header = headerAt(bytes, at);
    if (header === undefined || header.end > bytes.length) return undefined;
    elements.push({ tag: header.tag, content: bytes.subarray(header.start, header.end) });
    at = header.end;
  }
  return elements;
}

/** The value of a non-negative INTEGER of at most four bytes. */
export function integerOf({ tag, content }: Element): number | undefined {
  const isShort = content.length > 0 && content.length <= 5 && (content[0] ?? 0xff) <= 0x7f;
  if (tag !== tags.integer || !isShort) return undefined;
  return Number.parseInt(Buffer.from(content).toString("hex"), 16);
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  return [0x82, length >> 8, length & 0xff];
}

function headerAt(
  bytes: Uint8Array,
  at: number,
): { readonly tag: number; readonly start: number; readonly end: number } | undefined {
  const [tag, first, ...more] = bytes.subarray(at, at + 4);
  if (tag === undefined || first === undefined) return undefined;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  // Keys are shorter than 64 KiB: two length bytes are enough, and each form has one spelling.
  const count = first - 0x80;
  const length = more.slice(0, count).reduce((sum, byte) => sum * 256 + byte, 0);
  const least = count === 1 ? 0x80 : 0x100;
  if (count < 1 || count > 2 || more.length < count || length < least) return undefined;
  return { tag, start: at + 2 + count, end: at + 2 + count + length };
}
