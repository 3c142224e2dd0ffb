import { compareExact, roundedText, times, whole, type Exact } from "../base/decimal.ts";
import type { Factor, Meter } from "../model/usage.ts";
import { isPoint, type Computed } from "./interval.ts";
import { sizeWord } from "./units.ts";

/** Fraction digits that a formula shows; the computation itself does not round. */
const shownScale = 4;

/** One factor as people read it: `2 vCPU`, `22 min (10 min to 50 min)`, `30.4369 runs`, `730 h`. */
export function factorText(meter: Meter, factor: Factor, computed: Computed): string {
  if (computed.state === "unknown") return withWord("?", wordOf(meter, factor));
  if (computed.state === "free") return computed.reason;
  const { low, expected, high } = computed;
  const shown = valueText(meter, factor, expected);
  if (isPoint(computed)) return shown;
  return `${shown} (${valueText(meter, factor, low)} to ${valueText(meter, factor, high)})`;
}

function valueText(meter: Meter, factor: Factor, value: Exact): string {
  if (factor.of === "duration") return durationText(value);
  const [text, word] = [number(value), wordOf(meter, factor)];
  return text === "1" && word === "runs" ? "1 run" : withWord(text, word);
}

function withWord(text: string, word: string): string {
  return word === "" ? text : `${text} ${word}`;
}

function wordOf(meter: Meter, factor: Factor): string {
  switch (factor.of) {
    case "size":
      return sizeWord[meter];
    case "count":
      return "";
    case "duration":
    case "month":
      return "h";
    case "runs":
    case "schedule":
      return "runs";
  }
}

/** Hours in the largest unit that does not make them small. */
function durationText(hours: Exact): string {
  const minutes = times(hours, whole(60));
  if (compareExact(minutes, whole(2)) < 0) return `${number(times(minutes, whole(60)))} s`;
  return compareExact(hours, whole(2)) < 0 ? `${number(minutes)} min` : `${number(hours)} h`;
}

function number(value: Exact): string {
  return roundedText(value, shownScale);
}
