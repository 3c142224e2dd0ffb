import { Failure } from "../../base/failure.ts";
import type { RepoPath } from "../../base/path.ts";
import { visible } from "../../base/text.ts";
import type { AttributeValue } from "./attributes.ts";

/** How Git may change the bytes of a file before it stores them. */
export interface Conversion {
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  /** `core.autocrlf`. */
  readonly autocrlf: string | undefined;
  /** What the index holds for the path: `auto` leaves a file alone that has CRLF there. */
  readonly stored: () => Promise<Uint8Array | undefined>;
}

/**
 * The bytes that `git add` would store for a file: line ends are Git's own work and done here, for
 * which convert.c is the reference.
 *
 * @throws Failure `FILTER` for what takes a program or a table of characters: other bytes would get
 *   another id
 */
export async function storedBytes(
  path: RepoPath,
  bytes: Buffer,
  conversion: Conversion,
): Promise<Buffer> {
  const { attributes } = conversion;
  refuseFilters(path, bytes, attributes);
  const action = lineEnds(conversion);
  if (action === "keep" || !bytes.includes("\r\n")) return bytes;
  if (action === "auto") {
    const before = Buffer.from((isBinary(bytes) ? bytes : await conversion.stored()) ?? []);
    if (isBinary(bytes) || (!isBinary(before) && before.includes("\r\n"))) return bytes;
  }
  return Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

function refuseFilters(path: RepoPath, bytes: Buffer, attributes: Conversion["attributes"]): void {
  const filter = attributes.get("filter");
  if (typeof filter === "string") throw refused(path, `filter=${filter}`);
  if (attributes.get("ident") === true && bytes.includes("$Id")) throw refused(path, "ident");
  const encoding = attributes.get("working-tree-encoding");
  if (typeof encoding === "string") throw refused(path, `working-tree-encoding=${encoding}`);
}

function lineEnds({ attributes, autocrlf }: Conversion): "keep" | "text" | "auto" {
  // `crlf` is the older name of `text`, asked where that says nothing.
  const named = [attributes.get("text"), attributes.get("crlf")];
  const text = named.find(
    (value) => typeof value === "boolean" || value === "auto" || value === "input",
  );
  const eol = attributes.get("eol");
  if (text === false) return "keep";
  if (text === "auto") return "auto";
  if (text !== undefined || eol === "lf" || eol === "crlf") return "text";
  return autocrlf === "true" || autocrlf === "input" ? "auto" : "keep";
}

/** Git's guess: a NUL, a carriage return alone, or more than one byte in 128 that nobody prints. */
function isBinary(bytes: Buffer): boolean {
  let printable = 0;
  let other = 0;
  for (const [index, byte] of bytes.entries()) {
    if (byte === 0) return true;
    if (byte === 13) {
      if (bytes[index + 1] !== 10) return true;
    } else if (byte === 10) continue;
    else if (byte === 127 || (byte < 32 && !controls.has(byte))) other += 1;
    else printable += 1;
  }
  // The end-of-file sign of DOS is forgiven.
  if (bytes.at(-1) === 26) other -= 1;
  return Math.floor(printable / 128) < other;
}

/** Backspace, tab, escape and form feed. */
const controls: ReadonlySet<number> = new Set([8, 9, 27, 12]);

function refused(path: RepoPath, attribute: string): Failure {
  return new Failure(
    "FILTER",
    `${visible(path)} has the attribute ${visible(attribute)}, which only the program git can apply`,
    "install Git 2.31 or newer, or judge a commit: --head HEAD",
  );
}
