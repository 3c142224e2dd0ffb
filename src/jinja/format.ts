import { reprOf, textOf } from "./show.ts";
import { entryOf, isDict, isList, numberOf, type Run, type Value } from "./value.ts";

/** Widths beyond this serve no query. */
const widthMax = 1_000;

/** Python's `text % values`. */
export function formatted(text: string, values: Value, run: Run): Value {
  const items = isList(values) && values.is === "tuple" ? values.items : [values];
  let next = 0;
  const parts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(
    /%(?:\(([^)]{0,200})\))?([-+0 #]{0,5})(\d{0,4})(?:\.(\d{1,3}))?([sdifrxXoeEgGc%])/gu,
  )) {
    const [whole, name, flags = "", width = "", precision, kind = "s"] = match;
    parts.push(text.slice(at, match.index));
    at = match.index + whole.length;
    if (kind === "%") {
      parts.push("%");
      continue;
    }
    const value =
      name === undefined ? items[next++] : isDict(values) ? entryOf(values, name) : undefined;
    if (value === undefined)
      return run.unknown("type", "the text asks for more values than there are");
    parts.push(padded(converted(value, kind, precision, run), flags, Number(width)));
  }
  parts.push(text.slice(at));
  const length = parts.reduce((total, part) => total + part.length, 0);
  return run.text(length, () => parts.join(""));
}

function converted(value: Value, kind: string, precision: string | undefined, run: Run): string {
  const number = numberOf(value);
  if (kind === "r") return reprOf(value, run);
  if (kind === "s" || number === undefined) {
    const shown = textOf(value, run);
    return precision === undefined ? shown : shown.slice(0, Number(precision));
  }
  if (kind === "f") return number.toFixed(Math.min(100, Number(precision ?? 6)));
  if (kind === "x") return Math.trunc(number).toString(16);
  if (kind === "d" || kind === "i") return String(Math.trunc(number));
  return textOf(value, run);
}

function padded(text: string, flags: string, width: number): string {
  const size = Math.min(width, widthMax);
  if (flags.includes("-")) return text.padEnd(size);
  return text.padStart(size, flags.includes("0") ? "0" : " ");
}

/** Python's `text.format(…)`, without the parts of its language that reach into objects. */
export function braced(
  text: string,
  positional: readonly Value[],
  named: ReadonlyMap<string, Value>,
  run: Run,
): Value {
  let next = 0;
  const parts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(/\{\{|\}\}|\{(\w*)(?:!([rs]))?(?::([^{}]{0,40}))?\}/gu)) {
    const [whole, name = "", conversion, spec = ""] = match;
    parts.push(text.slice(at, match.index));
    at = match.index + whole.length;
    if (whole === "{{" || whole === "}}") {
      parts.push(whole.slice(1));
      continue;
    }
    const value = /^\d*$/u.test(name)
      ? positional[name === "" ? next++ : Number(name)]
      : named.get(name);
    if (value === undefined) return run.unknown("type", `nothing is given for {${name}}`);
    parts.push(specified(conversion === "r" ? reprOf(value, run) : value, spec, run));
  }
  parts.push(text.slice(at));
  const length = parts.reduce((total, part) => total + part.length, 0);
  return run.text(length, () => parts.join(""));
}

const specification = /^(.?[<>^])?(0?)(\d{0,4})(,?)(?:\.(\d{1,2}))?([sdf%]?)$/u;

/** The few format specifications that occur: alignment, zeros, width, thousands, decimals. */
function specified(value: Value, spec: string, run: Run): string {
  const match = specification.exec(spec);
  const shown = textOf(value, run);
  if (match === null || spec === "") return shown;
  const [, align = "", zero, width = "", comma, precision] = match;
  const number = numberOf(value);
  const text = number === undefined ? shown : digitsOf(number, { shown, comma, precision, spec });
  const fill = zero === "0" ? "0" : align.slice(0, -1) || " ";
  const isText = number === undefined && align === "";
  return aligned(text, { isLeft: isText || align.endsWith("<"), fill, width: Number(width) });
}

interface DigitFormat {
  readonly shown: string;
  readonly comma: string | undefined;
  readonly precision: string | undefined;
  readonly spec: string;
}

function digitsOf(number: number, { shown, comma, precision, spec }: DigitFormat): string {
  const isFixed = spec.endsWith("f") || precision !== undefined;
  const digits = isFixed ? number.toFixed(Number(precision ?? 6)) : shown;
  return comma === "," ? digits.replace(/\B(?=(?:\d{3})+(?!\d))/gu, ",") : digits;
}

function aligned(
  text: string,
  to: { readonly isLeft: boolean; readonly fill: string; readonly width: number },
): string {
  const size = Math.min(widthMax, to.width);
  return to.isLeft ? text.padEnd(size, to.fill) : text.padStart(size, to.fill);
}
