// What must be true of every page: accessible, silent under the content policy, no wider than the
// window, and light.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDTHS = [1366, 390];

/** The most a page may weigh, compressed, with everything that belongs to it. */
export const LIMITS = { desk: 120 * 1024, phone: 60 * 1024, student: 50 * 1024 };

/**
 * Look at the page where it stands, at desk and at phone width, and leave the window as it was.
 * Without JavaScript axe cannot run: what it would say of the markup it says of the same page with JavaScript.
 * `limit` is in bytes; without it the visitor's own window decides. Everything found is told at once.
 */
export async function checkPage(visitor, { limit } = {}) {
  const { page } = visitor;
  await page.waitForLoadState("networkidle");
  const found = heavy(visitor.weight(), limit ?? (visitor.phone ? LIMITS.phone : LIMITS.desk));
  const before = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 });
    const here = [...(await sideways(page)), ...(visitor.scripts ? await axe(page) : [])];
    found.push(...here.map((line) => `at ${width} px: ${line}`));
  }
  await page.setViewportSize(before);
  found.push(...visitor.faults.splice(0));
  assert.ok(found.length === 0, `${page.url()}\n  ${found.join("\n  ")}`);
}

function heavy(weight, most) {
  if (weight === 0) return ["nothing came over the wire"];
  return weight > most ? [`weighs ${weight} bytes, more than ${most}`] : [];
}

/**
 * axe without an allow-list: one line a violation. The source comes through the debugger, because
 * a script element would be against the content policy (and switching that off would hide faults).
 */
export async function axe(page) {
  await page.evaluate(SOURCE);
  const result = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    TAGS,
  );
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} — ${node.html.slice(0, 200)} (${node.target.join(" ")})`),
  );
}

/** What sticks out to the right, when the page itself can be scrolled sideways. */
async function sideways(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = (element) =>
      element.getBoundingClientRect().left + element.scrollWidth > clientWidth + 1;
    const innermost = [...document.querySelectorAll("body, body *")].filter(
      (element) => wide(element) && ![...element.children].some(wide),
    );
    const tag = ({ outerHTML }) => outerHTML.slice(0, outerHTML.indexOf(">") + 1).slice(0, 120);
    return [`${scrollWidth} px wide, because of ${innermost.slice(0, 5).map(tag).join(" ")}`];
  });
}
