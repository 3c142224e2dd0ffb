import { reportPage } from "./check-page.ts";
import type { ReviewReporter } from "./document.ts";
import { htmlOf } from "./page-html.ts";

/** The whole review as one file that a browser opens: no network, no scripts. */
export const checkHtmlReporter: ReviewReporter = {
  name: "html",
  mediaType: "text/html",
  explains: true,
  render: (document) => htmlOf(reportPage(document)),
};
