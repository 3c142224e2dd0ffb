#!/usr/bin/env node
const args = process.argv.slice(2);
const asksVersion = args.length === 1 && (args[0] === "--version" || args[0] === "-V");
const end = (code) => void (process.exitCode = code); // process.exit would cut off pipes
const fail = (error) => end(4, console.error(error));
if (!asksVersion) require("node:module").enableCompileCache?.();
if (asksVersion) console.log(require("../package.json").version);
else import("../dist/cli.js").then(async ({ main }) => end(await main(args))).catch(fail);
