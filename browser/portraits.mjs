// Portraits of nobody: an oval on a ground, photographed from a page of our own.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { visitor } from "./support.mjs";

/** A JPEG in browser/out; another seed gives another picture. */
export async function portrait(name, { seed = 1, ground = "#fcfcfc", width = 360, height = 480 } = {}) {
  const path = fileURLToPath(new URL(`out/${name}.jpg`, import.meta.url));
  await mkdir(fileURLToPath(new URL("out", import.meta.url)), { recursive: true });
  const artist = await visitor({ viewport: { width, height } });
  const [x, y] = [width / 2, height * 0.42];
  const coat = `hsl(${(seed * 47) % 360} 40% 30%)`;
  await artist.page.setContent(
    `<body style="margin:0"><svg width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/>` +
      `<ellipse cx="${x}" cy="${height}" rx="${width * 0.4}" ry="${height * 0.3}" fill="${coat}"/>` +
      `<ellipse cx="${x}" cy="${y}" rx="${width * 0.22}" ry="${height * 0.22}" fill="#e7c8b4"/></svg></body>`,
  );
  await artist.page.screenshot({ path, type: "jpeg", quality: 95 });
  await artist.leave();
  return path;
}
