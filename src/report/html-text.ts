import { visible } from "../base/text.ts";

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text of a repository as text or attribute value of HTML and XML: nothing in it is markup, and
 * nothing moves or reorders what is around it. XML allows none of the control characters, not even
 * escaped; they are shown as `\x1b`.
 */
export function escapedText(text: string): string {
  return visible(text)
    .replaceAll(/[&<>"']/gu, (sign) => references[sign] ?? sign)
    .replaceAll(/[\ufffe\uffff]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);
}
