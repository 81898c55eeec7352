// The desk of every post, and the pages its menu leads to: each opens clean at both widths.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { PHONE, accounts, checkPage, close, picture, press, signIn, signedIn, visitor } from "./support.mjs";

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

test("the desk fits a phone and its list of today prints", async () => {
  const clerk = await signedIn("office_clerk", { viewport: PHONE });
  await clerk.go("/");
  await checkPage(clerk);
  await picture(clerk.page, "desk-phone");
  await clerk.go("/desk/today");
  await checkPage(clerk);
  await clerk.leave();
});

test("plan_6_3_who_waits_may_remind_and_then_reads_when_again", async () => {
  const leader = await signedIn("group_leader");
  const { page } = leader;
  await leader.go("/");
  const remind = page.getByRole("button", { name: "催办" });
  const before = await remind.count();
  assert.ok(before > 0, "the group leader waits for the office");
  await press(page, remind.first());
  assert.equal(await remind.count(), before - 1);
  assert.match(await page.getByRole("region", { name: "我在等谁" }).innerText(), /催/);
  await checkPage(leader);
  await leader.leave();
});

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
