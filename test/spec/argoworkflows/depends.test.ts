import fc from "fast-check";
import { expect, test } from "vitest";
import { callsOf } from "../../../src/spec/argoworkflows/calls.ts";
import { dependsOf } from "../../../src/spec/argoworkflows/depends.ts";

test.each([
  ["a", ["a"], false],
  ["a && b.Succeeded", ["a", "b"], false],
  ["(a.Failed || b) && !c-d", ["a", "b", "c-d"], true],
  ["a.AnySucceeded", ["a"], true],
  ["", [], false],
])("depends: %s", (text, tasks, conditional) => {
  expect(dependsOf(text)).toEqual({ tasks, conditional });
});

test.each(["a &&", "&& a", "a b", "(a", "a)", "a.Done", "a.b.c", "a & b", "!", "()"])(
  "depends: %s cannot be read",
  (text) => {
    expect(dependsOf(text).problem).toEqual(expect.any(String));
    expect(dependsOf(text).tasks).toEqual([]);
  },
);

test("any text is an expression or has a problem, and long ones cost no more than their length", () => {
  const word = fc.constantFrom("a", "b.Failed", "&&", "||", "!", "(", ")", " ", ".", "$");
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      const { tasks, problem } = dependsOf(words.join(""));
      expect(problem === undefined || tasks.length === 0).toBe(true);
    }),
  );
  expect(dependsOf("(".repeat(20_000)).problem).toContain("10,000");
});

test("hooks are steps of their own, called after what they belong to", () => {
  const calls = callsOf({
    steps: [
      [
        {
          name: "a",
          template: "t",
          onExit: "bye",
          hooks: { running: { template: "ping", expression: "x" } },
        },
      ],
      [{ name: "b", template: "t" }],
    ],
  });
  expect(calls.map(({ name, after, condition }) => ({ name, after, condition }))).toEqual([
    { name: "a", after: [], condition: undefined },
    { name: "a.onExit", after: ["a"], condition: "on exit" },
    { name: "a.hooks.running", after: ["a"], condition: "x" },
    { name: "b", after: ["a"], condition: undefined },
  ]);
});
