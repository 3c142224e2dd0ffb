import { Chalk } from "chalk";

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
  return { ...look, as: (tone, text) => tones[tone](text), signs: look.unicode ? unicodeSigns : asciiSigns };
}
