import { memberOf, textAt, type Json } from "../base/json.ts";
import { readPayload } from "./payload.ts";
import { failed, passed, type Checked } from "./problem.ts";
import { fit } from "./shape.ts";
import { inTotoType, lineageType, pathsOf, type Statement } from "./statement.ts";
import { statementShape } from "./statement-shape.ts";

/** The statement in a payload (steps 12 and 13): canonical, of our type, of the right form. */
export function readStatement(payload: Uint8Array): Checked<Statement> {
  const read = readPayload(payload);
  if (!read.ok) return read;
  const typed = ofKnownType(read.value);
  if (!typed.ok) return typed;
  const fitted = fit(statementShape, typed.value);
  if (fitted.ok) return coherent(fitted.value);
  const { at, expected, found } = fitted;
  return failed("payload.schema", `the statement is malformed at ${at || "its top"}`, {
    expected,
    found,
  });
}

function ofKnownType(value: Json): Checked<Json> {
  for (const [member, expected] of [
    ["_type", inTotoType],
    ["predicateType", lineageType],
  ] as const) {
    if (memberOf(value, member) === expected) continue;
    const found = textAt(value, member) ?? "no text";
    return failed("payload.type", `the statement has an unknown ${member}`, { expected, found });
  }
  return passed(value);
}

/** What the form alone does not say: lists that speak of the same paths agree. */
function coherent(statement: Statement): Checked<Statement> {
  const paths = new Set<string>(pathsOf(statement));
  const stray = statement.predicate.replaces.find(({ path }) => !paths.has(path));
  if (stray !== undefined) {
    return failed(
      "payload.schema",
      "the statement replaces others for a path that it does not name",
      {
        found: stray.path,
      },
    );
  }
  const gone = new Map<string, string>(
    statement.predicate.removed.map(({ path, sha256 }) => [path, sha256]),
  );
  const goneSubjects = statement.subject.filter(({ name }) => gone.has(name));
  const isPureDeletion =
    goneSubjects.length === statement.subject.length && gone.size === goneSubjects.length;
  const agree = goneSubjects.every(({ name, digest }) => gone.get(name) === digest.sha256);
  if (goneSubjects.length === 0 || (isPureDeletion && agree)) return passed(statement);
  return failed("payload.schema", "the statement names files both as changed and as removed", {
    expected: "removed files as subjects only where nothing else is, with the same digests",
    ...(goneSubjects[0] && { found: goneSubjects[0].name }),
  });
}
