// Seeded inputs: fixtures changed here and there, and texts made of a language's words.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const lengthMax = 4_096;
/** Most inputs are no longer than this: many small ones find more than a few large ones. */
const usualMax = 512;
const encoder = new TextEncoder();

/** The fixtures whose names end so, as bytes, small ones alone; in order. */
export function corpusOf(root, ends) {
  const files = readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => ends.some((end) => name.endsWith(end)) && !name.startsWith("fuzz/"))
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile() && statSync(path).size <= usualMax * 2);
  return files
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((path) => new Uint8Array(readFileSync(path)));
}

/** An endless supply of inputs; `keep` adds one whose answer was new to what is changed further. */
export function supply(corpus, tokens, random) {
  const pool = [...corpus];
  const kept = [];
  const pick = (list) => list[Math.floor(random() * list.length)];
  const below = (count) => Math.floor(random() * count);
  const words = () => {
    const count = 1 + below(random() < 0.02 ? 400 : 30);
    return encoder.encode(Array.from({ length: count }, () => pick(tokens)).join(""));
  };
  const base = () => {
    const list = kept.length > 0 && random() < 0.6 ? kept : pool;
    return list.length === 0 || random() < 0.25 ? words() : pick(list);
  };
  return {
    next() {
      let input = base();
      const steps = 1 + below(4);
      for (let step = 0; step < steps; step += 1)
        input = changed(input, { below, random, pick, tokens, base });
      return input.slice(0, random() < 0.01 ? lengthMax : usualMax);
    },
    keep(input) {
      if (input.length > usualMax) return;
      if (kept.length < 5_000) kept.push(input);
      else kept[below(kept.length)] = input;
    },
  };
}

function changed(input, { below, random, pick, tokens, base }) {
  const from = below(input.length + 1);
  const to = Math.min(input.length, from + below(random() < 0.2 ? input.length + 1 : 8));
  const part = input.slice(from, to);
  switch (below(8)) {
    case 0:
      return joined(input.slice(0, from), input.slice(to));
    case 1:
      return joined(input.slice(0, from), encoder.encode(pick(tokens)), input.slice(from));
    case 2:
      return joined(input.slice(0, from), encoder.encode(pick(tokens)), input.slice(to));
    case 3: {
      const copies = Array.from({ length: 1 + below(random() < 0.1 ? 200 : 4) }, () => part);
      return joined(input.slice(0, from), ...copies, input.slice(from));
    }
    case 4: {
      const other = base();
      const start = below(other.length + 1);
      return joined(input.slice(0, from), other.slice(start, start + below(200)), input.slice(to));
    }
    case 5:
      return input.slice(0, from);
    case 6: {
      const copy = Uint8Array.from(input);
      if (copy.length > 0) copy[Math.min(from, copy.length - 1)] = below(256);
      return copy;
    }
    default: {
      // A line moved to the left or the right.
      const line = input.lastIndexOf(10, from) + 1;
      let end = line;
      while (input[end] === 32) end += 1;
      return joined(input.slice(0, line), encoder.encode(" ".repeat(below(6))), input.slice(end));
    }
  }
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    if (at + part.length > whole.length) break;
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
