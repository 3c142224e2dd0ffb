import type { Change } from "./plan.ts";

/** Lines around a change that say where it belongs. */
const contextLines = 3;
/** How far ahead equal lines are looked for before two texts count as different. */
const lookahead = 60;

/**
 * The changes as one patch in Git's form, which `git apply` accepts: modified files alone, in the order
 * given. Line endings stay as they are, and a missing line feed at the end of a file is told.
 *
 * @see https://git-scm.com/docs/diff-format#_generating_patch_text_with_p
 */
export function patchText(changes: readonly Change[]): string {
  return changes.map(filePatch).join("");
}

function filePatch({ path, before = "", after }: Change): string {
  if (before === after) return "";
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const hunks = hunksOf(steps(linesOf(before), linesOf(after)));
  const header = `diff --git ${from} ${to}\n--- ${named(from)}\n+++ ${named(to)}\n`;
  return header + hunks.join("");
}

/** Git ends a name that holds a blank with a tab. */
function named(name: string): string {
  return name.includes(" ") && !name.startsWith('"') ? `${name}\t` : name;
}

/** As Git quotes names that hold a quote, a backslash or a control character. */
function quoted(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!/["\\\u0000-\u001f\u007f]/u.test(name)) return name;
  const text = name.replaceAll(
    // oxlint-disable-next-line no-control-regex -- the same
    /["\\\u0000-\u001f\u007f]/gu,
    (sign) =>
      sign === '"' || sign === "\\"
        ? `\\${sign}`
        : `\\${sign.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return `"${text}"`;
}

/** Lines with their endings; the last one may have none. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}

interface Step {
  readonly sign: " " | "-" | "+";
  readonly line: string;
}

/** From the one text to the other: equal lines are kept, and the nearest ones ahead are found again. */
function steps(before: readonly string[], after: readonly string[]): readonly Step[] {
  const taken: Step[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      taken.push({ sign: " ", line: old });
      i += 1;
      j += 1;
      continue;
    }
    const [removed, added] = nextEqual(
      before.slice(i, i + lookahead),
      after.slice(j, j + lookahead),
    );
    for (const line of before.slice(i, i + removed)) taken.push({ sign: "-", line });
    for (const line of after.slice(j, j + added)) taken.push({ sign: "+", line });
    i += removed;
    j += added;
  }
  return taken;
}

/** How many lines to drop and to add until both agree again; all that is seen where they never do. */
function nextEqual(before: readonly string[], after: readonly string[]): readonly [number, number] {
  for (let distance = 1; distance < before.length + after.length; distance += 1) {
    for (let removed = 0; removed <= distance; removed += 1) {
      const line = before[removed];
      if (line !== undefined && line === after[distance - removed])
        return [removed, distance - removed];
    }
  }
  return [before.length, after.length];
}

function hunksOf(all: readonly Step[]): readonly string[] {
  const changed = all.flatMap(({ sign }, index) => (sign === " " ? [] : [index]));
  const hunks: string[] = [];
  let [first] = changed;
  let last = first;
  for (const index of [...changed.slice(1), undefined]) {
    if (first === undefined || last === undefined) break;
    if (index !== undefined && index - last <= 2 * contextLines) {
      last = index;
      continue;
    }
    hunks.push(hunkText(all, Math.max(0, first - contextLines), last + contextLines + 1));
    first = index;
    last = index;
  }
  return hunks;
}

function hunkText(all: readonly Step[], start: number, end: number): string {
  const count = (list: readonly Step[], sign: "-" | "+"): number =>
    list.filter((step) => step.sign === " " || step.sign === sign).length;
  const lead = all.slice(0, start);
  const body = all.slice(start, end);
  const range = (sign: "-" | "+"): string => {
    const lines = count(body, sign);
    return `${sign}${count(lead, sign) + (lines === 0 ? 0 : 1)},${lines}`;
  };
  return `@@ ${range("-")} ${range("+")} @@\n${body.map(lineText).join("")}`;
}

function lineText({ sign, line }: Step): string {
  return line.endsWith("\n") ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
}
