import * as fc from "fast-check";
import { expect, test } from "vitest";
import { buildStatement } from "../../src/attest/build-statement.ts";
import {
  headsOf,
  type KnownStatement,
  pathState,
  type PathState,
  replacesFor,
} from "../../src/attest/heads.ts";
import type { Statement } from "../../src/attest/statement.ts";
import { type Sha256, sha256 } from "../../src/base/digest.ts";
import { digestsOf, facts, path } from "../support/attest.ts";

const paths = ["a", "b", "c"].map(path);

type Says = Readonly<Record<string, string | undefined>>;

/** A statement that says this of its paths and replaces, per path, the statements of these numbers. */
function statement(
  says: Says,
  replaces: Readonly<Record<string, readonly Sha256[]>>,
): KnownStatement {
  const names = Object.keys(says).toSorted();
  const files = names.flatMap((name) =>
    says[name] === undefined ? [] : [digestsOf(name, says[name])],
  );
  const removed = names.flatMap((name) =>
    says[name] === undefined ? [digestsOf(name, "old")] : [],
  );
  const built = buildStatement(facts({ files, removed })).statement;
  const rows = names.flatMap((name) => {
    const payloads = (replaces[name] ?? []).toSorted();
    return payloads.length === 0 ? [] : [{ path: path(name), payloads }];
  });
  const whole: Statement = { ...built, predicate: { ...built.predicate, replaces: rows } };
  return { payload: sha256(JSON.stringify(whole)), statement: whole };
}

const content = fc.option(fc.constantFrom("one", "two", "three"), { nil: undefined });
const step = fc.record({
  says: fc.dictionary(fc.constantFrom("a", "b", "c"), content, { minKeys: 1 }),
  picks: fc.array(fc.nat({ max: 5 }), { maxLength: 4 }),
});

/** Statements of a random history: each replaces some earlier ones, for some of its paths. */
const history = fc.array(step, { maxLength: 7 }).map((steps) => {
  const statements: KnownStatement[] = [];
  for (const { says, picks } of steps) {
    const chosen = (shift: number): readonly Sha256[] => {
      const payloads = picks.map((pick) => statements[(pick + shift) % 6]?.payload);
      return [...new Set(payloads.filter((payload) => payload !== undefined))];
    };
    const replaces = Object.keys(says).map((name, shift) => [name, chosen(shift)] as const);
    statements.push(statement(says, Object.fromEntries(replaces)));
  }
  return statements;
});

/** DESIGN 9.6 word by word, with no index. */
function oracle(
  statements: readonly KnownStatement[],
  name: string,
  present: string | undefined,
): PathState {
  const saying = (known: KnownStatement): Sha256 | "gone" | undefined => {
    const { subject, predicate } = known.statement;
    if (predicate.removed.some((removed) => removed.path === name)) return "gone";
    return subject.find((one) => one.name === name)?.digest.sha256;
  };
  const naming = statements.filter((known) => saying(known) !== undefined);
  const heads = naming.filter(
    ({ payload }) =>
      !statements.some((other) =>
        other.statement.predicate.replaces.some(
          (row) => row.path === name && row.payloads.includes(payload),
        ),
      ),
  );
  if (naming.length === 0) return "uncovered";
  if (present === undefined)
    return heads.some((head) => saying(head) === "gone") ? "removed" : "missing";
  return heads.some((head) => saying(head) === sha256(present)) ? "attested" : "stale";
}

test("the state of each path is what the definition says, for any history and any present content", () => {
  fc.assert(
    fc.property(history, content, (statements, present) => {
      const heads = headsOf(statements);
      for (const at of paths) {
        const digest = present === undefined ? undefined : sha256(present);
        expect(pathState(heads, at, digest)).toBe(oracle(statements, at, present));
      }
    }),
    { numRuns: 300 },
  );
});

function byName(list: readonly KnownStatement[]): unknown {
  return [...headsOf(list)].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

test("the order of the statements and repetitions among them change nothing", () => {
  fc.assert(
    fc.property(history, fc.nat(), (statements, turn) => {
      const at = statements.length === 0 ? 0 : turn % statements.length;
      const other = [
        ...statements.slice(at),
        ...statements.slice(0, at),
        ...statements,
      ].toReversed();
      expect(byName(other)).toEqual(byName(statements));
    }),
  );
});

const operation = fc.record({
  name: fc.constantFrom("a", "b", "c"),
  to: content,
  isAttested: fc.boolean(),
});

test("in a line of changes a path is in order if and only if its present state is the last one attested", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 12 }), (operations) => {
      const statements: KnownStatement[] = [];
      const present = new Map<string, string | undefined>();
      const signed = new Map<string, string | undefined>();
      for (const { name, to, isAttested } of operations) {
        present.set(name, to);
        if (!isAttested) continue;
        const rows = replacesFor(headsOf(statements), [path(name)]);
        const replaces = Object.fromEntries(rows.map((row) => [row.path, row.payloads]));
        statements.push(statement({ [name]: to }, replaces));
        signed.set(name, to);
      }
      for (const at of paths) {
        const now = present.get(at);
        const state = pathState(
          headsOf(statements),
          at,
          now === undefined ? undefined : sha256(now),
        );
        const isGood = state === "attested" || state === "removed";
        expect(isGood).toBe(signed.has(at) && signed.get(at) === now);
        expect(state === "uncovered").toBe(!signed.has(at));
      }
    }),
    { numRuns: 200 },
  );
});

test("of two branches that changed one file, the merge may hold either, and no third content", () => {
  const first = statement({ a: "one" }, {});
  const replaces = { a: [first.payload] };
  const heads = headsOf([
    first,
    statement({ a: "two" }, replaces),
    statement({ a: "three" }, replaces),
  ]);
  const stateOf = (text: string): PathState => pathState(heads, path("a"), sha256(text));
  expect([stateOf("two"), stateOf("three"), stateOf("one"), stateOf("four")]).toEqual([
    "attested",
    "attested",
    "stale",
    "stale",
  ]);
});

test("a new statement replaces every head of its paths, sorted, and nothing of other paths", () => {
  const first = statement({ a: "one", b: "one" }, {});
  const second = statement({ a: "two" }, {});
  const heads = headsOf([first, second]);
  expect(replacesFor(heads, [path("b"), path("a"), path("c")])).toEqual([
    { path: "a", payloads: [first.payload, second.payload].toSorted() },
    { path: "b", payloads: [first.payload] },
  ]);
});
