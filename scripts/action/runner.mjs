// What the runner of GitHub Actions understands: outputs, summaries, commands, and how to say text that is none.
import { randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";

/** GitHub drops a longer summary without a word. */
const summaryMax = 1_000_000;

/** Adds `name=value` to the file of outputs between delimiters that the value cannot know. */
export function output(file, name, value) {
  if (!file) return;
  const end = `end-${randomBytes(16).toString("hex")}`;
  appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}

export function summary(file, markdown) {
  if (file && Buffer.byteLength(markdown) <= summaryMax) appendFileSync(file, `${markdown}\n`);
}

/** Text for the log in which no line is a command, whatever it holds. */
export function asText(text) {
  const word = randomBytes(16).toString("hex");
  return `::stop-commands::${word}\n${text.trimEnd()}\n::${word}::\n`;
}

/** A command to the runner, its text escaped as the runner reads it. */
export function command(name, text) {
  const escaped = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return `::${name}::${escaped}\n`;
}
