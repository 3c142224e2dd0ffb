import fc from "fast-check";
import { expect, test } from "vitest";
import {
  mentionOf,
  mentionsIn,
  mentionsOf,
  piecesOf,
} from "../../../src/spec/argoworkflows/tags.ts";

test("tags are found in one pass, with spaces, and braces that nothing closes are text", () => {
  expect(piecesOf("a {{ inputs.parameters.x }}{{=1 + 1}} {{b")).toEqual([
    { is: "text", text: "a " },
    { is: "variable", name: "inputs.parameters.x" },
    { is: "expression", code: "1 + 1" },
    { is: "text", text: " {{b" },
  ]);
  const hostile = "{{".repeat(500_000);
  expect(piecesOf(hostile)).toEqual([{ is: "text", text: hostile }]);
});

test("what the pieces of any text hold is the text again", () => {
  const property = fc.property(fc.array(fc.constantFrom("{{", "}}", "=", "a", " ")), (parts) => {
    const text = parts.join("");
    const whole = piecesOf(text)
      .map((piece) =>
        piece.is === "text"
          ? piece.text
          : piece.is === "variable"
            ? `{{${piece.name}}}`
            : `{{=${piece.code}}}`,
      )
      .join("");
    expect(whole.replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  });
  fc.assert(property);
});

test("a tag speaks of an input, an argument, a task, an output or an element", () => {
  expect(mentionOf("inputs.parameters.a.b")).toEqual({
    of: "inputs",
    group: "parameters",
    name: "a.b",
  });
  expect(mentionOf("workflow.parameters.a")).toEqual({
    of: "workflow",
    group: "parameters",
    name: "a",
  });
  expect(mentionOf("workflow.outputs.artifacts.a")).toEqual({
    of: "global",
    group: "artifacts",
    name: "a",
  });
  expect(mentionOf("steps.a.outputs.result")).toEqual({ of: "task", task: "a" });
  expect(mentionOf("tasks.a-b.outputs.artifacts.c")).toEqual({
    of: "task",
    task: "a-b",
    output: { group: "artifacts", name: "c" },
  });
  expect(mentionOf("item.x")).toEqual({ of: "item", field: "x" });
  for (const other of ["workflow.name", "items", "steps.", "inputs", "pod.name", ""])
    expect(mentionOf(other)).toBeUndefined();
});

test("an expression speaks of what it names, in dots or in brackets", () => {
  expect(mentionsIn("asInt(inputs.parameters['a-b']) + steps[\"c\"].outputs.parameters.d")).toEqual(
    [
      { of: "inputs", group: "parameters", name: "a-b" },
      { of: "task", task: "c", output: { group: "parameters", name: "d" } },
    ],
  );
  expect(mentionsIn("'inputs.parameters.x' == my.inputs.parameters.y")).toEqual([]);
  expect(mentionsOf("{{=inputs.parameters.x}} and {{item}}")).toHaveLength(2);
});
