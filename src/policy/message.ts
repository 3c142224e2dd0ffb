import { shortened, visible } from "../base/text.ts";
import { hasField } from "./asset.ts";
import { parsePath, type FieldPath } from "./model.ts";

/** The paths that a message asks for, as `{{asset.owner.team}}`. */
export function placeholdersIn(template: string): readonly string[] {
  return [...template.matchAll(placeholder)].map(([, path = ""]) => path);
}

/**
 * The message with its placeholders filled: control characters made visible, long values cut,
 * and secrets never shown, whatever the template asks for. What has no value reads `?`.
 */
export function rendered(template: string, names: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(placeholder, (_, path: string) => {
    const steps = parsePath(path);
    return steps.some(isSecret) ? "(hidden)" : shown(valueOf(names, steps));
  });
}

const placeholder = /\{\{\s*([A-Za-z_][\w.[\]]*)\s*\}\}/gu;
const shownLengthMax = 200;

function isSecret(step: string | number): boolean {
  return (
    typeof step === "string" &&
    /secret|password|passwd|token|credential|api_?key|private_?key/iu.test(step)
  );
}

function valueOf(names: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== "object" || value === null || !hasField(value, step)) return undefined;
    return memberOf(value, step);
  }, names);
}

/** A field without an answer throws: in a message that is a question mark, not an end. */
function memberOf(value: object, step: string | number): unknown {
  try {
    return Reflect.get(value, step);
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  return visible(shortened(plain(value), shownLengthMax));
}

function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (typeof value === "object" && value !== null)
    return plain(Reflect.get(value, "id") ?? Reflect.get(value, "name"));
  return "?";
}
