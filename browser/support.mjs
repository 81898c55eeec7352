// A school and its visitors: what every journey needs (see README.md).
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

import { checkPage } from "./page.mjs";

export { checkPage };

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the journeys with \`cargo x browser\``);
  return value;
}

/** Where the demonstration school is served, without a slash at the end. */
export const school = given("ONEX_URL");

export const DESK = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

let running;

/** One Chromium for a test file. Close it with `after(close)`. */
async function browser() {
  running ??= launch();
  return running;
}

// The pictures are drawn with one face wherever they are made: the system's own face is Noto Sans CJK SC.
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <alias binding="strong"><family>system-ui</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>
`;

async function launch() {
  await mkdir(here("out"), { recursive: true });
  await writeFile(here("out/fonts.conf"), FONTS);
  return chromium.launch({
    executablePath: given("ONEX_CHROMIUM"),
    headless: true,
    env: { ...process.env, LANGUAGE: "zh_CN", LANG: "C.UTF-8", TZ: "Asia/Shanghai", FONTCONFIG_FILE: here("out/fonts.conf") },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--lang=zh-CN",
    ],
  });
}

export async function close() {
  if (running) await (await running).close();
  running = undefined;
}

/**
 * A person with a browser of their own: no cookie, no cache, nothing shared with another visitor.
 * What the pages complain of is collected in `faults`; `checkPage` and `leave` look at it.
 */
export async function visitor({ viewport = DESK, javaScript = true } = {}) {
  const context = await (await browser()).newContext({
    viewport,
    javaScriptEnabled: javaScript,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  context.setDefaultTimeout(15_000);
  const faults = [];
  if (javaScript) await reportViolations(context, faults);
  const page = await context.newPage();
  watch(page, faults);
  const traffic = await weigh(context, page);
  return {
    page,
    faults,
    phone: viewport.width < 600,
    scripts: javaScript,
    /** Compressed bytes since the last page was asked for. */
    weight: () => traffic.bytes,
    go: (path) => page.goto(new URL(path, school).href, { waitUntil: "load" }),
    /** Close the browser; a complaint that nobody looked at is an error here. */
    leave: async () => {
      await context.close();
      if (faults.length > 0) throw new Error(`the pages complained:\n${faults.join("\n")}`);
    },
  };
}

async function reportViolations(context, faults) {
  await context.exposeBinding("reportViolation", (_source, text) => faults.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const where = `${event.documentURI} (${event.sourceFile ?? ""}:${event.lineNumber})`;
      window.reportViolation(
        `content policy: ${event.effectiveDirective} ${event.blockedURI} ${where}`,
      );
    });
  });
}

// A page that answers 4xx on purpose makes Chromium log that line; the test looks at the status itself.
const EXPECTED = /^Failed to load resource: the server responded with a status of 4\d\d/;

function watch(page, faults) {
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text())) {
      faults.push(`console: ${message.text()} (${page.url()})`);
    }
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    const own = url.origin === new URL(school).origin;
    if (!own && !["data:", "blob:", "about:"].includes(url.protocol)) {
      faults.push(`another server: ${request.url()} (from ${page.url()})`);
    }
  });
}

/** Count what comes over the wire, as if the visitor came for the first time to each page. */
async function weigh(context, page) {
  const traffic = { bytes: 0 };
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  session.on("Network.requestWillBeSent", (event) => {
    if (event.type === "Document" && event.requestId === event.loaderId) traffic.bytes = 0;
  });
  session.on("Network.loadingFinished", (event) => {
    traffic.bytes += event.encodedDataLength;
  });
  return traffic;
}

/** The accounts of the demonstration: `{ post, name, login, password }`. */
export async function accounts() {
  const text = await readFile(`${given("ONEX_DATA")}/accounts.json`, "utf8");
  return JSON.parse(text).accounts;
}

/** The account of one post, by the word that the program uses for the post. */
export async function accountOf(post) {
  const all = await accounts();
  const found = all.find((account) => account.post === post);
  if (!found) {
    throw new Error(`no account holds ${post}; there are ${all.map((one) => one.post).join(", ")}`);
  }
  return found;
}

/** Sign in through the form, as a person does. */
export async function signIn(page, login, password) {
  await page.goto(new URL("/sign-in", school).href);
  await page.locator("[name=login]").fill(login);
  await page.locator("[name=password]").fill(password);
  await submit(page);
}

/** Press the button of the form that holds the password, or of the given form. */
export async function submit(page, form = page.locator("form:has([name=password])")) {
  await form.locator("button:not([type=button]), input[type=submit]").first().click();
  await page.waitForLoadState("load");
}

/** Press something that leads to another page, and wait for that page. */
export async function press(page, what) {
  const left = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
  try {
    await Promise.all([left, what.click()]);
  } catch (fault) {
    await picture(page, "stuck");
    throw new Error(`${page.url()}: ${what} leads nowhere (browser/out/stuck.png)`, { cause: fault });
  }
  await page.waitForLoadState("load");
}

/** Wait on the page of a job until it is done, and go to its result. */
export async function followJob(page, look) {
  if (!new URL(page.url()).pathname.startsWith("/jobs/")) return;
  if (look) await checkPage(look);
  const result = page.getByRole("link", { name: "看结果" });
  await result.waitFor({ timeout: 60_000 });
  await press(page, result);
}

/** A visitor who is signed in under a post. */
export async function signedIn(post, options) {
  return enter(await accountOf(post), options);
}

/** A visitor who is signed in with this login. */
export async function signedInAs(login, options) {
  const found = (await accounts()).find((account) => account.login === login);
  if (!found) throw new Error(`there is no account ${login}`);
  return enter(found, options);
}

async function enter({ post, login, password }, options) {
  const guest = await visitor(options);
  await signIn(guest.page, login, password);
  if (new URL(guest.page.url()).pathname.startsWith("/sign-in")) {
    throw new Error(`${post} (${login}) could not sign in`);
  }
  return guest;
}

/** A picture of the page in browser/out. */
export async function picture(page, name) {
  await mkdir(here("out"), { recursive: true });
  await page.screenshot({ path: here(`out/${name}.png`), fullPage: true });
}

/** A picture for the README, in docs/screenshots; made anew only when ONEX_SCREENSHOTS is set. */
export async function screenshot(page, name) {
  if (!process.env.ONEX_SCREENSHOTS) return picture(page, name);
  await mkdir(here("../docs/screenshots"), { recursive: true });
  await page.screenshot({ path: here(`../docs/screenshots/${name}.png`), fullPage: false });
}

/** What openpyxl finds in a workbook that OneX made; see workbook.py for its shape. */
export async function reopen(path) {
  return JSON.parse(await python([path]));
}

/** A blank like those of the platforms, with everything that filling must leave alone. */
export async function blankWorkbook(path) {
  await python(["--blank", path]);
}

async function python(words) {
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const program = given("ONEX_PYTHON");
  const { stdout } = await promisify(execFile)(program, [here("workbook.py"), ...words], options);
  return stdout;
}
