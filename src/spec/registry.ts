import type { Adapter } from "./adapter.ts";
import { argocd } from "./argocd/argocd.ts";
import { argoworkflows } from "./argoworkflows/argoworkflows.ts";
import { dbt } from "./dbt/dbt.ts";
import { kubernetes } from "./kubernetes/kubernetes.ts";
import { odcs } from "./odcs/odcs.ts";
import { own } from "./own/own.ts";

/** Every adapter, in the order of precedence. */
export const adapters: readonly Adapter[] = [own, odcs, dbt, argocd, kubernetes, argoworkflows];
