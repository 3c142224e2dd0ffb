import { expect, test } from "vitest";
import type { LoggedCommit } from "../../src/base/ports.ts";
import { mainlineOf } from "../../src/workspace/lines.ts";

function commit(text: string): LoggedCommit {
  const [id, ...parents] = text.split(" ") as LoggedCommit["id"][];
  return { id: id!, parents, author: "", when: "", subject: "", changes: [] };
}

const lineOf = (...log: readonly string[]): ReturnType<typeof mainlineOf> =>
  mainlineOf(log.map(commit));
const ids = (commits: readonly LoggedCommit[]): string => commits.map(({ id }) => id).join(" ");

test("the line follows first parents, and a merge brings what the line did not have", () => {
  const { commits, broughtBy } = lineOf("m c b", "b a", "c a", "a");
  expect(ids(commits)).toBe("m c a");
  expect(ids(broughtBy("m" as never))).toBe("b");
  expect(ids(broughtBy("c" as never))).toBe("");
});

test("what two merges could bring belongs to the older one", () => {
  const { broughtBy } = lineOf("n m d", "m c b", "d b", "b a", "c a", "a");
  expect(ids(broughtBy("m" as never))).toBe("b");
  expect(ids(broughtBy("n" as never))).toBe("d");
});

test("a merge of three lines brings both others, newest first", () => {
  expect(ids(lineOf("m a c e", "e d", "d a", "c a", "a").broughtBy("m" as never))).toBe("e d c");
});

test("a parent that the clone lacks ends the line", () => {
  expect(ids(lineOf("b a").commits)).toBe("b");
  expect(ids(lineOf().commits)).toBe("");
});
