// What the strict content policy or the pinned htmx would drop in silence, found in the
// templates before anybody opens the page: inline styles and scripts, attributes of htmx 2,
// icons that the sprite does not have.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const RULES = [
  [/\sstyle\s*=/, "inline style; use a class or an SVG attribute"],
  [/\son[a-z]+\s*=/, "inline script; use data- attributes and app.js"],
  [/<script(?![^>]*\ssrc=)/, "inline script"],
  [/\shx-on\b|\shx-on:|\shx-vals="js:/, "htmx code that needs eval"],
  [/\shx-(disabled-elt|ext|vars|params)\b/, "an attribute of htmx 2"],
];

/** Faults as "path:line what", empty when all pages are fine. */
export async function faultsOfPages(folder, sprite) {
  const icons = new Set([...sprite.matchAll(/<symbol id="([a-z-]+)"/g)].map((found) => found[1]));
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".html"));
  const faults = [];
  for (const name of names.sort()) {
    const lines = (await readFile(join(folder, name), "utf8")).split("\n");
    lines.forEach((line, index) => {
      for (const [pattern, what] of RULES) if (pattern.test(line)) faults.push(`${name}:${index + 1} ${what}`);
      for (const [, icon] of line.matchAll(/(?:\bicon\("|icons\.svg#)([a-z-]+)"/g))
        if (!icons.has(icon)) faults.push(`${name}:${index + 1} there is no icon "${icon}"`);
    });
  }
  return faults;
}
