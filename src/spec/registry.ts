import type { Adapter } from "./adapter.ts";
import { own } from "./own/own.ts";

/** Every adapter, in the order of precedence. */
export const adapters: readonly Adapter[] = [own];
