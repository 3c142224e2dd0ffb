/** 4 KiB hold at least so many characters; a shorter head is the whole file. */
const wholeBelow = 1024;

/**
 * Whether the file may hold a document whose fields these are: the head shows one, or the file goes
 * on after a head that shows other objects or nothing but comments.
 */
export function mayHold(head: string, sign: RegExp): boolean {
  if (sign.test(head)) return true;
  if (head.length < wholeBelow) return false;
  return /^["' {]*apiVersion\b/mu.test(head) || head.split("\n").slice(0, -1).every(isBlank);
}

function isBlank(line: string): boolean {
  const text = line.trim();
  return text === "" || text.startsWith("#") || text === "---";
}
