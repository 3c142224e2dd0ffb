import { canonicalJson } from "../../src/base/canonical.ts";
import { isObject, pointerOf, type Json, type Steps } from "../../src/base/json.ts";
import { repoPath, type RepoPath } from "../../src/base/path.ts";
import { readPrices } from "../../src/cost/prices.ts";
import { dayOf } from "../../src/host/clock.ts";
import type { Declaration } from "../../src/model/claim.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import type { Place } from "../../src/diagnostic/place.ts";
import type { Document, Profile } from "../../src/source/document.ts";
import { locatorFor } from "../../src/source/locate.ts";
import { parseFile } from "../../src/source/parse.ts";
import { textOf } from "../../src/source/text.ts";
import { adapters } from "../../src/spec/registry.ts";

/** One file of that name and profile: values with a JSON form, and every place inside the text. */
export function readFile(name: string, profile: Profile): (input: Uint8Array) => string {
  const path = pathOf(name);
  return (input) => {
    const { value, diagnostics } = parseFile(path, input, profile);
    const text = textOf(input);
    for (const { place, related } of diagnostics)
      for (const one of [place, ...related.map((other) => other.place)]) inside(one, text);
    const spanOf = locatorFor(path, text);
    for (const document of value) {
      canonicalJson(document.value);
      for (const pointer of pointersOf(document.value).slice(0, 20)) {
        for (const on of ["key", "value"] as const) {
          const { start, end } = spanOf({
            in: "node",
            path,
            document: document.index,
            pointer,
            on,
          });
          if (!(0 <= start && start <= end && end <= text.length))
            throw new Error(`${pointer} stands at ${start} to ${end} of ${text.length}`);
        }
      }
    }
    return `${Math.min(value.length, 3)} ${outcome(diagnostics)}`;
  };
}

/** The documents of one file as every adapter reads them. */
export function readAdapters(input: Uint8Array): string {
  return adapters
    .map((adapter) => {
      const path = pathOf("a.yaml");
      const { value } = parseFile(path, input, adapter.profile);
      const readings = value.map((document) => {
        adapter.claims(path, textOf(input));
        adapter.schema(document);
        return adapter.read(document);
      });
      const claims = readings.flatMap((reading) => reading.claims);
      const kinds = new Set(claims.map(({ says }) => says.is));
      return `${[...kinds].toSorted().join(",")} ${outcome(readings.flatMap((one) => one.diagnostics))}`;
    })
    .join("; ");
}

const today = dayOf(new Date(Date.UTC(2026, 10, 24)));

/** Every map of the file as a price table, whether its schema would let it through or not. */
export function readPriceTable(input: Uint8Array): string {
  const path = pathOf("a.yaml");
  const declarations = parseFile(path, input, "core").value.flatMap((document) =>
    declarationOf(document),
  );
  const { diagnostics } = readPrices(declarations, today);
  return `${declarations.length > 0} ${outcome(diagnostics)}`;
}

function declarationOf({ path, index, value }: Document): readonly Declaration[] {
  if (!isObject(value)) return [];
  return [{ kind: "PriceTable", name: "a/b", path, document: index, value }];
}

function outcome(diagnostics: readonly Diagnostic[]): string {
  const words = diagnostics.map(
    ({ rule, message }) => `${rule} ${message.replaceAll(/"[^"]*"|\d+/gu, "#").slice(0, 40)}`,
  );
  return [...new Set(words)].toSorted().join(", ");
}

function inside(place: Place, text: string): void {
  if (place.in !== "range") return;
  if (!(0 <= place.start && place.start <= place.end && place.end <= text.length))
    throw new Error(`a place at ${place.start} to ${place.end} of ${text.length}`);
}

function pointersOf(value: Json, steps: Steps = []): readonly string[] {
  const inner: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((item: Json, index) => [index, item] as const)
    : isObject(value)
      ? Object.entries(value)
      : [];
  return [
    pointerOf(steps),
    ...inner
      .slice(0, 8)
      .flatMap(([step, item]) => (steps.length > 3 ? [] : pointersOf(item, [...steps, step]))),
  ];
}

function pathOf(name: string): RepoPath {
  const path = repoPath(name);
  if (path === undefined) throw new Error(`${name} is no path`);
  return path;
}
