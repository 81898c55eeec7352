// The desk of every post, and the pages its menu leads to: each opens clean at both widths.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { PHONE, accounts, checkPage, close, picture, signIn, visitor } from "./support.mjs";

after(close);

/** One account of each post. */
async function onePerPost() {
  const found = new Map();
  for (const account of await accounts()) if (!found.has(account.post)) found.set(account.post, account);
  return [...found.values()];
}

/** Where the menu of the page leads, each place once. */
async function menu(page) {
  const links = await page.locator("nav.side a[href]").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  return [...new Set(links)];
}

for (const account of await onePerPost()) {
  test(`the desk and the menu of ${account.post} are sound`, async () => {
    const guest = await visitor();
    await signIn(guest.page, account.login, account.password);
    const faults = [];
    for (const path of await menu(guest.page)) {
      const answer = await guest.go(path);
      if (answer.status() !== 200) faults.push(`${path}: ${answer.status()}`);
      await checkPage(guest).catch((fault) => faults.push(fault.message));
    }
    await guest.go("/");
    await picture(guest.page, `desk-${account.post}`);
    assert.deepEqual(faults, []);
    await guest.leave();
  });
}
