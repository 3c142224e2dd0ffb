import { visible } from "../base/text.ts";

/**
 * Commander's words about a wrong command line in the form of all our problems: what is wrong, then
 * one line on what to do.
 */
export function usageErrorText(text: string, command: string): string {
  const [first = "", ...rest] = text.trimEnd().split("\n(Did you mean ");
  const message = first.replace(/^error: /u, "").replace(/\.$/u, "");
  const near = rest.at(-1)?.replace(/\?\)$/u, "");
  const help =
    near === undefined ? `${command} --help lists what there is` : `did you mean ${near}?`;
  return `lineagectl: ${visible(message)}\n  ${visible(help)}\n`;
}
