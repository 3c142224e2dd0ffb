import { listAt, memberOf, objectAt, textAt, type Json, type JsonObject } from "../base/json.ts";

/**
 * The containers of a pod as rules see them, those that run on before the init containers.
 * Of the environment only the names: a value may be a secret.
 *
 * @returns undefined for a pod that lists none
 */
export function containersOf(pod: JsonObject): readonly Json[] | undefined {
  const all = [...listAt(pod, "containers"), ...listAt(pod, "initContainers")];
  return all.length === 0 ? undefined : all.map(containerOf);
}

function containerOf(container: Json): Json {
  const limits = objectAt(objectAt(container, "resources"), "limits");
  const facts = {
    name: textAt(container, "name"),
    image: textAt(container, "image"),
    cpuLimit: scalarText(memberOf(limits, "cpu")),
    memoryLimit: scalarText(memberOf(limits, "memory")),
  };
  const known = Object.entries(facts).flatMap(([key, value]): [string, Json][] =>
    value === undefined ? [] : [[key, value]],
  );
  return { ...Object.fromEntries(known), env: listAt(container, "env").map(variableOf) };
}

/** `literal`: the value stands in the file and is not taken from a Secret or ConfigMap. */
function variableOf(variable: Json): Json {
  const value = memberOf(variable, "value");
  const literal = value !== undefined && value !== null && value !== "";
  return { name: textAt(variable, "name") ?? "", literal };
}

function scalarText(value: Json | undefined): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
