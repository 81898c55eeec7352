// Signing in: the page every post meets first.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { PHONE, accounts, checkPage, close, picture, school, screenshot, signIn, submit, visitor } from "./support.mjs";

after(close);

const path = (page) => new URL(page.url()).pathname;

test("a stranger is led to the sign-in page, and it is sound at both widths", async () => {
  const guest = await visitor();
  await guest.go("/");
  assert.equal(path(guest.page), "/sign-in");
  assert.equal(await guest.page.locator("html").getAttribute("lang"), "zh-CN");
  await checkPage(guest);
  await screenshot(guest.page, "sign-in");
  await guest.leave();
});

test("the sign-in page is light enough for a phone", async () => {
  const guest = await visitor({ viewport: PHONE });
  await guest.go("/sign-in");
  await checkPage(guest);
  await picture(guest.page, "sign-in-phone");
  await guest.leave();
});

test("every account of the demonstration comes in", async () => {
  const all = await accounts();
  assert.ok(all.length > 0, "the demonstration names no account");
  for (const { post, login, password } of all) {
    const guest = await visitor();
    await signIn(guest.page, login, password);
    assert.notEqual(path(guest.page), "/sign-in", `${post} (${login}) stays outside`);
    await guest.leave();
  }
});

test("a wrong password keeps the name, says nothing about accounts and stays accessible", async () => {
  const [{ login }] = await accounts();
  const answers = [];
  for (const name of [login, "nobody-of-this-name"]) {
    const guest = await visitor();
    await signIn(guest.page, name, "not the password");
    assert.equal(path(guest.page), "/sign-in");
    assert.equal(await guest.page.locator("[name=login]").inputValue(), name);
    assert.equal(await guest.page.locator("[name=password]").inputValue(), "");
    await checkPage(guest);
    answers.push(await guest.page.locator("[role=alert], .error, [aria-live]").allInnerTexts());
    await guest.leave();
  }
  assert.ok(answers[0].join("").trim().length > 0, "the page says what to do");
  assert.deepEqual(answers[0], answers[1]);
});

test("signing in needs no JavaScript", async () => {
  const [{ login, password }] = await accounts();
  const guest = await visitor({ javaScript: false });
  await signIn(guest.page, login, password);
  assert.notEqual(path(guest.page), "/sign-in");
  await guest.leave();
});

test("a page behind the door leads back to itself after signing in", async () => {
  const [{ login, password }] = await accounts();
  const guest = await visitor();
  const answer = await guest.go("/projects");
  assert.equal(answer.status(), 200);
  assert.equal(path(guest.page), "/sign-in");
  await guest.page.locator("[name=login]").fill(login);
  await guest.page.locator("[name=password]").fill(password);
  await submit(guest.page);
  assert.equal(guest.page.url(), new URL("/projects", school).href);
  await guest.leave();
});
