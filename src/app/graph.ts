import { viewOf } from "../lineage/view.ts";
