import { expect, test } from "vitest";
import { repoPath } from "../../src/base/path.ts";
import { workloadOf } from "../../src/spec/kubernetes/kinds.ts";
import { uriUses } from "../../src/spec/kubernetes/uris.ts";
import { objectsOf } from "../../src/spec/objects.ts";
import { parseFile } from "../../src/source/parse.ts";

function usesOf(container: string): readonly string[] {
  const text = `apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {template: {spec: {containers: [${container}]}}}\n`;
  const { value } = parseFile(repoPath("j.yaml")!, new TextEncoder().encode(text), "k8s");
  return value
    .flatMap(objectsOf)
    .flatMap((object) => workloadOf(object) ?? [])
    .flatMap(uriUses)
    .map(({ uri, direction, named, place }) => {
      const pointer =
        place.in === "node" ? place.pointer.replace("/spec/template/spec/containers/0", "") : "";
      return [direction ?? "?", uri, named, pointer].join(" ");
    });
}

test.each([
  ['{args: ["--input=s3://l/a"]}', ["reads s3://l/a --input /args/0"]],
  ['{args: ["--output", "gs://l/b/c"]}', ["writes gs://l/b/c --output /args/1"]],
  [
    '{command: [run, -o, "s3a://l/a"], args: ["--dest-path=abfss://c@acc.dfs.core.windows.net/x"]}',
    [
      "? s3a://l/a -o /command/2",
      "writes abfss://c@acc.dfs.core.windows.net/x --dest-path /args/0",
    ],
  ],
  [
    '{env: [{name: SOURCE_URI, value: "s3://l/a?X-Amz-Signature=1#f"}, {name: RESULT, value: "s3://l/b"}]}',
    ["reads s3://l/a SOURCE_URI /env/0/value", "writes s3://l/b RESULT /env/1/value"],
  ],
  ['{args: ["aws s3 cp s3://l/a s3://l/b"]}', ["? s3://l/a  /args/0", "? s3://l/b  /args/0"]],
  ['{args: ["--input-output=s3://l/a"]}', ["? s3://l/a --input-output /args/0"]],
])("%s", (container, uses) => {
  expect(usesOf(container)).toEqual(uses);
});

test("what names no one place, or holds a secret, is left out", () => {
  const texts = [
    "s3://bucket",
    "s3://l/$(DATE)",
    "s3://l/{{ x }}",
    "s3://key:secret@l/a",
    "https://l/a",
    "postgres://u:p@h/d",
    "s3://",
  ];
  for (const text of texts) expect(usesOf(`{args: [${JSON.stringify(text)}]}`), text).toEqual([]);
  expect(
    usesOf(
      "{env: [{name: IN, valueFrom: {secretKeyRef: {name: a, key: b}}}], args: [1, null, {}]}",
    ),
  ).toEqual([]);
});

test("hostile arguments take no time and give no more than so many", () => {
  const many = Array.from({ length: 500 }, (_, index) => `s3://l/${index}`).join(" ");
  expect(usesOf(`{args: [${JSON.stringify(many)}]}`)).toHaveLength(100);
  expect(usesOf(`{args: ["${"s3:/".repeat(20_000)}", "${"-".repeat(50_000)}"]}`)).toEqual([]);
});
