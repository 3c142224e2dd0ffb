import { Chalk } from "chalk";
import { visible } from "../base/text.ts";

/** How text looks: decided by whoever knows the terminal, never by a reporter. */
export interface Look {
  readonly color: boolean;
  readonly unicode: boolean;
  /** Columns at hand; tables grow to it, nothing depends on it. */
  readonly width: number;
}

export type Tone = "error" | "warning" | "info" | "good" | "dim" | "strong" | "plain";

export interface Paint extends Look {
  readonly as: (tone: Tone, text: string) => string;
  /** Text of a repository or a message, safe to show and in signs that the terminal has. */
  readonly show: (text: string) => string;
  readonly signs: Readonly<Record<keyof typeof unicodeSigns, string>>;
}

const unicodeSigns = {
  error: "✗",
  warning: "!",
  info: "·",
  good: "✓",
  unknown: "?",
  arrow: "→",
  range: "…",
  plusMinus: "±",
  minus: "−",
  times: "×",
  bar: "│",
} as const;

const asciiSigns: Paint["signs"] = {
  error: "x",
  warning: "!",
  info: "-",
  good: "ok",
  unknown: "?",
  arrow: "->",
  range: "...",
  plusMinus: "+/-",
  minus: "-",
  times: "x",
  bar: "|",
};

/** Signs that messages and formulas use, spelled in ASCII. */
const spelled: Readonly<Record<string, string>> = {
  "→": "->",
  "×": "x",
  "…": "...",
  "±": "+/-",
  "−": "-",
  "–": "-",
};

/** Colours only ever repeat what a sign beside them says. */
export function paintFor(look: Look): Paint {
  const chalk = new Chalk({ level: look.color ? 1 : 0 });
  const tones: Readonly<Record<Tone, (text: string) => string>> = {
    error: chalk.red,
    warning: chalk.yellow,
    info: chalk.blue,
    good: chalk.green,
    dim: chalk.dim,
    strong: chalk.bold,
    plain: (text) => text,
  };
  return {
    ...look,
    as: (tone, text) => tones[tone](text),
    show: look.unicode ? visible : (text) => ascii(visible(text)),
    signs: look.unicode ? unicodeSigns : asciiSigns,
  };
}

/** What files and pages are written with: no colour codes, every sign, tables as wide as they are. */
export const pagePaint: Paint = paintFor({ color: false, unicode: true, width: 100 });

/** Names of files and assets keep their letters: they would be others without. */
function ascii(text: string): string {
  return text.replaceAll(/[→×…±−–]/gu, (sign) => spelled[sign] ?? sign);
}
