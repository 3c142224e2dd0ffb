// src/page/main.ts -> src/report/generated/page.mjs + .d.mts: the program of the interactive graph as one text.
import { build } from "esbuild";
import { writeFolder } from "./files.mjs";

const declaration = `/** What runs in the page of \`graph --format html\`. */
export declare const script: string;
`;

const { outputFiles } = await build({
  entryPoints: ["src/page/main.ts"],
  bundle: true,
  write: false,
  format: "iife",
  platform: "browser",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
const script = outputFiles[0].text.trim();
// It stands in a script element, where these would end it or begin a comment.
if (/<\/script|<!--/iu.test(script))
  throw new Error("the page's program would end its own element");

writeFolder(
  "src/report/generated",
  new Map([
    ["page.mjs", `export const script = ${JSON.stringify(script)};\n`],
    ["page.d.mts", declaration],
  ]),
);
